// npm run bench: the whole program over generated corpora, beside tools the reader knows, in one run. Prints a table and keeps it, dated, in bench/runs/.
//   --mb N      size of the corpus (default 300)      --runs N   runs of each row, of which the median counts (default 5)
//   --no-keep   print only                            --check    compare ratios with the last kept run: see check() below
import { createHash } from 'node:crypto'
import { createReadStream, writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { makeCorpora, rowsOf, scalingOf } from './cases.js'
import { machine, measure, median, version } from './measure.js'
import { lastRun, names } from './table.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const flag = (name) => process.argv.includes(`--${name}`)
const plain = (id) => (names[id]?.en ?? id).replace(/[`*]/g, '')

/** Measures rows in turn, round after round, so that what else the machine does falls on all of them alike. */
function measureAll(rows, runs) {
  const taken = new Map(rows.map((row) => [row.id, []]))
  for (let round = 0; round < runs; round++) {
    for (const row of rows) {
      if (row.command === undefined || round >= (row.runs ?? runs)) continue
      const one = measure(row.command)
      if (one !== undefined) taken.get(row.id).push(one)
    }
  }
  const results = []
  const skipped = []
  for (const row of rows) {
    const all = taken.get(row.id)
    if (all.length === 0) {
      skipped.push({ id: row.id, why: row.skipped ?? 'the command failed here' })
      console.log(`SKIPPED: ${plain(row.id)}: ${skipped.at(-1).why}`)
      continue
    }
    const wall = median(all.map((m) => m.wall))
    const cpu = median(all.map((m) => m.cpu))
    const rss = Math.round(median(all.map((m) => m.rss)))
    const mb = row.bytes / 1e6
    // A command faster than the clock's grain took half a grain.
    const one = {
      id: row.id,
      bytes: row.bytes,
      wall,
      cpu,
      rss,
      mbPerSecond: mb / Math.max(wall, 0.005),
      mbPerCpuSecond: mb / Math.max(cpu, 0.005),
    }
    results.push({ ...one, ...(row.note === undefined ? {} : { note: row.note }), runs: all })
    console.log(
      `${plain(row.id).padEnd(52)} ${one.mbPerCpuSecond.toFixed(1).padStart(8)} MB/CPU-s ${one.mbPerSecond.toFixed(1).padStart(8)} MB/s ${cpu.toFixed(2).padStart(7)} CPU-s ${String(rss).padStart(5)} MiB`,
    )
  }
  return { results, skipped }
}

const ratiosOf = (results) => {
  const row = (id) => results.find((one) => one.id === id)
  const ratio = (a, b, by = 'mbPerCpuSecond') => (row(a) === undefined || row(b) === undefined ? undefined : row(a)[by] / row(b)[by])
  return {
    'zcat ÷ scan, per CPU-second': ratio('zcat', 'scan-1'),
    'scan ÷ plain pipeline, 10 MB, per CPU-second': ratio('scan-small', 'pipeline'),
    '2 workers ÷ 1 worker, wall': ratio('scan-2', 'scan-1', 'mbPerSecond'),
    '100,000 terms ÷ none, per CPU-second': ratio('scan-100k', 'scan-1'),
  }
}

async function digestOf(path) {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest('hex')
}

/**
 * Runs the plain pipeline and our scan over the same 10 MB in turn and compares their ratio with the last kept run's. Fails when we lost
 * more than 15 %; under CI, where machines differ, more than 40 %. A ratio within one run does not depend on how fast the machine is.
 */
async function check() {
  const margin = argument('margin', process.env.CI ? 40 : 15) / 100
  const kept = lastRun().ratios['scan ÷ plain pipeline, 10 MB, per CPU-second']
  const rows = (await rowsOf(await makeCorpora(10e6))).filter(({ id }) => id === 'pipeline' || id === 'scan-small')
  const { results } = measureAll(rows, argument('runs', 3))
  const now = ratiosOf(results)['scan ÷ plain pipeline, 10 MB, per CPU-second']
  const enough = now >= kept * (1 - margin)
  console.log(
    `scan ÷ plain pipeline: ${now.toFixed(2)} now, ${kept.toFixed(2)} kept (${lastRun().date}), ${Math.round(margin * 100)} % may be lost: ${enough ? 'passed' : 'FAILED'}`,
  )
  process.exitCode = enough ? 0 : 1
}

async function bench() {
  const runs = argument('runs', 5)
  const load = os.loadavg()[0]
  const megabytes = argument('mb', 300)
  console.log(`generating ${megabytes} MB …`)
  const corpora = await makeCorpora(megabytes * 1e6)
  const { results, skipped } = measureAll(await rowsOf(corpora), runs)
  console.log('cost over rules (a pack of so many, nothing else) and terms (beside all packs), 10 MB')
  const scaling = measureAll(await scalingOf(corpora), Math.min(runs, 3)).results
  const ratios = ratiosOf(results)
  for (const [name, value] of Object.entries(ratios)) console.log(`${name}: ${value === undefined ? '-' : value.toFixed(2)}`)
  if (flag('no-keep')) return
  const date = new Date().toISOString().slice(0, 10)
  const run = {
    date,
    runs,
    load: Number(load.toFixed(1)),
    machine: machine(),
    versions: {
      ripgrep: version('rg --version'),
      jq: version('jq --version'),
      gzip: version('gzip --version'),
      coreutils: version('wc --version'),
    },
    corpus: { ...corpora.made, sha256: await digestOf(corpora.plain) },
    results,
    skipped,
    scaling,
    ratios,
  }
  writeFileSync(`${here}runs/${date}.json`, `${JSON.stringify(run, null, 2)}\n`)
  console.log(`kept in bench/runs/${date}.json; npm run generate writes it into the READMEs`)
}

await (flag('check') ? check() : bench())
