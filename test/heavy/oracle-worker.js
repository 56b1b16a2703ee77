import { parentPort, workerData } from 'node:worker_threads'
import { compileRules, enabledRules, loadRuleBook, Matcher } from '../../dist/rules/index.js'
import { defaultAsOf } from '../../dist/version.js'
import { dice, mutation, realTexts } from './texts.js'

/**
 * One thread of the oracle: every `of`-th text from `index` on is matched gated and exhaustively, hits with their spans and scores compared.
 * Given `blind`, the gates of that rule look for something else, which must show.
 */
const { folder, index, of, mutations, blind, limit } = workerData
const book = loadRuleBook([], { trustCode: false, cwd: '.' })
const rules = enabledRules(book, {})
const nothing = { literals: ['\u{10fffd}never'] }
const compiled = compileRules(
  rules.map((rule) => (rule.id === blind ? { ...rule, detect: { .../** @type {object} */ (rule.detect), gate: [nothing] } } : rule)),
  book.lists,
  defaultAsOf,
)
const matcher = new Matcher(compiled)
/** Some rules look only at metadata: mutations take turns as texts and as other things. */
const units = /** @type {const} */ (['text', 'field', 'text', 'path', 'text', 'key', 'text'])
const examples = rules.flatMap((rule) => rule.examples.match.map((example) => example.text))
const result = { real: 0, mutated: 0, texts: 0, hits: 0, rules: new Set(), disagreements: /** @type {string[]} */ ([]) }

/** @param {import('../../dist/rules/index.js').LocatedHit} located */
const key = ({ hit, start, end }) => `${hit.rule.id} [${start}, ${end}) ${hit.suppressed ?? hit.confidence.toFixed(6)}`

/** Compares one text and gives its length in bytes. @param {string} text @param {string} name @param {import('../../dist/model.js').Unit} unit */
function compare(text, name, unit) {
  const span = matcher.kernel.push(text)
  const gated = matcher.hits(span, '', unit).map(key)
  const oracle = matcher.exhaustiveHits(span, '', unit)
  const wanted = oracle.map(key)
  matcher.kernel.clear()
  result.texts += 1
  result.hits += wanted.length
  for (const { hit } of oracle) result.rules.add(hit.rule.id)
  if (gated.join('\n') !== wanted.join('\n')) {
    result.disagreements.push(
      ...gated.filter((one) => !wanted.includes(one)).map((one) => `${name}: gated only: ${one}`),
      ...wanted.filter((one) => !gated.includes(one)).map((one) => `${name}: oracle only: ${one}`),
    )
    if (gated.length === wanted.length && result.disagreements.length === 0) result.disagreements.push(`${name}: other order or number`)
  }
  return span.end - span.start
}

let n = 0
let other = ''
for (const text of realTexts(folder)) {
  n += 1
  const mine = n % of === index
  if (mine && result.real < limit) result.real += compare(text, `text ${n}`, 'text')
  // A short text is a poor ground for mutations.
  if (mine && text.length > 30 && result.mutated < mutations) {
    const roll = dice(n * 2654435761)
    result.mutated += compare(mutation(text, other, examples, roll), `mutation of text ${n}`, units[n % units.length] ?? 'text')
  }
  if (text.length > 30) other = text
}
// The mutations of a first round may not be enough: further rounds change the dice.
for (let round = 1; result.mutated < mutations; round++) {
  let m = 0
  for (const text of realTexts(folder)) {
    m += 1
    if (m % of !== index || text.length <= 30) continue
    if (result.mutated >= mutations) break
    result.mutated += compare(
      mutation(text, other, examples, dice(m * 2654435761 + round)),
      `mutation ${round} of text ${m}`,
      units[(m + round) % units.length] ?? 'text',
    )
    other = text
  }
}
parentPort?.postMessage({ ...result, rules: [...result.rules] })
