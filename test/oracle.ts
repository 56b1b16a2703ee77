import type { Rule, Unit } from '../src/model.ts'
import type { LocatedHit, Matcher } from '../src/rules/index.ts'
import { defaultAsOf } from '../src/version.ts'
import { built } from './built.ts'
import { rewritten } from './rewritings.ts'

const {
  compileRules,
  enabledRules,
  loadRuleBook,
  Matcher: BuiltMatcher,
} = await built<typeof import('../src/rules/index.ts')>('rules/index.js')

/** Gated hits held to the oracle: every pattern over every text, span by span. */

const book = loadRuleBook([], { trustCode: false, cwd: '.' })
export const rules = enabledRules(book, {})

/** A matcher of all rules. Given `blind`, the gates of that rule look for what is nowhere: a comparison must show it. */
export function makeMatcher(blind?: string): Matcher {
  const nothing = { literals: ['\u{10fffd}never'] }
  const seeing = rules.map((rule) =>
    rule.id === blind ? { ...rule, detect: { ...rule.detect, gate: [nothing] } as Rule['detect'] } : rule,
  )
  return new BuiltMatcher(compileRules(seeing, book.lists, defaultAsOf))
}

const key = ({ hit, start, end }: LocatedHit) => `${hit.rule.id} [${start}, ${end}) ${hit.suppressed ?? hit.confidence.toFixed(3)}`

/** What the gated run and the oracle disagree on in a text: rules, spans and sides, never the text. */
export function disagreements(matcher: Matcher, text: string | Uint8Array, unit: Unit = 'text', field = ''): string[] {
  matcher.kernel.clear()
  let start: number
  let end: number
  if (typeof text === 'string') ({ start, end } = matcher.kernel.push(text))
  else {
    start = matcher.kernel.reserve(text.length)
    end = start + text.length
    matcher.kernel.memory().set(text, start)
  }
  const gated = matcher.hits({ start, end }, field, unit).map(key)
  const oracle = matcher.exhaustiveHits({ start, end }, field, unit).map(key)
  return [
    ...gated.filter((one) => !oracle.includes(one)).map((one) => `gated only: ${one}`),
    ...oracle.filter((one) => !gated.includes(one)).map((one) => `oracle only: ${one}`),
  ]
}

/** What `disagreements` are in examples of rules that are written anew: how, of which rule and example, and the rules and spans. */
export function disagreementsRewritten(matcher: Matcher, seed: number, count: number): string[] {
  const examples = rules.flatMap((rule) => rule.examples.match.map(({ text }, number) => ({ text, rule, number })))
  const found: string[] = []
  let n = 0
  for (const { text, example, ways } of rewritten(
    examples.map((one) => one.text),
    seed,
    count,
  )) {
    n += 1
    const { rule, number } = examples[example]!
    const unit = rule.units.includes('text') ? 'text' : rule.units[0]!
    const shape = `text ${n} of seed ${seed}: match ${number + 1} of ${rule.id}, ${ways.join(', ')}`
    found.push(...disagreements(matcher, text, unit).map((one) => `${shape}: ${one}`))
  }
  return found
}

/** The reported hits in a text as `rule matched`, of the rules that are asked for. */
export function reported(matcher: Matcher, text: string, asked: (rule: Rule) => boolean): string[] {
  matcher.kernel.clear()
  const bytes = Buffer.from(text)
  return matcher
    .hitsInText(text, '', 'text')
    .filter(({ hit }) => hit.suppressed === undefined && asked(hit.rule))
    .map(({ hit, start, end }) => `${hit.rule.id} ${bytes.toString('utf8', start, end)}`)
}
