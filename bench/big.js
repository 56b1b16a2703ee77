// npm run bench:big: ten gigabytes in ten files, then one file of four: what a scan costs, with two workers and over the one file with one as well, and how much memory it takes. Once, not medians.
//   --gb N      size of the corpus (default 10)      --no-keep   print only
import { createReadStream, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { generate } from './generate.js'
import { machine, measure, version } from './measure.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const tmp = `${here}tmp`
const gb = process.argv.includes('--gb') ? Number(process.argv[process.argv.indexOf('--gb') + 1]) : 10
const copies = 10
const inOneFile = 4

const start = Buffer.from('{"id":"doc-')
const text = Buffer.from('","text":"')

/**
 * The lines of a generated file with a number in every id and before every text: as long to make as to copy, and no record equals one of another copy.
 * Yields pieces of whole lines.
 */
async function* numbered(path, number) {
  const mark = Buffer.from(`${number}. `)
  let rest = Buffer.alloc(0)
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([rest, piece])
    const end = bytes.lastIndexOf(0x0a) + 1
    const parts = []
    let from = 0
    for (let line = 0; line < end; line = bytes.indexOf(0x0a, line) + 1) {
      const id = line + start.length
      const words = bytes.indexOf(text, id) + text.length
      parts.push(bytes.subarray(from, id), mark, bytes.subarray(id, words), mark)
      from = words
    }
    parts.push(bytes.subarray(from, end))
    yield Buffer.concat(parts)
    rest = Buffer.from(bytes.subarray(end))
  }
}

/** Writes copies of a block, by their numbers, into one file, and gives its size in bytes. */
async function writeCopies(path, block, numbers) {
  const file = await open(path, 'w')
  let bytes = 0
  try {
    for (const number of numbers) {
      for await (const piece of numbered(block, number)) {
        await file.write(piece)
        bytes += piece.length
      }
    }
  } finally {
    await file.close()
  }
  return bytes
}

/** What each command costs over a folder, scans with so many workers each among them. */
function rowsOf(corpus, folder, bytes, workers) {
  const commands = [
    ['wc', `find '${folder}' -type f -exec wc -l {} + > /dev/null`],
    ['sha256sum', `find '${folder}' -type f -exec sha256sum {} + > /dev/null`],
    ...workers.map((n) => [
      `scan-${n}`,
      `node '${here}../bin/dataaudit.js' scan '${folder}' -o '${tmp}/report' -q --no-config --fail-on none --workers ${n}`,
    ]),
  ]
  return commands.map(([id, command]) => {
    const taken = measure(command)
    if (taken === undefined) throw new Error(`failed: ${command}`)
    console.log(
      `${corpus} ${id}: ${taken.wall} s, ${taken.cpu.toFixed(1)} CPU-s, ${(bytes / 1e6 / taken.cpu).toFixed(1)} MB per CPU-second, ${Math.round(taken.rss)} MiB`,
    )
    return { corpus, id, bytes, wall: taken.wall, cpu: Number(taken.cpu.toFixed(2)), rss: Math.round(taken.rss) }
  })
}

async function bench() {
  const folders = { block: `${tmp}/big-block`, many: `${tmp}/big-many`, one: `${tmp}/big-one` }
  for (const folder of Object.values(folders)) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }
  try {
    console.log(`generating ${gb} GB …`)
    const block = `${folders.block}/block.jsonl`
    const made = await generate(block, (gb * 1e9) / copies)
    let bytes = 0
    for (let n = 1; n <= copies; n++) bytes += await writeCopies(`${folders.many}/part-${n}.jsonl`, block, [n])
    const load = os.loadavg()[0]
    const results = rowsOf('many', folders.many, bytes, [2])
    const single = await writeCopies(
      `${folders.one}/corpus.jsonl`,
      block,
      Array.from({ length: inOneFile }, (_, i) => i + 1),
    )
    results.push(...rowsOf('one', folders.one, single, [1, 2]))
    if (process.argv.includes('--no-keep')) return
    const date = new Date().toISOString().slice(0, 10)
    const run = {
      date,
      load: Number(load.toFixed(1)),
      machine: machine(),
      coreutils: version('wc --version'),
      files: copies,
      rows: made.rows * copies,
      results,
    }
    writeFileSync(`${here}runs/big-${date}.json`, `${JSON.stringify(run, null, 2)}\n`)
    console.log(`kept in bench/runs/big-${date}.json; npm run generate writes it into bench/README.md`)
  } finally {
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true })
  }
}

await bench()
