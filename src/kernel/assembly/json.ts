// A strict JSON reader (RFC 8259) over one row of bytes. It writes tokens, copies nothing and changes nothing; unescape() later rewrites a string in place.
// Token: four u32 {kind, start, end, extra}. Kinds: 1 { 2 } 3 [ 4 ] 5 key 6 string 7 number 8 literal. For keys and strings start and end lie inside the
// quotes, extra bit 0 says that there are escapes; for keys the other bits are a hash.

const MAX_DEPTH: i32 = 1000
let hurt: u32 = 0

/** Lone surrogates repaired by unescape() since the last call. */
export function damaged(): u32 { const n = hurt; hurt = 0; return n }

// @ts-ignore: decorator
@inline
function isSpace(b: u32): bool { return b == 0x20 || b == 0x0a || b == 0x0d || b == 0x09 }

/**
 * Returns the number of tokens, or -1 syntax error, -2 too deep, -3 more tokens than fit. `stack` has room for MAX_DEPTH bytes. With `beyond`
 * also NaN, Infinity and -Infinity inside an object or array are literals, which the RFC does not have and Python's json.dumps writes.
 */
export function jsonRow(p: usize, end: usize, tokens: usize, capacity: i32, stack: usize, beyond: u32): i32 {
  let n: i32 = 0
  let depth: i32 = 0
  // 0 value, 1 after value, 2 first key or }, 3 key after comma, 4 first element or ]
  let state: u32 = 0
  while (true) {
    while (p < end && isSpace(load<u8>(p))) p++
    if (p >= end) break
    if (n >= capacity) return -3
    const b: u32 = load<u8>(p)
    if (state == 1) {
      if (depth == 0) return -1
      const inObject = load<u8>(stack + depth - 1) == 1
      if (b == 0x2c) { p++; state = inObject ? 3 : 0; continue }
      if (b == (inObject ? 0x7d : 0x5d)) { p++; depth--; n = emit(tokens, n, inObject ? 2 : 4, p - 1, p, 0); continue }
      return -1
    }
    if (state == 2 || state == 3) {
      if (b == 0x7d && state == 2) { p++; depth--; n = emit(tokens, n, 2, p - 1, p, 0); state = 1; continue }
      if (b != 0x22) return -1
      const close = stringEnd(p + 1, end)
      if (close == 0) return -1
      n = emit(tokens, n, 5, p + 1, close, keyHash(p + 1, close) | (escaped ? 1 : 0))
      p = close + 1
      while (p < end && isSpace(load<u8>(p))) p++
      if (p >= end || load<u8>(p) != 0x3a) return -1
      p++
      state = 0
      continue
    }
    if (state == 4) {
      if (b == 0x5d) { p++; depth--; n = emit(tokens, n, 4, p - 1, p, 0); state = 1; continue }
      state = 0
    }
    if (b == 0x22) {
      const close = stringEnd(p + 1, end)
      if (close == 0) return -1
      n = emit(tokens, n, 6, p + 1, close, escaped ? 1 : 0)
      p = close + 1
      state = 1
    } else if (b == 0x7b || b == 0x5b) {
      if (depth >= MAX_DEPTH) return -2
      store<u8>(stack + depth, b == 0x7b ? 1 : 2)
      depth++
      n = emit(tokens, n, b == 0x7b ? 1 : 3, p, p + 1, 0)
      p++
      state = b == 0x7b ? 2 : 4
    } else if (b == 0x2d || (b >= 0x30 && b <= 0x39)) {
      const sign = b == 0x2d && beyond != 0 && depth > 0 && infinityAt(p + 1, end)
      const stop = sign ? p + 9 : numberEnd(p, end)
      if (stop == 0) return -1
      n = emit(tokens, n, sign ? 8 : 7, p, stop, 0)
      p = stop
      state = 1
    } else {
      let size: usize = 0
      if (b == 0x74 && p + 4 <= end && load<u32>(p) == 0x65757274) size = 4
      else if (b == 0x6e && p + 4 <= end && load<u32>(p) == 0x6c6c756e) size = 4
      else if (b == 0x66 && p + 5 <= end && load<u32>(p, 1) == 0x65736c61) size = 5
      else if (beyond != 0 && depth > 0) {
        if (b == 0x4e && p + 3 <= end && load<u16>(p, 1) == 0x4e61) size = 3
        else if (infinityAt(p, end)) size = 8
      }
      if (size == 0) return -1
      n = emit(tokens, n, 8, p, p + size, 0)
      p += size
      state = 1
    }
  }
  return state == 1 && depth == 0 ? n : -1
}

// @ts-ignore: decorator
@inline
function emit(tokens: usize, n: i32, kind: u32, start: usize, end: usize, extra: u32): i32 {
  const t = tokens + (n << 4)
  store<u32>(t, kind)
  store<u32>(t, start as u32, 4)
  store<u32>(t, end as u32, 8)
  store<u32>(t, extra, 12)
  return n + 1
}

function infinityAt(p: usize, end: usize): bool {
  return p + 8 <= end && load<u64>(p) == 0x7974696e69666e49
}

let escaped: bool = false

/** The address of the closing quote, 0 when there is none or a control character or a bad escape comes first. */
function stringEnd(p: usize, end: usize): usize {
  escaped = false
  const quote = i8x16.splat(0x22)
  const slash = i8x16.splat(0x5c)
  const control = i8x16.splat(0x20)
  while (true) {
    while (p + 16 <= end) {
      const v = v128.load(p)
      const hit = i8x16.bitmask(v128.or(v128.or(i8x16.eq(v, quote), i8x16.eq(v, slash)), i8x16.lt_u(v, control)))
      if (hit != 0) { p += ctz(hit); break }
      p += 16
    }
    if (p >= end) return 0
    const b: u32 = load<u8>(p)
    if (b == 0x22) return p
    if (b == 0x5c) {
      escaped = true
      if (p + 1 >= end) return 0
      const c: u32 = load<u8>(p, 1)
      if (c == 0x75) {
        if (p + 6 > end || hex4(p + 2) < 0) return 0
        p += 6
      } else if (c == 0x22 || c == 0x5c || c == 0x2f || c == 0x62 || c == 0x66 || c == 0x6e || c == 0x72 || c == 0x74) p += 2
      else return 0
    } else if (b < 0x20) return 0
    else p += 1
  }
  return 0
}

/** RFC 8259 section 6; 0 when it is not a number. */
function numberEnd(p: usize, end: usize): usize {
  if (load<u8>(p) == 0x2d) p++
  if (p >= end) return 0
  let b: u32 = load<u8>(p)
  if (b == 0x30) p++
  else if (b >= 0x31 && b <= 0x39) { while (p < end && isDigit(load<u8>(p))) p++ }
  else return 0
  if (p < end && load<u8>(p) == 0x2e) {
    p++
    const first = p
    while (p < end && isDigit(load<u8>(p))) p++
    if (p == first) return 0
  }
  if (p < end && (load<u8>(p) | 0x20) == 0x65) {
    p++
    if (p < end && (load<u8>(p) == 0x2b || load<u8>(p) == 0x2d)) p++
    const first = p
    while (p < end && isDigit(load<u8>(p))) p++
    if (p == first) return 0
  }
  return p
}

// @ts-ignore: decorator
@inline
function isDigit(b: u32): bool { return b >= 0x30 && b <= 0x39 }

function keyHash(p: usize, end: usize): u32 {
  let h: u32 = 0x811c9dc5
  while (p < end) { h = (h ^ load<u8>(p)) * 0x01000193; p++ }
  h ^= h >> 15
  return h & 0xfffffffe
}

function hex4(p: usize): i32 {
  let v: i32 = 0
  for (let i: usize = 0; i < 4; i++) {
    const b: i32 = load<u8>(p + i)
    let d: i32
    if (b >= 0x30 && b <= 0x39) d = b - 0x30
    else {
      const l = b | 0x20
      if (l < 0x61 || l > 0x66) return -1
      d = l - 0x57
    }
    v = (v << 4) | d
  }
  return v
}

/** Rewrites the escaped string [p, end) as plain UTF-8 in place and returns its new end. Lone surrogates become U+FFFD and are counted. */
export function unescape(p: usize, end: usize): usize {
  const slash = i8x16.splat(0x5c)
  let to = p
  while (p < end) {
    // What has no escape moves sixteen bytes at a time: the store may reach behind p, but not behind what was read.
    if (p + 16 <= end) {
      const v = v128.load(p)
      const found = i8x16.bitmask(i8x16.eq(v, slash))
      if (found == 0) {
        v128.store(to, v)
        to += 16
        p += 16
        continue
      }
      for (let left = ctz(found); left != 0; left--) { store<u8>(to, load<u8>(p)); to++; p++ }
    }
    const b: u32 = load<u8>(p)
    if (b != 0x5c) { store<u8>(to, b); to++; p++; continue }
    const c: u32 = load<u8>(p, 1)
    if (c != 0x75) {
      let plain: u32 = c
      if (c == 0x6e) plain = 0x0a
      else if (c == 0x74) plain = 0x09
      else if (c == 0x72) plain = 0x0d
      else if (c == 0x62) plain = 0x08
      else if (c == 0x66) plain = 0x0c
      store<u8>(to, plain)
      to++
      p += 2
      continue
    }
    let code = hex4(p + 2)
    p += 6
    if (code >= 0xd800 && code <= 0xdfff) {
      let low: i32 = -1
      if (code <= 0xdbff && p + 6 <= end && load<u8>(p) == 0x5c && load<u8>(p, 1) == 0x75) low = hex4(p + 2)
      if (low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
        p += 6
      } else {
        code = 0xfffd
        hurt++
      }
    }
    if (code < 0x80) { store<u8>(to, code); to++ }
    else if (code < 0x800) { store<u8>(to, 0xc0 | (code >> 6)); store<u8>(to, 0x80 | (code & 0x3f), 1); to += 2 }
    else if (code < 0x10000) {
      store<u8>(to, 0xe0 | (code >> 12))
      store<u8>(to, 0x80 | ((code >> 6) & 0x3f), 1)
      store<u8>(to, 0x80 | (code & 0x3f), 2)
      to += 3
    } else {
      store<u8>(to, 0xf0 | (code >> 18))
      store<u8>(to, 0x80 | ((code >> 12) & 0x3f), 1)
      store<u8>(to, 0x80 | ((code >> 6) & 0x3f), 2)
      store<u8>(to, 0x80 | (code & 0x3f), 3)
      to += 4
    }
  }
  return to
}
