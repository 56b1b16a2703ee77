/**
 * Puts numbers of 64 bits in ascending order, in place: two words each, the lower lane first, as a little-endian machine holds them. The engine sorts numbers by
 * itself ten times as fast as by a function that compares two.
 */
export const sortLanes = (words: Uint32Array<ArrayBuffer>): Uint32Array => {
  new BigUint64Array(words.buffer, words.byteOffset, words.length / 2).sort()
  return words
}
