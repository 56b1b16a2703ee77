/**
 * Measures how many random strings each validator lets through and holds the result to what its file states: the number is evidence in
 * every score (`evidence.weight` × ln(1 ÷ falsePass)).
 *
 *   node scripts/false-pass.js           exit 1 and the names of those that are off by more than chance allows
 *   node scripts/false-pass.js --write   writes the measured share, two digits, into their files
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { validators } from '../dist/checksum/index.js'
import { draws, measureFalsePass, tolerance } from './draws.js'

const asOf = '2026-11-23'
let off = 0
for (const validator of validators) {
  const known = draws[validator.id]
  if (known === undefined) continue
  const { share, count } = measureFalsePass(validator, known, asOf)
  const good = known.computed ? share === 0 : Math.abs(share - validator.falsePass) <= tolerance(validator.falsePass, count)
  console.log(`${good ? ' ' : '!'} ${validator.id.padEnd(24)} stated ${validator.falsePass}  measured ${share.toPrecision(3)} of ${count}`)
  if (good || known.computed) {
    off += good ? 0 : 1
    continue
  }
  off += 1
  if (!process.argv.includes('--write')) continue
  const file = fileURLToPath(new URL(`../src/checksum/${validator.id}.ts`, import.meta.url))
  const rounded = Number(share.toPrecision(2))
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace(/falsePass: [\d.e-]+(?= of|,| \()/g, `falsePass: ${rounded}`))
}
console.log(`${off} off`)
if (off > 0 && !process.argv.includes('--write')) process.exitCode = 1
