import { describe, expect, test } from 'vitest'
import { addFault, addRecord, addSuppressed, addTokens, createTally, mergeTally, summarizeTally } from '../../src/statistics/index.ts'
import { seeded } from '../random.ts'
import { zipfCounts } from '../sketch/zipf.ts'
import { type Entry, entry, findingsOf, recordOf, rules, shardsOf, tokensOf } from './stream.ts'

const summaryOf = (entries: readonly Entry[]) => {
  const { tallies, scope } = shardsOf([entries], [])
  return summarizeTally(tallies[0]!, scope)
}

describe('findings', () => {
  const { findings } = summaryOf([
    // pii/a error high, pii/b warning medium: two rules of one risk and domain in one record.
    entry('a', { rules: [0, 1, 0], source: 'x' }),
    entry('b', { rules: [2], source: 'x' }),
    entry('c', { source: 'y' }),
    entry('d', { rules: [1] }),
  ])

  test('count findings by everything, and a record once per row', () => {
    expect(findings.total).toBe(5)
    expect(findings.bySeverity).toEqual({
      error: { high: 2, medium: 0, low: 0 },
      warning: { high: 0, medium: 2, low: 0 },
      note: { high: 0, medium: 0, low: 1 },
    })
    expect(findings.byRule.map((row) => [row.rule, row.findings, row.rate.records])).toEqual([
      ['pii/a', { high: 2, medium: 0, low: 0 }, 1],
      ['pii/b', { high: 0, medium: 2, low: 0 }, 2],
      ['secret/c', { high: 0, medium: 0, low: 1 }, 1],
    ])
    expect(findings.byRisk.map((row) => [row.risk, row.rate.records, row.rate.ppm])).toEqual([
      ['CN-A4-e', 1, 250_000],
      ['CN-A4-f', 2, 500_000],
    ])
    expect(findings.byDomain.map((row) => [row.domain, row.findings.high + row.findings.medium + row.findings.low])).toEqual([
      ['pii', 4],
      ['secret', 1],
    ])
    expect(findings.records.records).toBe(1)
  })

  test('rate a source by its own records', () => {
    expect(findings.bySource.map((row) => [row.source, row.records, row.rate.records, row.rate.ppm])).toEqual([
      ['x', 2, 2, 1_000_000],
      ['(none)', 1, 1, 1_000_000],
      ['y', 1, 0, 0],
    ])
  })

  test('of a rule nobody announced are a bug, not a silent gap', () => {
    const tally = createTally([])
    const one = entry('a', { rules: [0] })
    expect(() => addRecord(tally, recordOf(one, 1, 0, 0), findingsOf(one, 1, 0, 0))).toThrow('pii/a')
  })

  test('of more sources than fit add up all the same', () => {
    const tally = createTally(rules)
    for (let i = 0; i < 9000; i++) {
      const one = entry(`text ${i}`, { source: `source ${i}`, rules: i % 3 === 0 ? [0] : [] })
      addRecord(tally, recordOf(one, 1, 0, i), findingsOf(one, 1, 0, i))
    }
    const { findings, sources } = summarizeTally(tally, { recordBase: () => 0, rule: () => undefined })
    expect(findings.bySource).toHaveLength(2001)
    expect(findings.bySource[0]?.source).toBe('(other)')
    expect(findings.bySource.reduce((sum, row) => sum + row.records, 0)).toBe(9000)
    expect(findings.bySource.reduce((sum, row) => sum + row.findings.high, 0)).toBe(3000)
    expect(findings.bySource.reduce((sum, row) => sum + row.rate.records, 0)).toBe(3000)
    expect(sources.exact).toBe(false)
    expect(Math.abs(sources.distinct / 9000 - 1)).toBeLessThan(0.07)
  })
})

describe('examples', () => {
  test('are at most five per rule, numbered by record of the file, and mere repeats count once', () => {
    const entries = Array.from({ length: 40 }, (_, i) => entry(`text ${i % 20}`, { rules: [0, 3] }))
    const { tallies, scope } = shardsOf([entries, entries], [[13, 27], [7]])
    const into = createTally(rules)
    for (const tally of tallies) mergeTally(into, tally)
    const { examples } = summarizeTally(into, scope)
    expect(examples.map((row) => row.rule)).toEqual([...Array(5).fill('ip/d'), ...Array(5).fill('pii/a')])
    for (const row of examples) expect(row.record).toBeLessThan(20)
    expect(new Set(examples.map((row) => `${row.rule} ${row.file} ${row.record}`)).size).toBe(10)
  })
})

describe('faults', () => {
  test('are counted by code and effect, and the first hundred places kept in order', () => {
    const tally = createTally(rules)
    for (let row = 149; row >= 0; row--) addFault(tally, { code: 'json.syntax', effect: 'lost', row, bytes: 2 }, 2, 1000)
    addFault(tally, { code: 'file.gone', effect: 'lost', bytes: 500 }, 2, 1000)
    addFault(tally, { code: 'text.encoding', effect: 'damaged', row: 3, bytes: 0 }, 1, 0)
    const { faults } = summarizeTally(tally, { recordBase: (_file, from) => from / 10, rule: () => undefined })
    expect(faults.total).toBe(152)
    expect(faults.byCode).toEqual([
      { code: 'file.gone', effect: 'lost', count: 1, bytes: 500 },
      { code: 'json.syntax', effect: 'lost', count: 150, bytes: 300 },
      { code: 'text.encoding', effect: 'damaged', count: 1, bytes: 0 },
    ])
    expect(faults.places).toHaveLength(100)
    expect(faults.places.slice(0, 3)).toEqual([
      { code: 'text.encoding', file: 1, record: 3 },
      { code: 'file.gone', file: 2, record: null },
      { code: 'json.syntax', file: 2, record: 100 },
    ])
  })
})

describe('suppressed hits', () => {
  test('are counted by reason and rule', () => {
    const tally = createTally(rules)
    for (const rule of ['pii/b', 'pii/a', 'pii/b']) addSuppressed(tally, { rule, reason: 'shape:uuid' })
    addSuppressed(tally, { rule: 'pii/a', reason: 'no-context' })
    const { suppressed } = summarizeTally(tally, { recordBase: () => 0, rule: () => undefined })
    expect(suppressed).toEqual({
      total: 4,
      byReason: [
        { reason: 'no-context', count: 1 },
        { reason: 'shape:uuid', count: 3 },
      ],
      byRule: [
        { rule: 'pii/a', reason: 'no-context', count: 1 },
        { rule: 'pii/a', reason: 'shape:uuid', count: 1 },
        { rule: 'pii/b', reason: 'shape:uuid', count: 2 },
      ],
    })
  })
})

describe('texts', () => {
  const summary = summaryOf([
    entry('one two three', { lang: 'en', date: '2020-01-01' }),
    entry('one two three', { lang: 'en', date: '2020-02-01' }),
    entry('数据 数据', { lang: 'zh' }),
    entry('', { lang: 'und' }),
  ])

  test('are measured', () => {
    expect(summary.volume).toMatchObject({ records: 4, bytes: 400, texts: 4, textBytes: 39, characters: 31, words: 6 })
    // 6 words at 1.33 tokens and 4 Han characters at 0.9.
    expect(summary.volume.tokens).toMatchObject({ estimate: 12, lowEstimate: 9, highEstimate: 19 })
    expect(summary.lengths).toMatchObject({ unit: 'characters', records: 4, min: 0, max: 13, mean: '7.8', empty: 1 })
    expect(summary.lengths.histogram).toEqual([
      { from: 4, to: 8, records: 1 },
      { from: 8, to: 16, records: 2 },
    ])
    expect(summary.scripts.map((row) => [row.script, row.characters])).toEqual([
      ['latin', 22],
      ['space', 5],
      ['han', 4],
    ])
    expect(summary.languages.rows.map((row) => [row.lang, row.records, row.sharePpm])).toEqual([
      ['en', 2, 500_000],
      ['und', 1, 250_000],
      ['zh', 1, 250_000],
    ])
    // exp(ln 2 / 2 + 2 · ln 4 / 4) = 2 · √2.
    expect(summary.languages.effectiveNumber).toBe('2.83')
    expect(summary.years).toEqual([
      { year: '(none)', records: 2 },
      { year: '2020', records: 2 },
    ])
  })

  test('are compared by content, those without text left out', () => {
    expect(summary.duplicates).toEqual({ records: 3, distinct: 2, duplicates: 1, sharePpm: 333_333, exact: true, errorPpm: 0 })
  })

  test('count a field once per record', () => {
    expect(summary.fields).toEqual([{ field: '/text', role: 'text', records: 4, bytes: 43 }])
  })

  test('have tokens: exact while there are few', () => {
    expect(summary.tokens).toMatchObject({
      total: 8,
      distinct: 4,
      exact: true,
      errorPpm: 0,
      hapaxShare: '0.0000',
      effectiveNumber: '4.0',
      entropyBits: '2.000',
    })
  })
})

describe('tokens of many shards, as the kernel counts them', () => {
  test('are estimated within 1 % of entropy and 5 % of vocabulary, however they are cut', () => {
    const counts = zipfCounts(40_000, 300_000, 1, 2.7, 3)
    const random = seeded(4)
    const stream: string[] = []
    counts.forEach((count, type) => {
      for (let i = 0; i < count; i++) stream.push(`t${type}`)
    })
    for (let i = stream.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      const held = stream[i]!
      stream[i] = stream[j]!
      stream[j] = held
    }
    const bits = counts.reduce((sum, count) => sum - (count / stream.length) * Math.log2(count / stream.length), 0)
    const cut = (parts: number) => {
      const size = Math.ceil(stream.length / parts)
      const into = createTally(rules)
      for (let at = 0; at < stream.length; at += size) addTokens(into, tokensOf([stream.slice(at, at + size).join(' ')], 4096))
      return summarizeTally(into, { recordBase: () => 0, rule: () => undefined }).tokens
    }
    const whole = cut(1)
    expect(whole.exact).toBe(false)
    expect(whole.total).toBe(stream.length)
    expect(Math.abs(Number(whole.entropyBits) / bits - 1)).toBeLessThan(0.01)
    expect(Math.abs(whole.distinct / counts.length - 1)).toBeLessThan(0.05)
    expect(Math.abs(Number(whole.hapaxShare) - counts.filter((count) => count === 1).length / counts.length)).toBeLessThan(0.03)
    expect(cut(7)).toEqual(whole)
    expect(cut(150)).toEqual(whole)
  })
})

describe('origins', () => {
  test('count what lies in each source, by its path where that is declared, else by the record', () => {
    const { origins } = summaryOf([
      entry('a', { rules: [0, 1, 0], source: 'x', license: 'mit', url: 'https://a.example.com/1' }),
      entry('b', { rules: [2], source: 'x', license: 'MIT License', lang: 'zh' }),
      entry('c', { source: 'y' }),
    ])
    expect(origins).toEqual({
      complete: true,
      rows: [
        {
          origin: 'x',
          records: 2,
          bytes: 2,
          affected: 2,
          languages: [
            { lang: 'en', records: 1 },
            { lang: 'zh', records: 1 },
          ],
          licences: [{ value: 'MIT', records: 2 }],
          domains: [{ value: 'example.com', records: 1 }],
          rules: [
            { rule: 'pii/a', high: 2, lower: 0, records: 1 },
            { rule: 'pii/b', high: 0, lower: 1, records: 1 },
            { rule: 'secret/c', high: 0, lower: 1, records: 1 },
          ],
        },
        { origin: 'y', records: 1, bytes: 1, affected: 0, languages: [{ lang: 'en', records: 1 }], licences: [], domains: [], rules: [] },
      ],
    })
    const tally = createTally(rules)
    addRecord(tally, { ...recordOf(entry('a', { source: 'x' }), 0, 0, 0), origin: 'declared' }, [])
    expect(summarizeTally(tally, { recordBase: () => 0, rule: () => undefined }).origins.rows.map(({ origin }) => origin)).toEqual([
      'declared',
    ])
  })
})
