// Reads a sample of a text: UTF-16 units without addresses and tags, and how many letters of each script it holds.

import { letterCounts, pageSize, scriptPages, units } from './layout'

/** Whether the sample holds combining marks. */
export let marks: bool = false
/** Where the last `take` stopped. */
export let stopped: usize = 0

export function beginSample(): void {
  memory.fill(letterCounts, 0, 64 * 4)
  marks = false
}

/** What `pages`, an index of 512 pages and the pages behind it, hold for a UTF-16 unit. */
// @ts-ignore: decorator
@inline
export function paged(pages: usize, unit: u32): u32 {
  return load<u8>(pages + 512 + (load<u8>(pages + unit / pageSize) as u32) * pageSize + (unit % pageSize))
}

const latin: u32 = 1
const han: u32 = 2
/** Planes 2 and 3 hold Han only. */
// @ts-ignore: decorator
@inline
function scriptOf(point: u32): u32 {
  if (point < 0x10000) return paged(scriptPages, point)
  return point >= 0x20000 && point < 0x40000 ? han : 0
}

// @ts-ignore: decorator
@inline
function countLetters(script: u32, n: u32): void {
  const at = letterCounts + (script << 2)
  store<u32>(at, load<u32>(at) + n)
}

/** Where a tag that opens at `at` ends, or 0 when there is none: `<`, a letter, `/` or `!`, and no other `<` before its `>`. */
function tagEnd(at: usize, end: usize): usize {
  if (at + 1 >= end) return 0
  const next: u32 = (load<u8>(at, 1) as u32) | 0x20
  if (!(next - 0x61 < 26 || next == 0x2f || next == 0x21)) return 0
  for (let i = at + 1; i < end; i++) {
    const byte = load<u8>(i)
    if (byte == 0x3e) return i + 1
    if (byte == 0x3c) return 0
  }
  return 0
}

/**
 * Decodes [start, end) of UTF-8 into `units` from `filled` on, up to `most` units, counts letters by script, and returns how many
 * units there are. Addresses and tags are left out: they are the same in every language. What is no UTF-8 does no harm.
 */
export function take(start: usize, end: usize, filled: i32, most: i32): i32 {
  let to = units + (filled << 1)
  const first = to
  const last = units + (most << 1)
  let at = start
  let ascii: u32 = 0
  let hanCount: u32 = 0
  while (at < end && (load<u8>(at) & 0xc0) == 0x80) at++
  while (at < end && to < last) {
    const lead: u32 = load<u8>(at)
    if (lead < 0x80) {
      // Sixteen bytes at once, as far as they are ASCII and neither a colon nor the opening of a tag.
      const v = v128.load(at)
      const odd = i8x16.bitmask(v128.or(v, v128.or(i8x16.eq(v, i8x16.splat(0x3a)), i8x16.eq(v, i8x16.splat(0x3c))))) as u32
      let size: usize = ctz(odd | 0x10000)
      if (size > end - at) size = end - at
      if (size > (last - to) >> 1) size = (last - to) >> 1
      if (size > 0) {
        const letters = i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.or(v, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(26))) as u32
        ascii += popcnt(letters & ((1 << (size as u32)) - 1))
        v128.store(to, i16x8.extend_low_i8x16_u(v))
        v128.store(to, i16x8.extend_high_i8x16_u(v), 16)
        to += size << 1
        at += size
        continue
      }
      if (lead == 0x3a) {
        if (at + 2 < end && load<u16>(at, 1) == 0x2f2f) {
          // scheme://…: take the scheme back and skip to the next space or non-ASCII byte.
          while (to > first) {
            const before: u32 = load<u16>(to - 2)
            if (before <= 0x20 || before >= 0x80) break
            to -= 2
            if ((before | 0x20) - 0x61 < 26) ascii--
          }
          while (at < end && (load<u8>(at) as u32) - 0x21 < 0x5f) at++
          continue
        }
      } else {
        const after = tagEnd(at, end)
        if (after > 0) {
          store<u16>(to, 0x20)
          to += 2
          at = after
          continue
        }
      }
      store<u16>(to, lead)
      to += 2
      at += 1
      continue
    }
    if (lead < 0xe0 || lead >= 0xf0) {
      let point = lead
      let length: usize = 1
      if (lead >= 0xf0) {
        length = 4
        if (at + 4 > end) break
        point = ((lead & 7) << 18) | ((load<u8>(at, 1) & 63) << 12) | ((load<u8>(at, 2) & 63) << 6) | (load<u8>(at, 3) & 63)
      } else if (lead >= 0xc0) {
        length = 2
        if (at + 2 > end) break
        point = ((lead & 31) << 6) | (load<u8>(at, 1) & 63)
        if (point - 0x300 < 0x70) marks = true
      }
      countLetters(scriptOf(point), 1)
      store<u16>(to, point < 0x10000 ? point : 0x20)
      at += length
    } else {
      if (at + 3 > end) break
      const point: u32 = ((lead & 15) << 12) | (((load<u8>(at, 1) & 63) as u32) << 6) | (load<u8>(at, 2) & 63)
      // U+5000 to U+9FFF
      if (lead - 0xe5 < 5) hanCount++
      else {
        countLetters(paged(scriptPages, point), 1)
        if (point - 0x300 < 0x70) marks = true
      }
      store<u16>(to, point)
      at += 3
    }
    to += 2
  }
  countLetters(latin, ascii)
  countLetters(han, hanCount)
  store<u16>(to, 0x20)
  stopped = at
  return (((to - units) as i32) >> 1) + 1
}
