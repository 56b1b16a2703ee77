// The pipeline people write first: readline, JSON.parse, every pattern over every text, one digest. The yardstick, not the product.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { enabledRules, loadRuleBook } from '../dist/rules/index.js'

const rules = enabledRules(loadRuleBook([], { trustCode: false, cwd: process.cwd() }), {})
const patterns = []
for (const { detect } of rules) {
  if (detect.kind === 'pattern') for (const { re, flags } of detect.patterns) patterns.push(new RegExp(re, `gu${flags}`))
  else patterns.push(new RegExp(detect.terms.map((term) => term.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'giu'))
}
const hash = createHash('sha256')
let found = 0
let rows = 0
for await (const line of createInterface({
  input: createReadStream(process.argv[2], { highWaterMark: 1 << 20 }),
  crlfDelay: Number.POSITIVE_INFINITY,
})) {
  hash.update(line)
  const { text } = JSON.parse(line)
  rows += 1
  for (const pattern of patterns) for (const _ of text.matchAll(pattern)) found += 1
}
console.log(`${rows} rows, ${found} matches, ${patterns.length} patterns, ${hash.digest('hex').slice(0, 8)}`)
