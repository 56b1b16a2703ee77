// The pipeline people write first: readline, JSON.parse, every pattern over every text, one digest. The yardstick, not the product.
//   node bench/plain.js FILE            run it
//   node bench/plain.js --patterns      print the patterns for grep-like tools: one a line, those that need no look-around, with ASCII word boundaries
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { enabledRules, loadRuleBook } from '../dist/rules/index.js'

const rules = enabledRules(loadRuleBook([], { trustCode: false, cwd: process.cwd() }), {})
const literal = (term) => term.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

if (process.argv[2] === '--patterns') {
  for (const { detect } of rules) {
    for (const { re, edge } of detect.kind === 'pattern' ? detect.patterns : [{ re: detect.terms.map(literal).join('|'), edge: 'none' }]) {
      if (/\(\?[=!]|\(\?<[=!]|\\p\{Script=|[\n\r]/.test(re)) continue
      const groups = re.replaceAll('(?<v>', '(')
      const bounded = edge === 'none' ? groups : `\\b(?:${groups})\\b`
      // Word boundaries and classes as in our rules: ASCII. Unicode ones ruin grep-like tools on Chinese text.
      process.stdout.write(`${/^[ -~]*$/.test(bounded) ? `(?-u:${bounded})` : bounded.replaceAll('\\b', '(?-u:\\b)')}\n`)
    }
  }
  process.exit()
}

const patterns = []
for (const { detect } of rules) {
  if (detect.kind === 'pattern') for (const { re, flags } of detect.patterns) patterns.push(new RegExp(re, `gu${flags}`))
  else patterns.push(new RegExp(detect.terms.map(literal).join('|'), 'giu'))
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
