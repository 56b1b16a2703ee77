// npm run bench:peers: tools that look for personal information or secrets, their own code over the same texts as ours, in one run. A peer that is not there is skipped
// with the reason. They look for less than we do: what each Python one looks for is in bench/peers.py.
//   python3 -m venv bench/tmp/venv && bench/tmp/venv/bin/pip install datatrove dolma presidio-analyzer py-data-juicer
//   npm run bench:peers -- --mb 10       PEERS_PYTHON names another interpreter
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { tmp } from './cases.js'
import { generate } from './generate.js'
import { measure, median } from './measure.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const own = `${tmp}/venv/bin/python`
const python = process.env.PEERS_PYTHON ?? (existsSync(own) ? own : 'python3')
const at = process.argv.indexOf('--mb')
mkdirSync(`${tmp}/peers`, { recursive: true })
const file = `${tmp}/peers/corpus.jsonl`
const { bytes } = await generate(file, (at < 0 ? 10 : Number(process.argv[at + 1])) * 1e6)

const cost = (command) => {
  const all = [0, 1, 2].map(() => measure(command)).filter((one) => one !== undefined)
  return all.length === 0 ? undefined : median(all.map((one) => one.cpu))
}
const say = (name, cpu, less = 0) =>
  console.log(`${name.padEnd(24)} ${(bytes / 1e6 / Math.max(0.01, cpu - less)).toFixed(2).padStart(8)} MB/CPU-s`)

// Starts are taken off, ours and theirs: a peer is a library, and is loaded once.
const scan = (folder) =>
  cost(`node '${here}../bin/dataaudit.js' scan '${tmp}/${folder}' -o '${tmp}/report' -q --no-config --fail-on none --workers 1`)
mkdirSync(`${tmp}/one`, { recursive: true })
writeFileSync(`${tmp}/one/one.jsonl`, '{"text":"one"}\n')
say('dataaudit scan', scan('peers'), scan('one'))
for (const name of ['datatrove', 'dolma', 'presidio', 'data-juicer']) {
  const there = spawnSync(python, [`${here}peers.py`, name], { encoding: 'utf8' })
  if (there.status !== 0) {
    console.log(`SKIPPED: ${name}: ${there.error?.code ?? there.stderr.trim().split('\n').at(-1)}`)
    continue
  }
  const start = cost(`'${python}' '${here}peers.py' ${name}`)
  const cpu = cost(`'${python}' '${here}peers.py' ${name} '${file}'`)
  if (cpu === undefined) console.log(`SKIPPED: ${name}: it failed on the corpus`)
  else say(name, cpu, start)
}

// Looks for secrets only; a program of its own, so its start is in its figure as it is taken off ours.
const gitleaks = ['gitleaks', `${tmp}/go/gitleaks`].find((name) => spawnSync(name, ['version']).status === 0)
if (gitleaks === undefined)
  console.log('SKIPPED: gitleaks: it is not installed (GOBIN=$PWD/bench/tmp/go go install github.com/zricethezav/gitleaks/v8@latest)')
else say('gitleaks', cost(`'${gitleaks}' dir --no-banner --exit-code 0 --log-level error '${tmp}/peers' > /dev/null`))
