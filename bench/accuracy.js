/**
 * npm run accuracy -- ../shared/data: what the rules find in labelled data, by kind, set and language.
 *
 * Prints a table, and writes docs/accuracy.md and rules/accuracy.json, from which reports print the figures of each rule. Exit 1, and
 * nothing written, when a rule lost more than half a point of precision or recall; `--accept` writes all the same.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { keptText, losses, readKept } from './accuracy/kept.js'
import { measureClean, measureSets, unclaimedLabels } from './accuracy/measure.js'
import { cleanLine, line, page } from './accuracy/page.js'
import { scanner } from './accuracy/scanner.js'
import { sets } from './accuracy/sets/index.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = process.argv.slice(2).find((word) => !word.startsWith('-')) ?? `${root}../shared/data`
const accept = process.argv.includes('--accept')
const only = process.env.ACCURACY_MISSES !== undefined

const missing = sets.filter((set) => set.file !== undefined && !existsSync(`${folder}/${set.file}`))
if (missing.length > 0) {
  console.log(
    `SKIPPED: accuracy: ${folder} does not hold ${missing.map((set) => set.file).join(', ')}; give the folder of the labelled data`,
  )
} else {
  const began = performance.now()
  const scan = scanner()
  const { texts, left, rows } = measureSets(scan, sets, folder)
  const clean = measureClean(scan, folder)
  for (const row of rows) console.log(line(row))
  for (const one of clean) console.log(cleanLine(one))
  console.log(`${texts} labelled texts, ${rows.length} rows, ${((performance.now() - began) / 1000).toFixed(0)} s`)
  const kept = readKept(`${root}rules/accuracy.json`)
  for (const one of left)
    console.log(`STALE: the judgement of ${one} is not needed any more; take it out of bench/accuracy/judged-cases.js`)
  const lost = losses(kept, rows, scan)
  for (const one of lost) console.log(`LOST: ${one}`)
  if (left.length > 0) process.exitCode = 1
  if (lost.length > 0 && !accept) {
    console.log(`${lost.length} figures fell by more than 0.5 points; nothing is written (--accept writes them)`)
    process.exitCode = 1
  } else if (!only) {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
    writeFileSync(`${root}rules/accuracy.json`, keptText(version, sets, rows, clean, scan))
    writeFileSync(`${root}docs/accuracy.md`, page({ sets, rows, clean, unclaimed: unclaimedLabels(sets, folder) }, scan.rules))
    console.log('written: docs/accuracy.md, rules/accuracy.json')
  }
}
