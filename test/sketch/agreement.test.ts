import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cohenKappa, krippendorffAlpha, pairOf } from '../../src/sketch/agreement.ts'

const table = (rows: readonly (readonly number[])[]) =>
  new Map(rows.flatMap((row, i) => row.map((n, j) => [pairOf(String(i), String(j)), n] as const)))

describe('Cohen’s κ', () => {
  test.each([
    // The two tables of one observed agreement that textbooks contrast, and the classical one of 50 proposals (statsmodels gives the same).
    [
      [
        [45, 15],
        [25, 15],
      ],
      0.13043478260869554,
    ],
    [
      [
        [25, 35],
        [5, 35],
      ],
      0.25925925925925924,
    ],
    [
      [
        [20, 5],
        [10, 15],
      ],
      0.4,
    ],
  ])('of %j is %f', (rows, kappa) => expect(cohenKappa(table(rows))).toBeCloseTo(kappa, 12))

  test('is 1 for full agreement and undefined where there is none to have', () => {
    expect(
      cohenKappa(
        table([
          [3, 0],
          [0, 7],
        ]),
      ),
    ).toBe(1)
    expect(cohenKappa(table([[9]]))).toBeUndefined()
    expect(cohenKappa(new Map())).toBeUndefined()
  })
})

describe('Krippendorff’s α', () => {
  // K. Krippendorff's example of three coders and fifteen units: nominal α = 0.691.
  const coders = ['*****34121133*3', '1*213343*******', '**21344*21133*4']
  const units = Array.from({ length: 15 }, (_, i) => coders.map((row) => row[i]!).filter((label) => label !== '*'))

  test('of the published example', () => expect(krippendorffAlpha(units)).toBeCloseTo(0.691358024691358, 12))

  test('does not depend on the order of units or labels', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(units, { minLength: 15 }), (shuffled) => {
        expect(krippendorffAlpha(shuffled.map((labels) => [...labels].reverse()))).toBeCloseTo(0.691358024691358, 12)
      }),
    )
  })

  test('is undefined with nothing to disagree on, and 1 with none', () => {
    expect(krippendorffAlpha([['a'], []])).toBeUndefined()
    expect(
      krippendorffAlpha([
        ['a', 'a'],
        ['a', 'a'],
      ]),
    ).toBeUndefined()
    expect(
      krippendorffAlpha([
        ['a', 'a'],
        ['b', 'b'],
      ]),
    ).toBe(1)
  })
})
