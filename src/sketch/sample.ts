import { below } from './hash.ts'

/**
 * A sample of at most k items, chosen by a hash of what they are and not by chance or order: those with the smallest keys. Items
 * with the same key are one item; which of them stays is for `before` to say, so that every order of offers ends alike.
 */
export interface Sample<Item> {
  readonly k: number
  /** In ascending order of key. */
  readonly entries: { readonly high: number; readonly low: number; item: Item }[]
}

/** An empty sample. */
export const createSample = <Item>(k: number): Sample<Item> => ({ k, entries: [] })

/** Whether an item with this key would stay: ask before building it. */
export const wouldKeep = <Item>(sample: Sample<Item>, high: number, low: number): boolean => {
  const last = sample.entries[sample.k - 1]
  return last === undefined || !below(last.high, last.low, high, low)
}

/** Offers an item under its key, in two unsigned 32-bit lanes. */
export const offer = <Item>(sample: Sample<Item>, high: number, low: number, item: Item, before: (a: Item, b: Item) => boolean): void => {
  if (!wouldKeep(sample, high, low)) return
  const { entries } = sample
  let at = entries.length
  while (at > 0 && !below(entries[at - 1]!.high, entries[at - 1]!.low, high, low)) at--
  const same = entries[at]
  if (same !== undefined && same.high === high && same.low === low) {
    if (before(item, same.item)) same.item = item
    return
  }
  entries.splice(at, 0, { high, low, item })
  if (entries.length > sample.k) entries.pop()
}

/** Adds `from` into `into`; both must have the same k. */
export const mergeSample = <Item>(into: Sample<Item>, from: Sample<Item>, before: (a: Item, b: Item) => boolean): void => {
  for (const { high, low, item } of from.entries) offer(into, high, low, item, before)
}
