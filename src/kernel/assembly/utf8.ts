// UTF-8: validity, and the folding that rules are written against.

/** Whether [p, end) is well-formed UTF-8 (Unicode 15, table 3-7). */
export function validUtf8(p: usize, end: usize): bool {
  while (p < end) {
    if (p + 16 <= end && v128.bitmask<i8>(v128.load(p)) == 0) { p += 16; continue }
    const b = load<u8>(p)
    if (b < 0x80) { p += 1; continue }
    if (b >= 0xe1 && b <= 0xef && b != 0xed) {
      if (p + 3 > end) return false
      if ((load<u8>(p, 1) & 0xc0) != 0x80 || (load<u8>(p, 2) & 0xc0) != 0x80) return false
      p += 3
      continue
    }
    if (b < 0xc2) return false
    if (b < 0xe0) {
      if (p + 2 > end || (load<u8>(p, 1) & 0xc0) != 0x80) return false
      p += 2
      continue
    }
    if (b < 0xf0) {
      if (p + 3 > end) return false
      const c = load<u8>(p, 1)
      if (b == 0xe0 ? c < 0xa0 || c > 0xbf : c < 0x80 || c > 0x9f) return false
      if ((load<u8>(p, 2) & 0xc0) != 0x80) return false
      p += 3
      continue
    }
    if (b > 0xf4 || p + 4 > end) return false
    const c = load<u8>(p, 1)
    if (b == 0xf0 ? c < 0x90 || c > 0xbf : b == 0xf4 ? c < 0x80 || c > 0x8f : (c & 0xc0) != 0x80) return false
    if ((load<u8>(p, 2) & 0xc0) != 0x80 || (load<u8>(p, 3) & 0xc0) != 0x80) return false
    p += 4
  }
  return true
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
  const c2 = i8x16.splat(0xc2 as i8)
  const e2 = i8x16.splat(0xe2 as i8)
  const ef = i8x16.splat(0xef as i8)
  while (p + 16 <= end) {
    const v = v128.load(p)
    let hit = i8x16.bitmask(v128.or(v128.or(i8x16.eq(v, c2), i8x16.eq(v, e2)), i8x16.eq(v, ef)))
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
