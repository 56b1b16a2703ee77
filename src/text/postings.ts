/**
 * An inverted index from features to weighted languages in two small typed arrays: looked up hundreds of times a text, it has to stay
 * in the processor's cache beside everything else. Weights are integers, so that sums do not depend on the order of additions.
 */
export interface Postings {
  /** Open addressing: 16 bits of a feature's hash, then where its row begins; 0 marks an empty slot. */
  readonly slots: Uint32Array
  /** Rows: how many languages follow, then for each its weight (24 bits) and its number (8 bits). */
  readonly rows: Int32Array
}

/** Features under construction: key, then language number, then weight. */
export type Features = Map<string, Map<number, number>>

/** Notes what a feature says for a language; of two notes the greater counts. */
export const note = (features: Features, key: string, language: number, weight: number): void => {
  let row = features.get(key)
  if (row === undefined) {
    row = new Map()
    features.set(key, row)
  }
  row.set(language, Math.max(weight, row.get(language) ?? 0))
}

/** The bits of a key that are checked; the slot is made of others. A key no feature has finds one by chance once in 65,536 slots. */
const checked = (key: number): number => Math.imul(key, 0x85ebca6b) & 0xffff0000
const slotOf = (key: number, slots: number): number => Math.imul(key, 0x9e3779b1) >>> (Math.clz32(slots) + 1)

/**
 * Packs features into an index. A feature counts by ln(1 + languages / languages that have it): one that all share says nothing.
 * `keyOf` gives the 32 bits a feature is looked up by.
 */
export const pack = (features: Features, languages: number, keyOf: (feature: string) => number): Postings => {
  const weighted = [...features].map(([feature, row]) => ({
    key: keyOf(feature),
    postings: [...row].map(([language, weight]) => ({ language, weight: Math.round(weight * Math.log(1 + languages / row.size)) })),
  }))
  // What many languages have is looked up most: it lies together.
  weighted.sort((a, b) => b.postings.length - a.postings.length || a.key - b.key)
  let size = 16
  while (size < features.size * 2) size *= 2
  const slots = new Uint32Array(size)
  const rows = [0]
  for (const { key, postings } of weighted) {
    let at = slotOf(key, size)
    for (; slots[at] !== 0; at = (at + 1) & (size - 1)) {
      if ((slots[at]! & 0xffff0000) === checked(key)) throw new RangeError('two features cannot be told apart')
    }
    slots[at] = checked(key) | rows.length
    rows.push(postings.length, ...postings.map(({ language, weight }) => (weight << 8) | language))
  }
  if (rows.length > 0x10000) throw new RangeError('the index has more postings than 16 bits can number')
  return { slots, rows: Int32Array.from(rows) }
}

/** Adds what a feature says to the scores by language number. */
export const score = (postings: Postings, key: number, scores: Int32Array): void => {
  const { slots, rows } = postings
  const mask = slots.length - 1
  const wanted = checked(key)
  for (let at = slotOf(key, slots.length), slot = slots[at]!; slot !== 0; at = (at + 1) & mask, slot = slots[at]!) {
    if ((slot & 0xffff0000) !== wanted) continue
    const where = slot & 0xffff
    const end = where + rows[where]!
    for (let i = where + 1; i <= end; i++) {
      const row = rows[i]!
      scores[row & 255]! += row >> 8
    }
    return
  }
}
