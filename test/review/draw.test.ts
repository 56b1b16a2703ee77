import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commitmentTo, Drawing, type DrawPlan, drawDigest, frameText, seedOf } from '../../src/review/index.ts'
import { seeded } from '../random.ts'

/** The draw is a function of corpus and nonce; the sample it gives is as good as chance. */

const root = createHash('sha256').update('a corpus').digest('hex')
const nonce = 'ab'.repeat(32)
const plan: DrawPlan = { size: 50, perSource: 0, perRule: 0 }

interface Row {
  readonly file: number
  readonly record: number
  readonly source: string
  readonly rules: readonly string[]
}
const corpus = (files: number, records: number): Row[] =>
  Array.from({ length: files * records }, (_, i) => ({
    file: 1 + Math.floor(i / records),
    record: i % records,
    source: `s${i % 3 === 0 ? 0 : i % 50 === 1 ? 2 : 1}`,
    rules: i % 20 === 0 ? ['pii-cn/mobile'] : i % 333 === 0 ? ['secrets/jwt'] : [],
  }))

function draw(rows: readonly Row[], given: DrawPlan = plan, seed = seedOf(root, nonce)) {
  const drawing = new Drawing(given, seed)
  for (const { file, record, source, rules } of rows) drawing.offer(file, record, source, rules)
  return drawing.finish()
}
const keyOf = ({ file, record }: { file: number; record: number }, seed = seedOf(root, nonce)) =>
  createHmac('sha256', seed).update(`${file}:${record}`).digest('hex')

describe('the draw', () => {
  const rows = corpus(4, 500)

  test('is the records with the smallest HMACs under SHA-256(root ‖ nonce), and can be made by hand', () => {
    const seed = createHash('sha256')
      .update(Buffer.from(root + nonce, 'hex'))
      .digest()
    expect(seedOf(root, nonce)).toEqual(seed)
    const byHand = [...rows].sort((a, b) => (keyOf(a, seed) < keyOf(b, seed) ? -1 : 1)).slice(0, 50)
    expect(draw(rows).items.map(({ file, record }) => [file, record])).toEqual(byHand.map(({ file, record }) => [file, record]))
  })

  test('does not depend on the order records come in', () => {
    const expected = drawDigest(draw(rows, { size: 50, perSource: 9, perRule: 7 }))
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(drawDigest(draw(shuffled, { size: 50, perSource: 9, perRule: 7 }))).toBe(expected)
      }),
      { numRuns: 20 },
    )
  })

  test('cannot be rolled again: the same corpus and nonce give one sample, and a commitment fits one nonce', () => {
    const first = drawDigest(draw(rows))
    for (let i = 0; i < 20; i++) expect(drawDigest(draw(rows))).toBe(first)
    // Another nonce or another byte in the corpus is another sample: neither can be exchanged, because the report holds both.
    const others = [seedOf(root, 'cd'.repeat(32)), seedOf(root, null), seedOf(root.replace(/^../, '00'), nonce)]
    const digests = others.map((seed) => drawDigest(draw(rows, plan, seed)))
    expect(new Set([first, ...digests]).size).toBe(4)
    expect(commitmentTo(nonce)).toBe(createHash('sha256').update(Buffer.from(nonce, 'hex')).digest('hex'))
    expect(commitmentTo('cd'.repeat(32))).not.toBe(commitmentTo(nonce))
  })

  test('a larger sample holds the smaller one, so that stopping early or going on changes nothing drawn before', () => {
    const small = draw(rows).items
    expect(draw(rows, { ...plan, size: 200 }).items.slice(0, 50)).toEqual(small)
  })

  test('is a census below the size asked for', () => {
    const all = draw(corpus(1, 30))
    expect(all.items).toHaveLength(30)
    expect(all.items.every((item) => item.main)).toBe(true)
  })

  test('fills up sources and rules with the next of their own records', () => {
    const filled = draw(rows, { size: 50, perSource: 20, perRule: 15 })
    const main = filled.items.filter((item) => item.main)
    expect(main).toEqual(draw(rows).items)
    for (const { source, records } of filled.population.bySource) {
      const own = filled.items.filter((item) => item.source === source)
      expect(own.length).toBeGreaterThanOrEqual(Math.min(20, records))
      const wanted = rows
        .filter((row) => row.source === source)
        .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
        .slice(0, 20)
      for (const { file, record } of wanted) expect(own.some((item) => item.file === file && item.record === record)).toBe(true)
    }
    for (const { rule, records } of filled.population.byRule)
      expect(filled.items.filter((item) => item.rules.includes(rule)).length).toBeGreaterThanOrEqual(Math.min(15, records))
  })

  test('counts its population by source and finding', () => {
    const { population } = draw(rows)
    expect(population.records).toBe(2000)
    expect(population.found).toBe(rows.filter((row) => row.rules.length > 0).length)
    expect(population.bySource.reduce((sum, row) => sum + row.records, 0)).toBe(2000)
    expect(population.byRule).toEqual([
      { rule: 'pii-cn/mobile', records: 100 },
      { rule: 'secrets/jwt', records: rows.filter((row) => row.rules.includes('secrets/jwt')).length },
    ])
  })

  test('the frame is one number a line', () => expect(frameText([3, 0, 12])).toBe('3\n0\n12\n'))
})

describe('samples of a corpus with a known share of failures', () => {
  test('are as good as drawn by chance: over many nonces their failures have the mean and the spread of the hypergeometric distribution', () => {
    const [records, failing, size, runs] = [400, 80, 40, 1500]
    // Which records fail has nothing to do with where they lie.
    const next = seeded(17)
    const fails = new Set<number>()
    while (fails.size < failing) fails.add(Math.floor(next() * records))
    const seen: number[] = []
    for (let i = 0; i < runs; i++) {
      const drawing = new Drawing({ size, perSource: 0, perRule: 0 }, seedOf(root, i.toString(16).padStart(32, '0')))
      for (let record = 0; record < records; record++) drawing.offer(1, record, '', [])
      seen.push(drawing.finish().items.filter((item) => fails.has(item.record)).length)
    }
    const mean = seen.reduce((a, b) => a + b, 0) / runs
    const variance = seen.reduce((sum, k) => sum + (k - mean) ** 2, 0) / (runs - 1)
    const share = failing / records
    const expected = (size * share * (1 - share) * (records - size)) / (records - 1)
    // Within four standard errors; test/heavy/review.test.ts counts how often the intervals hold the share.
    expect(Math.abs(mean - size * share)).toBeLessThan(4 * Math.sqrt(expected / runs))
    expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / runs))
  })
})
