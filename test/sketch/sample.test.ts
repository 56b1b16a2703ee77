import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSample, mergeSample, offer, type Sample } from '../../src/sketch/sample.ts'

interface Item {
  readonly high: number
  readonly low: number
  readonly place: number
}
const before = (a: Item, b: Item) => a.place < b.place
const fill = (items: readonly Item[]): Sample<Item> => {
  const sample = createSample<Item>(4)
  for (const item of items) offer(sample, item.high, item.low, item, before)
  return sample
}
const item: fc.Arbitrary<Item> = fc.record({ high: fc.nat(3), low: fc.nat(3), place: fc.nat(1000) })

describe('sample', () => {
  test('keeps the smallest keys, of equal keys the first place, in any order and grouping', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 60 }), fc.nat(60), (items, cut) => {
        const best = new Map<number, Item>()
        for (const each of items) {
          const key = each.high * 4 + each.low
          const own = best.get(key)
          if (own === undefined || before(each, own)) best.set(key, each)
        }
        const expected = [...best].sort((a, b) => a[0] - b[0]).slice(0, 4)
        const places = (sample: Sample<Item>) => sample.entries.map((entry) => [entry.high * 4 + entry.low, entry.item.place])
        const wanted = expected.map(([key, each]) => [key, each.place])
        expect(places(fill(items))).toEqual(wanted)
        expect(places(fill([...items].reverse()))).toEqual(wanted)
        const right = fill(items.slice(cut))
        mergeSample(right, fill(items.slice(0, cut)), before)
        expect(places(right)).toEqual(wanted)
      }),
      { numRuns: 300 },
    )
  })
})
