import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDistinct, createDistinct, type Distinct, limitDistinct, mergeDistinct, summarizeDistinct } from '../../src/sketch/distinct.ts'
import { seeded } from '../random.ts'
import { zipfCounts } from './zipf.ts'

const lanes = (random: () => number): [number, number] => [Math.floor(random() * 2 ** 32), Math.floor(random() * 2 ** 32)]
const fill = (k: number, items: readonly (readonly [number, number])[]): Distinct => {
  const sketch = createDistinct(k)
  for (const [high, low] of items) addDistinct(sketch, high, low)
  return sketch
}

describe('distinct', () => {
  test('is exact up to k things, with their counts', () => {
    const random = seeded(1)
    const things = Array.from({ length: 64 }, () => lanes(random))
    const sketch = fill(64, [...things, ...things.slice(0, 10)])
    const { distinct, exact, errorPpm, once, counts, inclusion } = summarizeDistinct(sketch)
    expect({ distinct, exact, errorPpm, once, inclusion }).toEqual({ distinct: 64, exact: true, errorPpm: 0, once: 54, inclusion: 1 })
    expect(counts.reduce((a, b) => a + b)).toBe(74)
  })

  test('gives what one stream gives, for any partition and order', () => {
    const thing = fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 3 }))
    fc.assert(
      fc.property(fc.array(thing, { maxLength: 400 }), fc.array(fc.nat(400), { maxLength: 6 }), (items, cuts) => {
        const expected = summarizeDistinct(fill(16, items))
        const starts = [0, ...cuts.map((cut) => cut % (items.length + 1)), items.length].sort((a, b) => a - b)
        const parts = starts.slice(1).map((end, i) => fill(16, items.slice(starts[i], end)))
        const forward = createDistinct(16)
        for (const part of parts) mergeDistinct(forward, structuredClone(part))
        expect(summarizeDistinct(forward)).toEqual(expected)
        const backward = createDistinct(16)
        for (const part of parts.reverse()) mergeDistinct(backward, part)
        expect(summarizeDistinct(backward)).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  test('gives what one stream gives where the same things come again in every part', () => {
    // Few things, each in many parts: one that a part had no room for must not be kept with the count of the others.
    const thing = fc.nat(60).map((n): [number, number] => [Math.imul(n, 0x9e3779b1) >>> 0, n & 3])
    fc.assert(
      fc.property(fc.array(fc.array(thing, { maxLength: 120 }), { maxLength: 5 }), (parts) => {
        const expected = summarizeDistinct(fill(8, parts.flat()))
        for (const order of [parts, [...parts].reverse()]) {
          const merged = createDistinct(8)
          for (const part of order) mergeDistinct(merged, fill(8, part))
          expect(summarizeDistinct(merged)).toEqual(expected)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('estimates k − 1 things over the share of the hash space that the k smallest take', () => {
    const evenly = Array.from({ length: 32 }, (_, i): [number, number] => [(i + 1) * 2 ** 27 - 1, 0xffffffff])
    expect(summarizeDistinct(fill(16, evenly)).distinct).toBe(30)
  })

  test('keeps exact counts of what it keeps', () => {
    const random = seeded(2)
    const things = Array.from({ length: 5000 }, () => lanes(random))
    const sketch = createDistinct(100)
    const truth = things.map(([high, low], i) => ({ high, low, n: 1 + (i % 7) }))
    for (let turn = 0; turn < 7; turn++) for (const { high, low, n } of truth) if (turn < n) addDistinct(sketch, high, low)
    truth.sort((a, b) => a.high - b.high || a.low - b.low)
    expect([...summarizeDistinct(sketch).counts]).toEqual(truth.slice(0, 100).map(({ n }) => n))
  })

  test('estimates within four standard errors, and says what they are', () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const random = seeded(seed)
      const sketch = createDistinct(1024)
      const counts = zipfCounts(60_000, 400_000, 1, 2.7, seed)
      for (const count of counts) addDistinct(sketch, ...lanes(random), count)
      const { distinct, exact, errorPpm, once } = summarizeDistinct(sketch)
      expect(exact).toBe(false)
      expect(errorPpm).toBe(Math.round(1e6 / Math.sqrt(1022)))
      expect(Math.abs(distinct / counts.length - 1)).toBeLessThan((4 * errorPpm) / 1e6)
      const truth = counts.filter((count) => count === 1).length
      expect(Math.abs(once / truth - 1)).toBeLessThan(0.15)
    }
  })

  test('takes lists that were cut off elsewhere', () => {
    const random = seeded(9)
    const things = Array.from({ length: 20_000 }, () => lanes(random)).sort((a, b) => a[0] - b[0] || a[1] - b[1])
    const sketch = createDistinct(1000)
    for (const [high, low] of things.slice(0, 500)) addDistinct(sketch, high, low)
    limitDistinct(sketch, ...things[499]!)
    const { distinct, exact } = summarizeDistinct(sketch)
    expect(exact).toBe(false)
    expect(Math.abs(distinct / 20_000 - 1)).toBeLessThan(0.2)
  })
})
