/**
 * A seeded 64-bit hash in two unsigned 32-bit lanes, without BigInt: the MurmurHash3 (x86, 32-bit) round of Austin Appleby run
 * twice with different constants, and its finaliser over both lanes. Fixed seeds, so equal input gives equal output on every
 * machine and in every release. Not cryptographic: whoever writes the corpus can choose collisions.
 */
interface Hash {
  high: number
  low: number
}

const round = (lane: number, word: number, first: number, second: number, add: number): number => {
  let k = Math.imul(word, first)
  k = (k << 15) | (k >>> 17)
  let h = lane ^ Math.imul(k, second)
  h = (h << 13) | (h >>> 19)
  return (Math.imul(h, 5) + add) | 0
}

const finish = (lane: number): number => {
  let h = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** A hash at its start; the seed keeps what is hashed for one purpose apart from another. */
export const createHash = (seed: number): Hash => ({ high: seed | 0, low: Math.imul(seed, 0x9e3779b1) | 0 })

/** Starts over with a seed, so that one object serves a whole scan. */
export const seedHash = (hash: Hash, seed: number): void => {
  hash.high = seed | 0
  hash.low = Math.imul(seed, 0x9e3779b1) | 0
}

const roundHigh = (lane: number, word: number): number => round(lane, word, 0xcc9e2d51, 0x1b873593, 0xe6546b64)
const roundLow = (lane: number, word: number): number => round(lane, word, 0x239b961b, 0xab0e9789, 0x561ccd1b)

/** Takes an unsigned 32-bit number. */
export const hashWord = (hash: Hash, word: number): void => {
  hash.high = roundHigh(hash.high, word)
  hash.low = roundLow(hash.low, word)
}

/** Takes a non-negative integer below 2^53. */
export const hashInteger = (hash: Hash, value: number): void => {
  hashWord(hash, value >>> 0)
  hashWord(hash, Math.floor(value / 0x100000000))
}

/** Takes a string by UTF-16 units, two a word, with its length, so that ('ab', 'c') and ('a', 'bc') differ. */
export const hashText = (hash: Hash, text: string): void => {
  const length = text.length
  // In variables: a field that may hold an unsigned number costs an object for every number it is given.
  let { high, low } = hash
  for (let i = 0; i < length; i += 2) {
    const word = text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0)
    high = roundHigh(high, word)
    low = roundLow(low, word)
  }
  hash.high = roundHigh(high, length)
  hash.low = roundLow(low, length)
}

/** Ends a hash: both lanes become unsigned and depend on each other. */
export const finishHash = (hash: Hash): void => {
  const high = finish((hash.high + hash.low) | 0)
  hash.low = finish((hash.low + Math.imul(high, 0x9e3779b1)) | 0) >>> 0
  hash.high = high >>> 0
}

/** Whether hash a is below hash b, lane by lane. */
export const below = (aHigh: number, aLow: number, bHigh: number, bLow: number): boolean =>
  aHigh < bHigh || (aHigh === bHigh && aLow < bLow)

const keys = createHash(0x1abe1)

/** A text as sixteen hex digits that stand for it where only sameness counts. */
export const textKey = (text: string): string => {
  seedHash(keys, 0x1abe1)
  hashText(keys, text)
  finishHash(keys)
  return keys.high.toString(16).padStart(8, '0') + keys.low.toString(16).padStart(8, '0')
}
