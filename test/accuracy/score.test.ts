import { describe, expect, it } from 'vitest'
// @ts-expect-error: the measuring program is plain JavaScript
import * as score from '../../bench/accuracy/score.js'

const { figures, scoreCase, wilson } = score

describe('the interval of a share', () => {
  it('is the published Wilson interval', () => {
    // 81 of 263: 25.5 % to 36.6 % (Newcombe 1998, table I)
    const [low, high] = wilson(81, 263)
    expect(low).toBeCloseTo(0.2553, 4)
    expect(high).toBeCloseTo(0.3662, 4)
    expect(wilson(0, 20)[1]).toBeCloseTo(0.1611, 4)
    expect(wilson(0, 0)).toEqual([0, 1])
  })
})

describe('a case', () => {
  it('counts hits that find labels, hits that find none, labels that are missed', () => {
    expect(
      scoreCase(
        {
          labels: [
            [0, 4],
            [10, 14],
          ],
        },
        [
          [0, 4],
          [20, 24],
        ],
      ),
    ).toEqual({ tp: 1, fp: 1, fn: 1 })
  })
  it('asks for more than half of the longer of the two', () => {
    expect(scoreCase({ labels: [[0, 10]] }, [[0, 5]])).toEqual({ tp: 0, fp: 1, fn: 1 })
    expect(scoreCase({ labels: [[0, 10]] }, [[0, 6]])).toEqual({ tp: 1, fp: 0, fn: 0 })
    expect(scoreCase({ labels: [[0, 4]] }, [[0, 40]])).toEqual({ tp: 0, fp: 1, fn: 1 })
  })
  it('counts two hits on one label once, and the second is no mistake', () => {
    expect(
      scoreCase({ labels: [[0, 10]] }, [
        [0, 10],
        [0, 9],
      ]),
    ).toEqual({ tp: 1, fp: 0, fn: 0 })
  })
  it('of a validity table is about the whole value', () => {
    expect(scoreCase({ labels: [], value: [5, 25] }, [[5, 15]])).toEqual({ tp: 0, fp: 0, fn: 0 })
    expect(scoreCase({ labels: [], value: [5, 25] }, [[5, 25]])).toEqual({ tp: 0, fp: 1, fn: 0 })
    expect(scoreCase({ labels: [[5, 25]], value: [5, 25] }, [])).toEqual({ tp: 0, fp: 0, fn: 1 })
  })
})

it('figures of nothing are no figures', () => {
  expect(figures({ tp: 0, fp: 0, fn: 0 })).toMatchObject({ precision: null, recall: null, f1: null })
  expect(figures({ tp: 0, fp: 0, fn: 5 })).toMatchObject({ precision: null, recall: 0, f1: null })
  expect(figures({ tp: 3, fp: 1, fn: 1 })).toMatchObject({ precision: 0.75, recall: 0.75, f1: 0.75 })
})
