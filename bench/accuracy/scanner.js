import { compileRules, enabledRules, loadRuleBook, Matcher } from '../../dist/rules/index.js'
import { kinds } from './kinds.js'

/** The reference date of the measurement: dates of birth are judged against it, so that figures do not change with the calendar. */
const asOf = '2026-11-23'
const high = 0.9

/** Scans texts with all built-in rules on, the optional ones too. */
export function scanner() {
  const book = loadRuleBook([], { trustCode: false, cwd: '.' })
  const rules = enabledRules(book, {}, undefined, 'heuristic')
  const matcher = new Matcher(compileRules(rules, book.lists, asOf))
  const entities = new Map(Object.entries(kinds).map(([kind, { entities: served }]) => [kind, new Set(served)]))
  const serves = (kind, rule) => {
    const { domain, except } = kinds[kind]
    return domain === undefined ? entities.get(kind).has(rule.entity) : rule.domain === domain && except?.includes(rule.entity) !== true
  }
  return {
    rules,
    /** Kinds that some rule serves: the others are claimed by nobody and not measured. */
    claimed: new Set(Object.keys(kinds).filter((kind) => rules.some((rule) => serves(kind, rule)))),
    serves,
    /** What is reported in a text: rule, places in UTF-16 units, and whether it is of high confidence. */
    reported(text) {
      matcher.kernel.clear()
      const hits = matcher.hitsInText(text, '', 'text').filter(({ hit }) => hit.suppressed === undefined)
      if (hits.length === 0) return []
      const bytes = Buffer.from(text, 'utf8')
      const unit = bytes.length === text.length ? (at) => at : (at) => bytes.toString('utf8', 0, at).length
      return hits.map(({ hit, start, end }) => ({ rule: hit.rule, span: [unit(start), unit(end)], high: hit.confidence >= high }))
    },
  }
}
