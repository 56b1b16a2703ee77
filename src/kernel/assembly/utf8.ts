// UTF-8: validity, and the folding that rules are written against.

import { FIRST_HIGH, FIRST_LOW, HIGHEST_BIT, LEAD_C2, LEAD_E2, LEAD_EF, LEAD_OF_FOUR, LEAD_OF_THREE, LOW_HALF, PLACES, SECOND_HIGH } from './constants'

/** Whether [p, end) is well-formed UTF-8 (Unicode 15, table 3-7). Reads up to 16 bytes behind the end. */
export function validUtf8(p: usize, end: usize): bool {
  let last = i8x16.splat(0)
  for (; p + 16 <= end; p += 16) {
    const v = v128.load(p)
    // Between bytes of ASCII nothing can be wrong.
    if ((i8x16.bitmask(v) | i8x16.bitmask(last)) != 0 && v128.any_true(wrong(last, v))) return false
    last = v
  }
  // What is left, with zeros behind it: what is cut short stands before one.
  const rest = v128.and(v128.load(p), i8x16.lt_u(v128.load(PLACES), i8x16.splat((end - p) as i8)))
  return !v128.any_true(wrong(last, rest))
}

// What is wrong in sixteen bytes behind sixteen others, 0 where nothing is.
// @ts-ignore: decorator
@inline
function wrong(last: v128, v: v128): v128 {
  const first = i8x16.shuffle(last, v, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
  const second = i8x16.shuffle(last, v, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)
  const third = i8x16.shuffle(last, v, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28)
  const half = v128.load(LOW_HALF)
  const pairs = v128.and(
    v128.and(i8x16.swizzle(v128.load(FIRST_HIGH), v128.and(i16x8.shr_u(first, 4), half)), i8x16.swizzle(v128.load(FIRST_LOW), v128.and(first, half))),
    i8x16.swizzle(v128.load(SECOND_HIGH), v128.and(i16x8.shr_u(v, 4), half)),
  )
  // Third or fourth bytes of a character must be two continuations in a row, and no others may.
  const inside = v128.and(v128.or(i8x16.sub_sat_u(second, v128.load(LEAD_OF_THREE)), i8x16.sub_sat_u(third, v128.load(LEAD_OF_FOUR))), v128.load(HIGHEST_BIT))
  return v128.xor(inside, pairs)
}

// What a multi-byte character folds to: 0 = itself, 1 = nothing (zero-width), else the ASCII byte. Mirrors src/text/normalise.ts.
// @ts-ignore: decorator
@inline
function folded(p: usize, b: u32): u32 {
  if (b == 0xef) {
    const c: u32 = load<u8>(p, 1)
    const d: u32 = load<u8>(p, 2)
    if (c == 0xbc) {
      // U+FF00..FF3F: digits, capital letters, + - . @ _
      if (d >= 0x90 && d <= 0x99) return d - 0x60
      if (d >= 0xa1 && d <= 0xba) return d - 0x60
      if (d == 0x8b || d == 0x8d || d == 0x8e) return d - 0x60
      if (d == 0xa0) return 0x40
      if (d == 0xbf) return 0x5f
    } else if (c == 0xbd) {
      if (d >= 0x81 && d <= 0x9a) return d - 0x20
    } else if (c == 0xbb) {
      if (d == 0xbf) return 1
    }
    return 0
  }
  if (b == 0xe2) {
    const c: u32 = load<u8>(p, 1)
    const d: u32 = load<u8>(p, 2)
    if (c == 0x80) {
      if (d >= 0x8b && d <= 0x8d) return 1
      if (d >= 0x90 && d <= 0x93) return 0x2d
      if (d == 0x87 || d == 0xaf) return 0x20
    } else if (c == 0x81) {
      if (d == 0xa0) return 1
    } else if (c == 0x88) {
      if (d == 0x92) return 0x2d
    }
    return 0
  }
  if (b == 0xc2) {
    const c: u32 = load<u8>(p, 1)
    if (c == 0xa0) return 0x20
    if (c == 0xad) return 1
  }
  return 0
}

/** How many characters of [p, end) fold. The text must be valid UTF-8. */
export function needsFold(p: usize, end: usize): u32 {
  let n: u32 = 0
  while (p + 16 <= end) {
    const v = v128.load(p)
    let hit = i8x16.bitmask(v128.or(v128.or(i8x16.eq(v, v128.load(LEAD_C2)), i8x16.eq(v, v128.load(LEAD_E2))), i8x16.eq(v, v128.load(LEAD_EF))))
    while (hit != 0) {
      const at = p + ctz(hit)
      if (folded(at, load<u8>(at)) != 0) n += 1
      hit &= hit - 1
    }
    p += 16
  }
  while (p < end) {
    const b: u32 = load<u8>(p)
    if (b >= 0xc2 && folded(p, b) != 0) n += 1
    p += 1
  }
  return n
}

/**
 * Writes the folded form of [p, end) at `to` and, at `map`, pairs of u32 (folded offset, original offset) from which on both run in step.
 * Returns the folded length; the number of pairs is stored as u32 at `map - 4`. Room: end - p bytes at `to`, 16 bytes for each folded character plus 8 at `map`, 4 before it.
 */
export function fold(p: usize, end: usize, to: usize, map: usize): u32 {
  const from = p
  const start = to
  const pairs = map
  store<u32>(map, 0)
  store<u32>(map, 0, 4)
  map += 8
  while (p < end) {
    const b: u32 = load<u8>(p)
    if (b < 0x80) { store<u8>(to, b); to += 1; p += 1; continue }
    const width: u32 = b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4
    const f = folded(p, b)
    if (f == 0) {
      for (let i: u32 = 0; i < width; i++) store<u8>(to + i, load<u8>(p + i))
      to += width
      p += width
      continue
    }
    if (f != 1) {
      // The folded character is its own pair, so that its start maps exactly.
      if (load<u32>(map - 8) != ((to - start) as u32)) {
        store<u32>(map, (to - start) as u32)
        store<u32>(map, (p - from) as u32, 4)
        map += 8
      } else store<u32>(map - 4, (p - from) as u32)
      store<u8>(to, f)
      to += 1
    }
    p += width
    if (load<u32>(map - 8) == ((to - start) as u32)) store<u32>(map - 4, (p - from) as u32)
    else {
      store<u32>(map, (to - start) as u32)
      store<u32>(map, (p - from) as u32, 4)
      map += 8
    }
  }
  store<u32>(pairs - 4, ((map - pairs) >> 3) as u32)
  return (to - start) as u32
}
