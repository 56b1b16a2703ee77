import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { statisticsSchema } from '../../src/report/index.ts'
import { createTally, mergeTally, statistics, summarizeTally, type Tally } from '../../src/statistics/index.ts'
import { type Corpus, type Cuts, type Entry, rules, shardsOf } from './stream.ts'

const some = (...values: string[]) => fc.array(fc.constantFrom(...values), { maxLength: 2 })
const labelling = fc.option(
  fc.record({
    annotator: some('a1', 'a2', 'a3'),
    reviewer: some('a1', 'r1'),
    batch: some('b1', 'b2', 'b3'),
    label: some('yes', 'no'),
    reviewLabel: some('yes', 'no'),
    time: some('2024-01-05', '2024-02-01', '2023-12-31'),
    seconds: some('0', '12', '400'),
    ruleVersion: some('v1', 'v2'),
    kind: some('functional', 'safety'),
  }),
  { nil: undefined },
)
const entry: fc.Arbitrary<Entry> = fc.record({
  labelling,
  text: fc.oneof(
    fc.constantFrom('', 'one text that occurs again and again', '同一条文本'),
    fc.array(fc.constantFrom('alpha', 'beta', 'gamma', '数据', '42', 'delta'), { maxLength: 12 }).map((words) => words.join(' ')),
  ),
  lang: fc.constantFrom('en', 'zh', 'und'),
  url: fc.constantFrom(undefined, 'https://www.example.com/a', 'http://b.example.org', 'http://192.0.2.1/', 'nothing'),
  license: fc.constantFrom(undefined, 'MIT', 'cc-by-4.0', 'x'.repeat(61)),
  source: fc.constantFrom(undefined, 'crawl', '知识库', 'books'),
  date: fc.constantFrom(undefined, '2023-04-11', '20230411', 'yesterday'),
  rules: fc.array(fc.nat(3), { maxLength: 4 }),
  fault: fc.option(fc.nat(1), { nil: undefined, freq: 6 }),
  suppressed: fc.option(fc.nat(2), { nil: undefined, freq: 4 }),
})
const corpus: fc.Arbitrary<Corpus> = fc.array(fc.array(entry, { maxLength: 30 }), { minLength: 1, maxLength: 4 })
const cuts: fc.Arbitrary<Cuts> = fc.array(fc.array(fc.nat(30), { maxLength: 5 }), { maxLength: 4 })

const fold = (tallies: readonly Tally[]): Tally => {
  const into = createTally(rules)
  for (const tally of tallies) mergeTally(into, tally)
  return into
}
/** Merges neighbours in pairs until one is left: another grouping than `fold`. */
const pair = (tallies: readonly Tally[]): Tally => {
  if (tallies.length === 1) return tallies[0]!
  const half = tallies.length >> 1
  const left = pair(tallies.slice(0, half))
  mergeTally(left, pair(tallies.slice(half)))
  return left
}

describe('every statistic', () => {
  const runs = { numRuns: 60 }

  test('gives the same bytes for any cut, grouping and order', () => {
    fc.assert(
      fc.property(corpus, cuts, cuts, fc.infiniteStream(fc.nat()), (files, someCuts, otherCuts, numbers) => {
        const whole = shardsOf(files, [])
        const expected = JSON.stringify(summarizeTally(fold(whole.tallies), whole.scope))
        const first = shardsOf(files, someCuts)
        expect(JSON.stringify(summarizeTally(pair(first.tallies), first.scope))).toBe(expected)
        const second = shardsOf(files, otherCuts)
        const shuffled = second.tallies
          .map((tally) => ({ tally, key: numbers.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ tally }) => tally)
        expect(JSON.stringify(summarizeTally(fold(shuffled), second.scope))).toBe(expected)
      }),
      runs,
    )
  })

  test('has create() as its identity on either side', () => {
    fc.assert(
      fc.property(corpus, (files) => {
        const { tallies, scope } = shardsOf(files, [])
        const whole = fold(tallies)
        const before = JSON.stringify(summarizeTally(whole, scope))
        mergeTally(whole, createTally(rules))
        expect(JSON.stringify(summarizeTally(whole, scope))).toBe(before)
        const other = createTally(rules)
        mergeTally(other, whole)
        expect(JSON.stringify(summarizeTally(other, scope))).toBe(before)
      }),
      runs,
    )
  })

  test('survives a structured clone, before and after merging', () => {
    fc.assert(
      fc.property(corpus, cuts, (files, places) => {
        const plain = shardsOf(files, places)
        const expected = JSON.stringify(summarizeTally(fold(plain.tallies), plain.scope))
        const cloned = shardsOf(files, places).tallies.map((tally) => structuredClone(tally))
        expect(JSON.stringify(summarizeTally(structuredClone(fold(cloned)), plain.scope))).toBe(expected)
      }),
      runs,
    )
  })

  test('does not change what it merges from, and summarizing changes nothing', () => {
    fc.assert(
      fc.property(corpus, (files) => {
        const { tallies, scope } = shardsOf(files, [])
        const from = tallies[0]!
        const before = JSON.stringify(summarizeTally(from, scope))
        const into = fold(tallies)
        mergeTally(into, fold(tallies))
        summarizeTally(into, scope)
        expect(JSON.stringify(summarizeTally(from, scope))).toBe(before)
      }),
      runs,
    )
  })

  test('summarizes to what the report schema asks, in its order of keys', () => {
    fc.assert(
      fc.property(corpus, cuts, (files, places) => {
        const { tallies, scope } = shardsOf(files, places)
        const summary = summarizeTally(fold(tallies), scope)
        expect(statisticsSchema.parse(summary)).toEqual(summary)
      }),
      runs,
    )
    expect(Object.keys(statistics)).toEqual(Object.keys(statisticsSchema.shape))
    for (const [id, statistic] of Object.entries(statistics)) expect(statistic.id).toBe(id)
  })

  test('of nothing at all is a valid summary of zeros', () => {
    const summary = summarizeTally(createTally(rules), { recordBase: () => 0, rule: () => undefined })
    expect(statisticsSchema.parse(summary)).toEqual(summary)
    expect(summary.volume.records).toBe(0)
    expect(summary.tokens.entropyBits).toBe('0.000')
    expect(summary.languages.effectiveNumber).toBe('0.00')
  })

  test('has rows that add up to the records', () => {
    fc.assert(
      fc.property(corpus, (files) => {
        const { tallies, scope } = shardsOf(files, [])
        const { volume, domains, licences, sources, years, languages, findings, lengths } = summarizeTally(fold(tallies), scope)
        const sum = (rows: readonly { readonly records: number }[]) => rows.reduce((total, row) => total + row.records, 0)
        for (const rows of [domains.rows, licences.rows, sources.rows, years, languages.rows, findings.bySource])
          expect(sum(rows)).toBe(volume.records)
        expect(sum(lengths.histogram) + lengths.empty).toBe(volume.records)
        expect(findings.byRule.reduce((total, { findings: f }) => total + f.high + f.medium + f.low, 0)).toBe(findings.total)
        for (const row of findings.byRisk) expect(row.rate.records).toBeLessThanOrEqual(volume.records)
      }),
      runs,
    )
  })
})
