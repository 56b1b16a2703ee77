import { describe, expect, test } from 'vitest'
import { roganGladen } from '../../src/sketch/prevalence.ts'
import { seeded } from '../random.ts'

describe('Rogan–Gladen', () => {
  test('undoes what a test of known quality does to a share', () => {
    // Share 0.12, sensitivity 0.9, specificity 0.8: the test flags 0.12 · 0.9 + 0.88 · 0.2 = 0.284.
    const result = roganGladen(0.284, { truly: 1000, flagged: 900, not: 1000, left: 800 })!
    expect(result.share).toBeCloseTo(0.12, 12)
    expect(result.sensitivity).toBe(0.9)
    expect(result.specificity).toBe(0.8)
    expect(result.low).toBeLessThan(0.12)
    expect(result.high).toBeGreaterThan(0.12)
  })

  test('stays within 0 and 1', () => {
    expect(roganGladen(0.01, { truly: 50, flagged: 45, not: 50, left: 45 })!.share).toBe(0)
    expect(roganGladen(0.99, { truly: 50, flagged: 45, not: 50, left: 45 })!.share).toBe(1)
  })

  test('says nothing where the test says nothing', () => {
    expect(roganGladen(0.1, { truly: 0, flagged: 0, not: 50, left: 45 })).toBeUndefined()
    expect(roganGladen(0.1, { truly: 10, flagged: 5, not: 0, left: 0 })).toBeUndefined()
    expect(roganGladen(0.5, { truly: 10, flagged: 5, not: 10, left: 5 })).toBeUndefined()
  })

  test.each([
    [0.03, 0.9, 0.98],
    [0.01, 0.8, 0.99],
    [0.05, 0.6, 0.9],
  ])(
    'its interval covers a true share of %f as often as it claims (sensitivity %f, specificity %f; 4,000 judged, 2,000 times)',
    (share, se, sp) => {
      const next = seeded(20230411)
      /** Binomial draws by the time between successes. */
      const binomial = (n: number, p: number) => {
        let count = 0
        for (let at = Math.log(1 - next()) / Math.log(1 - p); at < n; at += 1 + Math.log(1 - next()) / Math.log(1 - p)) {
          if (Math.floor(at) < n) count++
          at = Math.floor(at)
        }
        return count
      }
      const flagged = share * se + (1 - share) * (1 - sp)
      let held = 0
      const runs = 2000
      for (let i = 0; i < runs; i++) {
        const truly = binomial(4000, share)
        const not = 4000 - truly
        const result = roganGladen(flagged, { truly, flagged: truly - binomial(truly, 1 - se), not, left: not - binomial(not, 1 - sp) })
        if (result !== undefined && result.low <= share && share <= result.high) held++
      }
      expect(Math.abs(held / runs - 0.95)).toBeLessThanOrEqual(0.01)
    },
  )
})
