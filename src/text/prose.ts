import { scriptOf, scripts, scriptTable } from './scripts.ts'

/** Characters looked at: all of a short text; of a longer one half from its start and half from its middle, past any boilerplate. */
export const sampleSize = 300
/** Bytes either half may take, with addresses and tags that are passed over. */
export const halfBytes = 900

// Scratch space, so that a text costs no allocation. Nothing of one text is read for the next.
/** UTF-16 units of the sample; characters beyond plane 0 are spaces. */
export const units = new Uint16Array(sampleSize + 16)
/** Letters of the sample by script number. */
export const letterCounts = new Int32Array(scripts.length)
let marks = false

/** Where a tag that opens at `at` ends, or 0 when there is none: `<`, a letter, `/` or `!`, and no other `<` before its `>`. */
const tagEnd = (memory: Uint8Array, at: number, end: number): number => {
  const next = (memory[at + 1] ?? 0) | 0x20
  if (!((next >= 0x61 && next <= 0x7a) || next === 0x2f || next === 0x21)) return 0
  for (let i = at + 1; i < end; i++) {
    if (memory[i] === 0x3e) return i + 1
    if (memory[i] === 0x3c) return 0
  }
  return 0
}

/** Where the last `take` stopped. */
let stopped = 0
/** Where in `units` the half from the middle of a long text begins; 0 when there is one half only. */
export let secondHalf = 0

/**
 * Decodes [start, end) of UTF-8 into `units` from `filled` on, up to `most` units, counts letters by script, and returns how many
 * units there are. Addresses and tags are left out: they are the same in every language.
 */
const take = (memory: Uint8Array, start: number, end: number, filled: number, most: number): number => {
  let count = filled
  let at = start
  while (at < end && (memory[at]! & 0xc0) === 0x80) at++
  while (at < end && count < most) {
    const lead = memory[at]!
    let point = lead
    let length = 1
    if (lead >= 0xf0) {
      point = ((lead & 7) << 18) | ((memory[at + 1]! & 63) << 12) | ((memory[at + 2]! & 63) << 6) | (memory[at + 3]! & 63)
      length = 4
    } else if (lead >= 0xe0) {
      point = ((lead & 15) << 12) | ((memory[at + 1]! & 63) << 6) | (memory[at + 2]! & 63)
      length = 3
    } else if (lead >= 0xc0) {
      point = ((lead & 31) << 6) | (memory[at + 1]! & 63)
      length = 2
    }
    if (at + length > end) break
    if (point === 0x3a && memory[at + 1] === 0x2f && memory[at + 2] === 0x2f) {
      // scheme://…: take the scheme back and skip to the next space or non-ASCII byte.
      while (count > filled && units[count - 1]! > 0x20 && units[count - 1]! < 0x80) letterCounts[scriptTable[units[--count]!]!]!--
      while (at < end && memory[at]! > 0x20 && memory[at]! < 0x80) at++
      continue
    }
    if (point === 0x3c) {
      const after = tagEnd(memory, at, end)
      if (after > 0) {
        units[count++] = 0x20
        at = after
        continue
      }
    }
    letterCounts[scriptOf(point)]!++
    if (point >= 0x300 && point < 0x370) marks = true
    units[count++] = point < 0x10000 ? point : 0x20
    at += length
  }
  units[count++] = 0x20
  stopped = at
  return count
}

/** Composes the units' base letters and combining marks (NFC) and returns how many are left; rare, so it may allocate. */
export const compose = (count: number): number => {
  if (!marks) return count
  secondHalf = 0
  const text = String.fromCharCode(...units.subarray(0, count)).normalize('NFC')
  // A few characters compose to two units; what no longer fits is left out.
  const length = Math.min(text.length, units.length)
  for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i)
  return length
}

/**
 * Reads a sample of UTF-8 bytes [start, end) into `units` and `letterCounts` and returns the number of units. Offsets need not be
 * character boundaries; what is no UTF-8 does no harm. The next call overwrites both.
 */
export const readSample = (memory: Uint8Array, start: number, end: number): number => {
  letterCounts.fill(0)
  marks = false
  secondHalf = 0
  // No more characters than bytes.
  if (end - start <= sampleSize) return take(memory, start, end, 0, sampleSize)
  const half = sampleSize / 2
  const filled = take(memory, start, Math.min(end, start + halfBytes), 0, half)
  secondHalf = filled
  const middle = Math.max(stopped, start + Math.floor((end - start) / 2))
  return take(memory, middle, Math.min(end, middle + halfBytes), filled, filled + half)
}
