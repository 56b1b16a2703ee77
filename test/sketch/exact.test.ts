import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptanceNumber, binomialAtMost, clopperPearson, incompleteBeta, lowerBound, upperBound } from '../../src/sketch/exact.ts'
import { wilson } from '../../src/sketch/intervals.ts'

/** Figures by SciPy 1.14.1 and statsmodels 0.14.4; test/heavy/review.test.ts asks them again. */

describe('Clopper–Pearson', () => {
  test.each([
    [0, 59, 0, 0.06060890095033985],
    [1, 93, 0.00027219744200713874, 0.05845816451438039],
    [3, 153, 0.004062006783830734, 0.05623126658696217],
    [16, 500, 0.01839918532363991, 0.05144676829164562],
    [160, 4000, 0.034140482752080745, 0.046542925199606844],
    [139, 4000, 0.029291455636209707, 0.0409010041914792],
    [0, 4000, 0, 0.0009217947494830557],
    [4000, 4000, 0.9990782052505169, 1],
    [1, 2, 0.01257911709342505, 0.9874208829065749],
    [81, 263, 0.25273674558527115, 0.36762192260135135],
    [15, 148, 0.05784401008344856, 0.161650490349479],
  ])('%i of %i', (k, n, low, high) => {
    expect(lowerBound(k, n, 0.025)).toBeCloseTo(low, 11)
    expect(upperBound(k, n, 0.025)).toBeCloseTo(high, 11)
    // Whole ppm, rounded outwards.
    const interval = clopperPearson(k, n)
    expect(interval.lowPpm).toBe(Math.floor(low * 1e6))
    expect(interval.highPpm).toBe(Math.ceil(high * 1e6))
  })

  test('the largest failures that still prove at most 5 %, one-sided, at 95 %', () => {
    for (const [k, n, bound] of [
      [0, 59, 0.04950760988822693],
      [1, 93, 0.049993978387988317],
      [3, 153, 0.049895030378963416],
      [16, 500, 0.048198148669046995],
    ] as const) {
      expect(upperBound(k, n, 0.05)).toBeCloseTo(bound, 11)
      expect(acceptanceNumber(n, 0.05, 0.05)).toBe(k)
      // One record fewer would not have been enough for 0, 1 and 3.
      if (k < 16) expect(acceptanceNumber(n - 1, 0.05, 0.05) ?? -1).toBe(k - 1)
    }
  })

  test('nothing seen, nothing known', () => expect(clopperPearson(0, 0)).toEqual({ lowPpm: 0, highPpm: 1_000_000 }))
})

describe('acceptance numbers', () => {
  test.each([
    [4000, 0.04, 0.05, 139],
    [4000, 0.04, 0.01, 131],
    [93, 0.05, 0.01, 0],
    [153, 0.05, 0.01, 1],
    [500, 0.05, 0.01, 13],
    [10_000, 0.02, 0.05, 176],
    [10_000, 0.02, 0.01, 167],
    [200_000, 0.04, 0.05, 7855],
    [200_000, 0.04, 0.01, 7796],
  ])('of %i at %f, risk %f: %i', (n, share, alpha, accepted) => {
    expect(acceptanceNumber(n, share, alpha)).toBe(accepted)
  })

  test('a sample can be too small to prove anything', () => {
    expect(acceptanceNumber(58, 0.05, 0.05)).toBeUndefined()
    expect(acceptanceNumber(0, 0.05, 0.05)).toBeUndefined()
  })

  test('are the failures whose upper bound stays at the share, and one more does not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 5000 }),
        fc.constantFrom(0.02, 0.04, 0.05, 0.1),
        fc.constantFrom(0.05, 0.01),
        (n, share, alpha) => {
          const c = acceptanceNumber(n, share, alpha)
          if (c !== undefined) expect(upperBound(c, n, alpha)).toBeLessThanOrEqual(share + 1e-12)
          expect(upperBound((c ?? -1) + 1, n, alpha)).toBeGreaterThan(share - 1e-12)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('the incomplete beta function', () => {
  test('is the sum of binomial terms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), fc.double({ min: 0.001, max: 0.999, noNaN: true }), (n, k, p) => {
        let sum = 0
        let term = (1 - p) ** n
        for (let i = 0; i <= Math.min(k, n); i++) {
          sum += term
          term *= ((n - i) / (i + 1)) * (p / (1 - p))
        }
        expect(binomialAtMost(k, n, p)).toBeCloseTo(Math.min(1, sum), 9)
      }),
    )
  })
  test('runs from 0 to 1', () => {
    expect(incompleteBeta(0, 3, 4)).toBe(0)
    expect(incompleteBeta(1, 3, 4)).toBe(1)
    expect(incompleteBeta(0.5, 7, 7)).toBeCloseTo(0.5, 12)
  })
})

describe('coverage: how often a 95 % interval holds the true share, summed over every outcome of 4,000 drawn', () => {
  const n = 4000
  const coverage = (p: number, interval: (k: number) => { lowPpm: number; highPpm: number }) => {
    // The mass lies within ten standard deviations.
    const spread = Math.ceil(10 * Math.sqrt(n * p * (1 - p)) + 10)
    let sum = 0
    for (let k = Math.max(0, Math.floor(n * p) - spread); k <= Math.min(n, Math.ceil(n * p) + spread); k++) {
      const { lowPpm, highPpm } = interval(k)
      if (lowPpm / 1e6 <= p && p <= highPpm / 1e6) sum += binomialAtMost(k, n, p) - binomialAtMost(k - 1, n, p)
    }
    return sum
  }
  test.each([0.02, 0.025, 0.03, 0.04, 0.05, 0.1, 0.3, 0.5])('true share %f', (p) => {
    const exact = coverage(p, (k) => clopperPearson(k, n))
    const score = coverage(p, (k) => wilson(k, n))
    // Exact never covers less than it claims; both are within a point of it.
    expect(exact).toBeGreaterThanOrEqual(0.95)
    expect(exact).toBeLessThanOrEqual(0.96)
    expect(Math.abs(score - 0.95)).toBeLessThanOrEqual(0.01)
  })
})
