// npm run bench:peers: tools that look for personal information or secrets, their own code over the same texts as ours, in one run. A peer that is not there is skipped
// with the reason. They look for less than we do. Prints a table and keeps it, dated, in bench/runs/.
//   --mb N      size of the corpus (default 40)      --no-keep   print only
// What takes long over the first tenth of it is measured over that.
//   PEERS_PYTHON names the interpreter the Python peers are installed for; by default that of bench/tmp/venv:
//   python3 -m venv bench/tmp/venv && bench/tmp/venv/bin/pip install datatrove presidio-analyzer py-data-juicer aiohttp
// pip does not come to an end with what dolma asks for, so it is installed without, and then what its import misses:
//   bench/tmp/venv/bin/pip install --no-deps dolma
//   bench/tmp/venv/bin/pip install msgspec necessary fasttext platformdirs nltk uniseg omegaconf anyascii tokenizers
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { tmp } from './cases.js'
import { generate } from './generate.js'
import { machine, measure, median, version } from './measure.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const own = `${tmp}/venv/bin/python`
const python = process.env.PEERS_PYTHON ?? (existsSync(own) ? own : 'python3')
const at = process.argv.indexOf('--mb')
const size = (at < 0 ? 40 : Number(process.argv[at + 1])) * 1e6
/** A folder with a file in it. */
async function corpusOf(name, most) {
  mkdirSync(`${tmp}/${name}`, { recursive: true })
  const file = `${tmp}/${name}/corpus.jsonl`
  return { folder: `${tmp}/${name}`, file, ...(await generate(file, most)) }
}
const small = await corpusOf('peers-small', size / 10)
const large = await corpusOf('peers', size)

/** Processor seconds of a command, three times; undefined when it fails. */
function cost(command) {
  const taken = [0, 1, 2].map(() => measure(command)?.cpu)
  return taken.includes(undefined) ? undefined : taken
}
/** Processor seconds over as much of the corpus as a tool can read in a few seconds. */
function costOver(command) {
  const first = measure(command(small))?.cpu
  if (first === undefined) return undefined
  if (first > 8) return { bytes: small.bytes, cpu: [first] }
  const cpu = cost(command(large))
  return cpu === undefined ? undefined : { bytes: large.bytes, cpu }
}

const results = []
const skipped = []
function skip(id, why) {
  skipped.push({ id, why })
  console.log(`SKIPPED: ${id}: ${why}`)
}
/** Measures a command over the corpus; what `start` costs, which reads nothing, is taken off: a peer is a library, and is loaded once. */
function run(id, release, command, start) {
  const over = costOver(command)
  const before = start === undefined ? [0] : cost(start)
  if (over === undefined || before === undefined) return skip(id, 'it failed on the corpus')
  const less = median(before)
  const rate = over.bytes / 1e6 / Math.max(0.01, median(over.cpu) - less)
  results.push({ id, version: release, ...over, start: less, mbPerCpuSecond: Number(rate.toFixed(3)) })
  console.log(`${id.padEnd(24)} ${rate.toFixed(2).padStart(8)} MB per CPU-second`)
}

const load = os.loadavg()[0]
const scan = (folder) => `node '${here}../bin/dataaudit.js' scan '${folder}' -o '${tmp}/report' -q --no-config --fail-on none --workers 1`
mkdirSync(`${tmp}/one`, { recursive: true })
writeFileSync(`${tmp}/one/one.jsonl`, '{"text":"one"}\n')
run('dataaudit', version(`node '${here}../bin/dataaudit.js' --version`), ({ folder }) => scan(folder), scan(`${tmp}/one`))

for (const [id, distribution] of [
  ['datatrove', 'datatrove'],
  ['dolma', 'dolma'],
  ['presidio', 'presidio_analyzer'],
  ['data-juicer', 'py-data-juicer'],
]) {
  const there = spawnSync(python, [`${here}peers.py`, id], { encoding: 'utf8' })
  if (there.status !== 0) skip(id, there.error?.code ?? there.stderr.trim().split('\n').at(-1))
  else {
    const release = version(`'${python}' -c "from importlib.metadata import version; print(version('${distribution}'))"`)
    run(id, release, ({ file }) => `'${python}' '${here}peers.py' ${id} '${file}'`, `'${python}' '${here}peers.py' ${id}`)
  }
}

/** A program of its own; its start is a few hundredths of a second and stays in its figure. */
function program(id, asked, install, command) {
  // What the program says of itself is set when it is released; the module's version stands in it however it was built.
  const release = (name) => version(`go version -m "$(command -v '${name}')" | awk '$1 == "mod" && $3 ~ /^v/ { print $3 }'`)
  const found = [id, `${tmp}/go/${id}`].find((name) => spawnSync(name, [asked]).status === 0)
  if (found === undefined) skip(id, `it is not installed (${install})`)
  else run(id, release(found), command(found))
}
program(
  'gitleaks',
  'version',
  'GOBIN=$PWD/bench/tmp/go go install github.com/zricethezav/gitleaks/v8@latest',
  (name) =>
    ({ folder }) =>
      `'${name}' dir --no-banner --exit-code 0 --log-level error '${folder}' > /dev/null`,
)
// Its module holds no program of its name that `go install` would give, so it is built from a clone.
program(
  'ferret-scan',
  '--version',
  'in a clone of github.com/awslabs/ferret-scan: go build -o …/bench/tmp/go/ferret-scan ./cmd',
  (name) =>
    ({ file }) =>
      `'${name}' --file '${file}' --format json --quiet > /dev/null`,
)

if (!process.argv.includes('--no-keep')) {
  const date = new Date().toISOString().slice(0, 10)
  const kept = {
    date,
    load: Number(load.toFixed(1)),
    machine: { ...machine(), python: version(`'${python}' --version`), go: version('go version') },
    corpus: { bytes: large.bytes, rows: large.rows },
    results,
    skipped,
  }
  writeFileSync(`${here}runs/peers-${date}.json`, `${JSON.stringify(kept, null, 2)}\n`)
  console.log(`kept in bench/runs/peers-${date}.json; npm run generate writes it into bench/README.md`)
}
