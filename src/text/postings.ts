/**
 * An inverted index from features to weighted languages: one look-up per feature of a text replaces one per feature and language. Looked
 * up hundreds of times a text, it has to stay in the processor's cache beside everything else. Weights are integers, so that sums do not
 * depend on the order of additions. Made by the build; `assembly/weigh.ts` reads it.
 */

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

/** What a feature says: the key it is looked up by, and how much for which languages. */
export interface Row {
  readonly key: number
  readonly postings: readonly { readonly language: number; readonly weight: number }[]
}

/**
 * The rows of features. A feature counts by ln(1 + languages / languages that have it): one that all share says nothing. `keyOf` gives the
 * 32 bits a feature is looked up by. Rows of the most widely written language come first, by `ranks`: what one text asks for lies together.
 */
export const rowsOf = (features: Features, ranks: readonly number[], keyOf: (feature: string) => number): readonly Row[] =>
  [...features]
    .map(([feature, row]) => ({
      key: keyOf(feature),
      rank: Math.min(...[...row.keys()].map((language) => ranks[language]!)),
      postings: [...row].map(([language, weight]) => ({ language, weight: Math.round(weight * Math.log(1 + ranks.length / row.size)) })),
    }))
    .sort((a, b) => a.rank - b.rank || b.postings.length - a.postings.length || a.key - b.key)

/** The bits of a key that are checked; the slot is made of others. A key no feature has finds one by chance once in 65,536 slots. */
const checked = (key: number): number => Math.imul(key, 0x85ebca6b) & 0xffff0000

/** Open addressing: 16 bits of a key's hash, then the number of its row; 0 marks an empty slot. At most half of the slots are full. */
export const slotsOf = (rows: readonly Row[], numbers: readonly number[]): Uint32Array => {
  let size = 16
  while (size < rows.length * 2) size *= 2
  const slots = new Uint32Array(size)
  rows.forEach(({ key }, i) => {
    const number = numbers[i]!
    if (number <= 0 || number > 0xffff) throw new RangeError('the index has more postings than 16 bits can number')
    let at = Math.imul(key, 0x9e3779b1) >>> shiftOf(size)
    for (; slots[at] !== 0; at = (at + 1) & (size - 1)) {
      if ((slots[at]! & 0xffff0000) === checked(key)) throw new RangeError('two features cannot be told apart')
    }
    slots[at] = checked(key) | number
  })
  return slots
}

/** By how many bits a hash of 32 bits is shifted to be the number of one of so many slots. */
export const shiftOf = (slots: number): number => Math.clz32(slots) + 1

/**
 * Lays rows of a sparse table over one another so that no two of their numbers share a place (row displacement): where each row begins.
 * The first rows come to lie first. Places of all rows together: the last start + the greatest number + 1.
 */
export const displaced = (rows: readonly (readonly number[])[]): readonly number[] => {
  const taken: boolean[] = []
  let from = 0
  return rows.map((numbers) => {
    while (taken[from] === true) from++
    let start = Math.max(0, from - Math.min(...numbers))
    while (numbers.some((number) => taken[start + number] === true)) start++
    for (const number of numbers) taken[start + number] = true
    return start
  })
}
