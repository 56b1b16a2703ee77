import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/report/index.ts'
import type { Draw, Drawn } from '../../src/review/draw.ts'
import { reviewed } from '../../src/review/outcome.ts'
import type { Mark, Verdict } from '../../src/review/verdicts.ts'

/** What verdicts prove, at the very limits of the standards (TC260-003 5.1, 9.2). */

const item = (record: number, over: Partial<Drawn> = {}): Drawn => ({ file: 1, record, source: 'web', rules: [], main: true, ...over })

/** A draw of records, of a corpus of as many unless more are told. */
function draw(items: readonly Drawn[], records = items.length): Draw {
  const found = items.filter(({ rules }) => rules.length > 0).length
  return {
    items,
    population: { records, found, bySource: [{ source: 'web', records, found }], byRule: [{ rule: 'pack/rule', records: found }] },
  }
}

const verdict = (record: number, mark: Mark, over: Partial<Verdict> = {}): Verdict => ({
  file: 1,
  record,
  reviewer: 'A',
  mark,
  risks: [],
  right: [],
  wrong: [],
  ...over,
})

/** A report of so many records, of which so many could not be read and so many hold a finding of high confidence. */
const report = (records: number, unreadable = 0, failed = 0) =>
  ({
    coverage: { records: { read: records - unreadable, unreadable, skipped: 0 } },
    statistics: { volume: { records }, findings: { records: { records: failed } } },
    review: { perSource: 0, perRule: 0 },
  }) as unknown as Pick<Report, 'coverage' | 'statistics' | 'review'>

/** A sample of `n` of which the first `failures` fail, from a corpus of `records`. */
function judged(n: number, failures: number, records = n) {
  const items = Array.from({ length: n }, (_, i) => item(i))
  const verdicts = items.map((_, i) => verdict(i, i < failures ? 'fail' : 'pass'))
  const [manual, technical] = reviewed(draw(items, records), verdicts, report(records)).bars
  return { manual: manual!, technical: technical! }
}

describe('the manual bar', () => {
  it('is met by 96 of 100 and not by 95', () => {
    expect(judged(100, 4).manual).toMatchObject({ point: true, failures: 4, accepted: 4 })
    expect(judged(100, 5).manual.point).toBe(false)
  })

  it('proves what it says where all records were judged, and not where a sample of that size could be chance', () => {
    expect(judged(100, 4).manual.strict).toBe(true)
    const { manual } = judged(4000, 160, 1_000_000)
    expect(manual).toMatchObject({ point: true, strict: false, strict99: false })
    expect(judged(4000, manual.accepted95!, 1_000_000).manual).toMatchObject({ strict: true, strict99: false })
    expect(judged(4000, manual.accepted95! + 1, 1_000_000).manual.strict).toBe(false)
  })

  it('is not met by a sample that is too small or not judged in full', () => {
    expect(judged(3999, 0, 1_000_000).manual.point).toBe(false)
    const items = Array.from({ length: 10 }, (_, i) => item(i))
    const some = reviewed(
      draw(items),
      items.slice(1).map((_, i) => verdict(i, 'pass')),
      report(10),
    )
    expect([some.items.missing, some.bars[0]!.point]).toEqual([1, false])
    // A plan of more than the standard asks for is a plan all the same.
    const more = Array.from({ length: 4001 }, (_, i) => item(i))
    const open = reviewed(
      draw(more, 1_000_000),
      more.slice(1).map(({ record }) => verdict(record, 'pass')),
      report(1_000_000),
    )
    expect([open.items.missing, open.bars[0]!.point]).toEqual([1, false])
  })
})

describe('a record', () => {
  const of = (...marks: Mark[]) => {
    const { items } = reviewed(
      draw([item(0)]),
      marks.map((mark, i) => verdict(0, mark, { reviewer: `R${i}` })),
      report(1, 1),
    )
    return (['unreadable', 'failed', 'unsure', 'passed'] as const).find((name) => items[name] === 1)
  }
  it('passes when all passed it; a failure counts before a doubt, and who could not read it before both', () => {
    expect(of('pass', 'pass')).toBe('passed')
    expect(of('pass', 'unsure')).toBe('unsure')
    expect(of('unsure', 'fail', 'pass')).toBe('failed')
    expect(of('fail', 'unreadable')).toBe('unreadable')
  })

  it('cannot be called unreadable where the scan read it', () => {
    expect(() => reviewed(draw([item(0)]), [verdict(0, 'unreadable')], report(1, 0))).toThrow(
      expect.objectContaining({ code: 'review.unreadable' }),
    )
  })
})

describe('a source', () => {
  const failures = (risks: readonly string[]) =>
    reviewed(draw([item(0), item(1)]), [verdict(0, 'fail', { risks }), verdict(1, 'pass')], report(2)).bySource[0]!.unlawful.k

  it('fails for content of A.1 to A.4, and for what has no stated reason, not for A.5 alone', () => {
    expect(failures(['CN-A1-a'])).toBe(1)
    expect(failures([])).toBe(1)
    expect(failures(['CN-A5-a'])).toBe(0)
    expect(failures(['CN-A5-a', 'CN-A3-a'])).toBe(1)
  })

  it('is judged by its own records alone: those drawn for the sake of a rule do not tip the scales', () => {
    const items = [item(0), item(1), item(2, { main: false, rules: ['pack/rule'] })]
    const all = [verdict(0, 'pass'), verdict(1, 'pass'), verdict(2, 'fail')]
    expect(reviewed(draw(items, 50), all, report(50)).bySource[0]!.unlawful).toMatchObject({ n: 2, k: 0 })
  })
})

describe('the technical bar', () => {
  it('is met by 2 % and no more; strictly only where what people found stays below with its upper bound', () => {
    const items = Array.from({ length: 100 }, (_, i) => item(i, { rules: i < 2 ? ['pack/rule'] : [] }))
    const all = items.map((_, i) => verdict(i, i < 2 ? 'fail' : 'pass'))
    const of = (failed: number) => reviewed(draw(items), all, report(1000, 0, failed))
    expect(of(20).bars[1]).toMatchObject({ point: true, accepted: 20 })
    expect(of(21).bars[1]!.point).toBe(false)
    const { corrected, bars } = of(1)
    expect(corrected!.ppm).toBeLessThanOrEqual(20_000)
    expect(corrected!.highPpm).toBeGreaterThan(20_000)
    expect(bars[1]).toMatchObject({ point: true, strict: false })
  })
})

describe('agreement', () => {
  it('weighs κ of each pair by what the two judged together', () => {
    const items = Array.from({ length: 12 }, (_, i) => item(i))
    const marks = (reviewer: string, from: number, to: number, mark: (i: number) => Mark) =>
      items.slice(from, to).map((_, i) => verdict(from + i, mark(from + i), { reviewer }))
    // A and B agree on ten, C and D disagree on two: κ is 1 and −1, and (10 − 2) / 12 of all.
    const even = (i: number): Mark => (i % 2 === 0 ? 'pass' : 'fail')
    const odd = (i: number): Mark => (i % 2 === 0 ? 'fail' : 'pass')
    const all = [...marks('A', 0, 10, even), ...marks('B', 0, 10, even), ...marks('C', 10, 12, even), ...marks('D', 10, 12, odd)]
    expect(reviewed(draw(items), all, report(12)).agreement).toMatchObject({ items: 12, observedPpm: 833_333, kappa: 666_667 })
  })
})
