import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addCount, type Counter, countsOf, createCounter, mergeCounter } from '../../src/sketch/counter.ts'
import { seeded } from '../random.ts'

interface Seen {
  readonly value: string
  readonly bytes: number
  readonly high: number
  readonly low: number
}
const fill = (cap: number, items: readonly Seen[]): Counter => {
  const counter = createCounter(cap)
  for (const { value, bytes, high, low } of items) addCount(counter, value, bytes, high, low)
  return counter
}
const seen: fc.Arbitrary<Seen> = fc.record({
  value: fc.nat(12).map((n) => `v${n}.example`),
  bytes: fc.nat(1000),
  high: fc.integer({ min: 0, max: 0xffffffff }),
  low: fc.integer({ min: 0, max: 0xffffffff }),
})

describe('counter', () => {
  test('is exact up to its cap', () => {
    const items: Seen[] = Array.from({ length: 1000 }, (_, i) => ({ value: `v${i % 7}`, bytes: i, high: i, low: i }))
    const { distinct, exact, rows } = countsOf(fill(7, items))
    expect({ distinct, exact }).toEqual({ distinct: 7, exact: true })
    for (const { value, records, bytes } of rows) {
      const own = items.filter((item) => item.value === value)
      expect(records).toBe(own.length)
      expect(bytes).toBe(own.reduce((sum, item) => sum + item.bytes, 0))
    }
  })

  test('gives what one stream gives, for any partition and order, below and above its cap', () => {
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 80 }), fc.nat(80), fc.nat(80), fc.constantFrom(3, 6, 20), (items, a, b, cap) => {
        const expected = countsOf(fill(cap, items))
        const [first, second] = [Math.min(a, b), Math.max(a, b)]
        const parts = () => [items.slice(0, first), items.slice(first, second), items.slice(second)].map((part) => fill(cap, part))
        const forward = createCounter(cap)
        for (const part of parts()) mergeCounter(forward, structuredClone(part))
        expect(countsOf(forward)).toEqual(expected)
        const [x, y, z] = parts()
        mergeCounter(y!, z!)
        mergeCounter(y!, x!)
        expect(countsOf(y!)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  test('keeps the heavy values and counts them closely when there are far too many', () => {
    const random = seeded(5)
    const counter = createCounter(1000)
    const heavy = new Map<string, number>()
    const total = 200_000
    for (let i = 0; i < total; i++) {
      // 50 values share half of all records; the rest is 100,000 values that occur once.
      const value = i % 2 === 0 ? `heavy-${Math.floor(random() * 50)}.example` : `rare-${i}.example`
      if (i % 2 === 0) heavy.set(value, (heavy.get(value) ?? 0) + 1)
      addCount(counter, value, 10, Math.floor(random() * 2 ** 32), Math.floor(random() * 2 ** 32))
    }
    const { distinct, exact, rows } = countsOf(counter)
    expect(exact).toBe(false)
    expect(Math.abs(distinct / 100_050 - 1)).toBeLessThan(0.07)
    const top = new Map(rows.slice(0, 50).map((row) => [row.value, row]))
    for (const [value, records] of heavy) {
      const row = top.get(value)
      expect(row?.records).toBeGreaterThanOrEqual(records)
      expect(row?.records).toBeLessThan(records * 1.02)
      expect(row?.bytes).toBe(row!.records * 10)
    }
  })
})
