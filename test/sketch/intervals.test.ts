import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sharePpm, wilson } from '../../src/sketch/intervals.ts'

describe('Wilson interval', () => {
  test('agrees with published values', () => {
    // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29.
    const rounded = (records: number, total: number) => {
      const { lowPpm, highPpm } = wilson(records, total)
      return [Math.round(lowPpm / 100) / 10_000, Math.round(highPpm / 100) / 10_000]
    }
    expect(rounded(81, 263)).toEqual([0.2553, 0.3662])
    expect(rounded(15, 148)).toEqual([0.0624, 0.1605])
    expect(rounded(0, 20)).toEqual([0, 0.1611])
    expect(rounded(1, 29)).toEqual([0.0061, 0.1718])
  })

  test('holds the share, lies in [0, 1] and shrinks with more records', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
        const records = Math.min(a, b)
        const total = Math.max(a, b)
        const { ppm, lowPpm, highPpm } = wilson(records, total)
        for (const bound of [ppm, lowPpm, highPpm]) expect(Number.isSafeInteger(bound)).toBe(true)
        expect(lowPpm).toBeLessThanOrEqual(ppm)
        expect(highPpm).toBeGreaterThanOrEqual(ppm)
        expect(lowPpm).toBeGreaterThanOrEqual(0)
        expect(highPpm).toBeLessThanOrEqual(1_000_000)
        const more = wilson(records * 4, total * 4)
        expect(more.highPpm - more.lowPpm).toBeLessThanOrEqual(highPpm - lowPpm)
      }),
    )
  })

  test('knows nothing of no records, and a share of nothing is 0', () => {
    expect(wilson(0, 0)).toEqual({ records: 0, ppm: 0, lowPpm: 0, highPpm: 1_000_000 })
    expect(sharePpm(0, 0)).toBe(0)
    expect(sharePpm(1, 3)).toBe(333_333)
  })
})
