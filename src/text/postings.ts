/**
 * An inverted index from features to weighted languages in two typed arrays. A feature is looked up by a 32-bit key and confirmed by
 * 16 bits more. Weights are integers, so that sums do not depend on the order of additions.
 */
export interface Postings {
  /** Open addressing, two numbers a slot: the key, and where its row begins; 0 marks an empty slot. */
  readonly slots: Int32Array
  /** Rows: confirming bits · 256 + number of postings, then the postings, weight · 256 + language. */
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

const slotOf = (key: number, slots: number): number => (Math.imul(key, 0x9e3779b1) >>> (Math.clz32(slots) + 2)) << 1

/**
 * Packs features into an index. A feature counts by ln(1 + languages / languages that have it): one that all share says nothing.
 * `keyOf` gives the 32 and the 16 bits a feature is looked up by.
 */
export const pack = (features: Features, languages: number, keyOf: (feature: string) => readonly [number, number]): Postings => {
  let size = 32
  while (size < features.size * 4) size *= 2
  const slots = new Int32Array(size)
  const rows = [0]
  for (const [feature, row] of features) {
    const [key, confirm] = keyOf(feature)
    let at = slotOf(key, size)
    while (slots[at + 1] !== 0) at = (at + 2) & (size - 1)
    slots[at] = key
    slots[at + 1] = rows.length
    rows.push((confirm << 8) | row.size)
    for (const [language, weight] of row) rows.push((Math.round(weight * Math.log(1 + languages / row.size)) << 8) | language)
  }
  return { slots, rows: Int32Array.from(rows) }
}

/** Adds what a feature says to the scores by language number. `key` is a signed 32-bit number. */
export const score = (postings: Postings, key: number, confirm: number, scores: Int32Array): void => {
  const { slots, rows } = postings
  const size = slots.length
  for (let at = slotOf(key, size), where = slots[at + 1]!; where !== 0; at = (at + 2) & (size - 1), where = slots[at + 1]!) {
    if (slots[at] !== key || rows[where]! >> 8 !== confirm) continue
    const end = where + (rows[where]! & 255)
    for (let i = where + 1; i <= end; i++) {
      const posting = rows[i]!
      scores[posting & 255]! += posting >> 8
    }
    return
  }
}
