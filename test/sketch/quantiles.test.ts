import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addQuantile, createQuantiles, mergeQuantiles, quantileAt, quantileBuckets } from '../../src/sketch/quantiles.ts'

const of = (values: readonly number[]) => {
  const sketch = createQuantiles()
  for (const value of values) addQuantile(sketch, value)
  return sketch
}
const length = fc.oneof(fc.nat(50), fc.nat(5000), fc.integer({ min: 0, max: 2 ** 40 }))

describe('quantiles', () => {
  test('are within 1 % of the exact element, always', () => {
    fc.assert(
      fc.property(fc.array(length, { minLength: 1, maxLength: 300 }), fc.integer({ min: 0, max: 1_000_000 }), (values, q) => {
        const exact = [...values].sort((a, b) => a - b)[Math.floor((q / 1e6) * (values.length - 1))]!
        expect(Math.abs(quantileAt(of(values), q) - exact)).toBeLessThanOrEqual(exact * 0.01)
      }),
      { numRuns: 500 },
    )
  })

  test('are exact for every value below 100, and within 1 % at every bound', () => {
    for (let value = 0; value < 100; value++) expect(quantileAt(of([value]), 500_000)).toBe(value)
    for (let value = 1; value < 2 ** 43; value = Math.ceil(value * 1.007)) {
      // Two distant values keep min and max from correcting the middle one.
      const got = quantileAt(of([0, value, 2 ** 43]), 500_000)
      expect(Math.abs(got - value)).toBeLessThanOrEqual(value * 0.01)
    }
    expect(quantileBuckets).toBeLessThan(1600)
  })

  test('merge to what one stream gives', () => {
    fc.assert(
      fc.property(fc.array(length), fc.array(length), (a, b) => {
        const merged = of(a)
        mergeQuantiles(merged, structuredClone(of(b)))
        expect(merged).toEqual(of([...b, ...a]))
      }),
    )
  })

  test('of nothing are 0', () => {
    expect(quantileAt(createQuantiles(), 500_000)).toBe(0)
  })
})
