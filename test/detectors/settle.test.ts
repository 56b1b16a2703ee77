import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HitList, settle } from '../../src/detectors/index.ts'
import type { Hit, Rule } from '../../src/model.ts'

/** Overlapping hits are settled by their neighbours alone: the answer is that of a look at all pairs. */

const rule = (id: string, domain: Rule['domain'], beats: readonly string[] = []) => ({ id, domain, beats }) as unknown as Rule
const rules = [rule('a/one', 'pii', ['b/two']), rule('b/two', 'secret'), rule('c/three', 'pii', ['a/one']), rule('d/four', 'ip')]
const identities = new Set(['pii', 'secret'])
const byId = (a: Hit, b: Hit) => (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0)

/** The definition, pair by pair: the surest first, then the longest, then the first. */
function reference(hits: readonly Hit[]): string[] {
  const order = [...hits].sort((a, b) => a.start - b.start || a.end - b.end || byId(a, b) || b.confidence - a.confidence)
  const standing: { hit: Hit; lost: boolean }[] = []
  const outcome = new Map<Hit, string>()
  for (const one of [...order].sort(
    (a, b) => b.confidence - a.confidence || b.end - b.start - (a.end - a.start) || a.start - b.start || byId(a, b),
  )) {
    if (one.suppressed !== undefined) continue
    const met = standing.filter(({ hit, lost }) => !lost && hit.start < one.end && one.start < hit.end)
    const rivals = met.filter(({ hit }) => hit.rule !== one.rule && identities.has(hit.rule.domain) && identities.has(one.rule.domain))
    if (met.some(({ hit }) => hit.rule === one.rule) || rivals.some(({ hit }) => !one.rule.beats.includes(hit.rule.id)))
      outcome.set(one, 'overlap')
    else {
      for (const rival of rivals) {
        rival.lost = true
        outcome.set(rival.hit, 'overlap')
      }
      standing.push({ hit: one, lost: false })
    }
  }
  return order.map((hit) => told({ ...hit, suppressed: outcome.get(hit) ?? hit.suppressed }))
}

const told = ({ rule: { id }, start, end, confidence, suppressed }: Omit<Hit, 'suppressed'> & { suppressed: string | undefined }) =>
  `${id} [${start}, ${end}) ${confidence} ${suppressed ?? 'reported'}`

const settled = (hits: readonly Hit[]): string[] => {
  const list = new HitList()
  for (const hit of hits) list.add(hit)
  settle(list)
  return [...list].map((hit) => told({ ...hit, suppressed: hit.suppressed }))
}

describe('settlement', () => {
  it('is that of all pairs', () => {
    const hit = fc
      .record({
        rule: fc.constantFrom(...rules),
        start: fc.nat(60),
        length: fc.integer({ min: 1, max: 12 }),
        confidence: fc.constantFrom(0.3, 0.6, 0.9),
        suppressed: fc.option(fc.constant('example'), { nil: undefined, freq: 6 }),
      })
      .map(({ rule, start, length, confidence, suppressed }): Hit => {
        const one = { rule, start, end: start + length, confidence }
        return suppressed === undefined ? one : { ...one, suppressed }
      })
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 30 }), (hits) => {
        expect(settled(hits)).toEqual(reference(hits))
      }),
      { numRuns: 3000 },
    )
  })

  it('of a chain of a hundred thousand hits, each overlapping the next, takes a moment', { timeout: 10_000 }, () => {
    const hits = Array.from(
      { length: 100_000 },
      (_, i): Hit => ({ rule: rules[(i % 2) * 3]!, start: i * 5, end: i * 5 + 8, confidence: 0.6 }),
    )
    expect(settled(hits).filter((one) => one.endsWith('overlap'))).toHaveLength(0)
  })
})
