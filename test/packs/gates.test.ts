import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/model.ts'
import { compileRules, Matcher } from '../../src/rules/index.ts'
import { seeded } from '../random.ts'
import { asOf, book, rulesOf } from './packs.ts'
import { sample } from './sampler.ts'

const rules = ['secrets', 'ip', 'prohibited'].flatMap(rulesOf)

interface Patterned {
  readonly kind: 'pattern'
  readonly patterns: readonly { readonly re: string }[]
}
const patterned = rules.filter((rule): rule is Rule<Patterned> => rule.detect.kind === 'pattern')

/** Texts made from the rule's own pattern: whatever the oracle finds in them, the gated run must find. */
describe('no match of a rule escapes its gate', () => {
  for (const rule of patterned) {
    it(rule.id, () => {
      const random = seeded(rule.id.length * 7919 + 17)
      const matcher = new Matcher(compileRules([withoutProof(rule)], book.lists, asOf))
      let found = 0
      for (const { re } of rule.detect.patterns) {
        for (let n = 0; n < 25; n++) {
          const text = `${['', '前 ', '9', 'x'][n % 4]}${sample(re, random)}${n % 3 === 0 ? '' : ' 后'}`
          const tell = ({ hit }: { readonly hit: { readonly start: number; readonly end: number; readonly suppressed?: string } }) =>
            `${hit.start} ${hit.end} ${hit.suppressed ?? ''}`
          matcher.kernel.clear()
          const span = matcher.kernel.push(text)
          const gated = matcher.hits(span, '', rule.units[0]!).map(tell)
          const every = matcher.exhaustiveHits(span, '', rule.units[0]!).map(tell)
          expect(gated).toEqual(every)
          found += every.length
        }
      }
      expect(found).toBeGreaterThan(0)
    })
  }
})

it('no literal of a gate begins with what stands between any two words: it belongs into `before`, which is asked at the literal alone', () => {
  const all = ['pii-cn', 'pii-intl', 'pii-sensitive', 'secrets', 'ip', 'prohibited'].flatMap(rulesOf)
  const literals = compileRules(all, book.lists, asOf).gates.flatMap((gate) => ('literals' in gate ? gate.literals : []))
  expect(literals.length).toBeGreaterThan(5000)
  expect(literals.filter((literal) => /^[\s,]/.test(literal))).toEqual([])
})

/** The rule without validators, context and exclusions, so that every match of its patterns is seen. */
function withoutProof(rule: Rule<Patterned>): Rule {
  const { context: _context, ...detect } = rule.detect as Patterned & { readonly context?: unknown }
  return {
    ...rule,
    detect: { ...detect, validate: [], exclude: { values: [], patterns: [], valid: [], shapes: [], doubtful: [] } } as Rule['detect'],
  }
}
