// npm run bench: the whole program over a generated corpus, beside tools the reader knows, in one run. Prints a table and keeps it, dated, in bench/runs/.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { generate } from './generate.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const tmp = `${here}tmp`
const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const megabytes = argument('mb', 300)
const runs = argument('runs', 5)
const keep = !process.argv.includes('--no-keep')
mkdirSync(`${tmp}/corpus`, { recursive: true })
const file = `${tmp}/corpus/corpus.jsonl`

/** Wall seconds, CPU seconds and peak memory of a shell command; undefined when it fails. */
function measure(command) {
  const wrapped = existsSync('/usr/bin/time')
    ? ['/usr/bin/time', ['-f', 'MEASURED %e %U %S %M', 'bash', '-c', command]]
    : ['bash', ['-c', `TIMEFORMAT='MEASURED %R %U %S 0'; time (${command})`]]
  const done = spawnSync(wrapped[0], wrapped[1], { encoding: 'utf8', maxBuffer: 1 << 26 })
  const m = /MEASURED ([\d.]+) ([\d.]+) ([\d.]+) (\d+)/.exec(done.stderr)
  if (m === null || (done.status !== 0 && done.status !== 1)) return undefined
  return { wall: Number(m[1]), cpu: Number(m[2]) + Number(m[3]), rss: Number(m[4]) / 1024 }
}
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]

console.log(`generating ${megabytes} MB …`)
const made = await generate(file, megabytes * 1e6)
rmSync(`${file}.gz`, { force: true })
spawnSync('bash', ['-c', `gzip -1 -c '${file}' > '${tmp}/corpus.jsonl.gz'`])
mkdirSync(`${tmp}/gz`, { recursive: true })
spawnSync('bash', ['-c', `cp '${tmp}/corpus.jsonl.gz' '${tmp}/gz/corpus.jsonl.gz'`])
const small = `${tmp}/small.jsonl`
await generate(small, Math.min(megabytes, 30) * 1e6)

const scan = (path, more) => `node '${here}../bin/dataaudit.js' scan '${path}' -o '${tmp}/report' -q --no-config --fail-on none ${more}`
const empty = `${tmp}/empty`
mkdirSync(empty, { recursive: true })
writeFileSync(`${empty}/one.jsonl`, '{"text":"one"}\n')
const rows = [
  { name: 'wc -l', command: `wc -l '${file}'`, bytes: made.bytes },
  { name: 'sha256sum', command: `sha256sum '${file}'`, bytes: made.bytes },
  { name: 'zcat', command: `zcat '${tmp}/corpus.jsonl.gz' > /dev/null`, bytes: made.bytes },
  { name: 'dataaudit scan, start and end only (one record)', command: scan(empty, '--workers 1'), bytes: 15 },
  { name: 'dataaudit scan, 1 worker', command: scan(`${tmp}/corpus`, '--workers 1'), bytes: made.bytes },
  { name: 'dataaudit scan, 2 workers', command: scan(`${tmp}/corpus`, '--workers 2'), bytes: made.bytes },
  { name: 'dataaudit scan, gzip, 1 worker', command: scan(`${tmp}/gz`, '--workers 1'), bytes: made.bytes },
  {
    name: 'plain pipeline (readline, JSON.parse, every pattern)',
    command: `node '${here}plain.js' '${small}'`,
    bytes: statSync(small).size,
    runs: Math.min(runs, 3),
  },
]
const results = []
for (const row of rows) {
  const measured = []
  for (let i = 0; i < (row.runs ?? runs); i++) {
    const one = measure(row.command)
    if (one !== undefined) measured.push(one)
  }
  if (measured.length === 0) {
    console.log(`SKIPPED: ${row.name}: the command failed here`)
    continue
  }
  const wall = median(measured.map((m) => m.wall))
  const cpu = median(measured.map((m) => m.cpu))
  const rss = median(measured.map((m) => m.rss))
  results.push({
    name: row.name,
    bytes: row.bytes,
    wall,
    cpu,
    rss: Math.round(rss),
    mbPerSecond: row.bytes / 1e6 / wall,
    mbPerCpuSecond: row.bytes / 1e6 / cpu,
    runs: measured,
  })
  console.log(
    `${row.name.padEnd(55)} ${(row.bytes / 1e6 / wall).toFixed(1).padStart(9)} MB/s ${(row.bytes / 1e6 / cpu).toFixed(1).padStart(9)} MB/CPU-s ${String(Math.round(rss)).padStart(5)} MiB`,
  )
}
const by = (name) => results.find((row) => row.name.startsWith(name))
const ours = by('dataaudit scan, 1 worker')
const ratio = (a, b) => (a === undefined || b === undefined ? '-' : (a / b).toFixed(2))
const ratios = {
  'CPU per byte of zcat ÷ ours (1 worker)': ratio(by('zcat')?.mbPerCpuSecond, ours?.mbPerCpuSecond),
  'ours (1 worker) ÷ plain pipeline': ratio(ours?.mbPerCpuSecond, by('plain')?.mbPerCpuSecond),
  '2 workers ÷ 1 worker, wall': ratio(by('dataaudit scan, 2')?.mbPerSecond, ours?.mbPerSecond),
}
for (const [name, value] of Object.entries(ratios)) console.log(`${name}: ${value}`)

if (keep) {
  const date = new Date().toISOString().slice(0, 10)
  const run = {
    date,
    machine: {
      cpu: os.cpus()[0]?.model ?? '-',
      cores: os.cpus().length,
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      node: process.version,
      platform: `${process.platform}/${process.arch}`,
    },
    corpus: { ...made, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') },
    results,
    ratios,
  }
  writeFileSync(`${here}runs/${date}.json`, `${JSON.stringify(run, null, 2)}\n`)
  console.log(`kept in bench/runs/${date}.json`)
}
