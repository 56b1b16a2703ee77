/**
 * An inverted index from features to weighted languages in typed arrays: open addressing on a 48-bit key, the postings of slot i
 * are [start[i], end[i]). Weights are integers, so that sums do not depend on the order of additions.
 */
export interface Postings {
  readonly mask: number
  readonly high: Uint32Array
  readonly low: Uint16Array
  readonly start: Uint32Array
  /** 0 marks an empty slot: posting 0 is never used. */
  readonly end: Uint32Array
  readonly language: Uint8Array
  readonly weight: Int16Array
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

const slot = (high: number, low: number, mask: number): number => {
  let hash = Math.imul(high ^ Math.imul(low, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35)
  return (hash ^ (hash >>> 13)) & mask
}

/**
 * Packs features into an index. A feature counts by ln(1 + languages / languages that have it): one that all share says nothing.
 * `keyOf` gives the 32 and the 16 bits a feature is looked up by.
 */
export const pack = (features: Features, languages: number, keyOf: (feature: string) => readonly [number, number]): Postings => {
  let slots = 16
  while (slots < features.size * 2) slots *= 2
  let total = 1
  for (const row of features.values()) total += row.size
  const packed: Postings = {
    mask: slots - 1,
    high: new Uint32Array(slots),
    low: new Uint16Array(slots),
    start: new Uint32Array(slots),
    end: new Uint32Array(slots),
    language: new Uint8Array(total),
    weight: new Int16Array(total),
  }
  let next = 1
  for (const [feature, row] of features) {
    const [high, low] = keyOf(feature)
    let at = slot(high, low, packed.mask)
    while (packed.end[at] !== 0) at = (at + 1) & packed.mask
    packed.high[at] = high
    packed.low[at] = low
    packed.start[at] = next
    for (const [language, weight] of row) {
      packed.language[next] = language
      packed.weight[next++] = Math.round(weight * Math.log(1 + languages / row.size))
    }
    packed.end[at] = next
  }
  return packed
}

/** Adds what a feature says to the scores by language number; false when no language has it. */
export const score = (postings: Postings, high: number, low: number, scores: Int32Array): boolean => {
  const { mask, end, language, weight } = postings
  let at = slot(high, low, mask)
  for (; end[at] !== 0; at = (at + 1) & mask) {
    if (postings.high[at] !== high || postings.low[at] !== low) continue
    for (let i = postings.start[at]!; i < end[at]!; i++) scores[language[i]!]! += weight[i]!
    return true
  }
  return false
}
