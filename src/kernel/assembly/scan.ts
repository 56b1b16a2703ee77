// One pass over a text: candidates of every gate, character counts, token counts.
//
// Candidate: four u32 {what, start, end, id}; offsets relative to the text.
//   what & 15:  0 digit region  (what >> 4: digits up to 63, >> 10: groups up to 15, >> 14: 1 when one unbroken group)
//               1 token         (what >> 4: digits up to 63)
//               2 byte          (id: the byte)
//               3 literal       (id: the literal)
// When the buffer is full the host's flush(n) empties it.
import { countCharacter, countToken, tokensSetup } from './tokens'

// @ts-ignore: decorator
@external('host', 'flush')
declare function flush(count: i32): void

const ALPHA: u32 = 1
const DIGIT: u32 = 2
const SPACE: u32 = 4
const GATE: u32 = 8      // a byte gate asks for it
const JOIN: u32 = 16     // may stand between two digit groups
const START: u32 = 32    // some literal starts with it

let classes: usize = 0   // 256 bytes
let twos: usize = 0      // bitmap of 65,536: first two bytes (folded) of literals of two bytes
let threes: usize = 0    // bitmap of 65,536: hash of the first three bytes of literals shorter than a long prefix
let longs: usize = 0     // bitmap of 2^(32 - longShift): hash of the long prefix, four bytes (ASCII first) or six (from 0xE0 on)
let longShift: u32 = 0
let frees: usize = 0     // bitmap of 65,536: hash of the first three bytes of literals that may start inside a token
let heads: usize = 0     // u32 per slot: offset of the first literal of the chain, 0 = none
let headMask: u32 = 0
let literals: usize = 0  // records {u32 next, u32 id, u16 length, u8 ci, u8 free, u32 -, u64 first bytes, u64 their mask, bytes…}
let out: usize = 0
let outCapacity: i32 = 0
let counts: usize = 0    // eleven u32, see the order at the end of scan()
let digitTable: usize = 0 // 64 × 16 × 2 bytes: is a region of these digits, groups, unbroken wanted
let tokenTable: usize = 0 // 64 u32: length from which a token with so many digits is wanted
let hasTwos: bool = false
let minFree: usize = 0   // least number of letters and digits a literal that may start inside a token begins with, 0 = no such literal
let n: i32 = 0

export function configure(at: usize): void {
  classes = load<u32>(at)
  twos = load<u32>(at, 4)
  threes = load<u32>(at, 8)
  longs = load<u32>(at, 12)
  longShift = load<u32>(at, 16)
  frees = load<u32>(at, 20)
  heads = load<u32>(at, 24)
  headMask = load<u32>(at, 28)
  literals = load<u32>(at, 32)
  out = load<u32>(at, 36)
  outCapacity = load<u32>(at, 40)
  counts = load<u32>(at, 44)
  digitTable = load<u32>(at, 48)
  tokenTable = load<u32>(at, 52)
  hasTwos = load<u32>(at, 56) != 0
  minFree = load<u32>(at, 60)
  tokensSetup(load<u32>(at, 64), load<u32>(at, 68), load<u32>(at, 72), load<u32>(at, 76))
}

// @ts-ignore: decorator
@inline
function put(what: u32, start: usize, end: usize, id: u32): void {
  const o = out + (n << 4)
  store<u32>(o, what)
  store<u32>(o, start as u32, 4)
  store<u32>(o, end as u32, 8)
  store<u32>(o, id, 12)
  n += 1
  if (n == outCapacity) { flush(n); n = 0 }
}

// Sets bit 5 of every byte that is A-Z.
// @ts-ignore: decorator
@inline
function lower4(w: u32): u32 {
  const low = w & 0x7f7f7f7f
  return w | ((((low + 0x3f3f3f3f) & ~(low + 0x25252525) & ~w) & 0x80808080) >> 2)
}
// @ts-ignore: decorator
@inline
function lower8(w: u64): u64 {
  const low = w & 0x7f7f7f7f7f7f7f7f
  return w | ((((low + 0x3f3f3f3f3f3f3f3f) & ~(low + 0x2525252525252525) & ~w) & 0x8080808080808080) >> 2)
}
// @ts-ignore: decorator
@inline
function bit(map: usize, i: u32): bool { return (load<u8>(map + (i >> 3)) & (1 << (i & 7))) != 0 }

/** Reports every literal that starts at p. `free`: p lies inside a token, so only literals that allow it. */
// @ts-ignore: decorator
@inline
function literalsAt(text: usize, p: usize, end: usize, free: bool): void {
  const w = lower4(load<u32>(p))
  if (hasTwos && bit(twos, w & 0xffff)) chain(text, p, end, free, (w & 0xffff) * 0x9e3779b1)
  const three = (w & 0xffffff) * 0x9e3779b1
  if (bit(threes, three >> 16)) chain(text, p, end, free, three)
  let long: u32 = w * 0x9e3779b1
  if ((w & 0xff) >= 0xe0) {
    long = (w ^ (lower4(load<u16>(p, 4)) * 0x85ebca6b)) * 0x9e3779b1
    long ^= long >> 15
  }
  if (bit(longs, long >> longShift)) chain(text, p, end, free, long)
}

function chain(text: usize, p: usize, end: usize, free: bool, key: u32): void {
  let entry = load<u32>(heads + ((key >> 7 & headMask) << 2))
  if (entry == 0) return
  const raw = load<u64>(p)
  const low = lower8(raw)
  while (entry != 0) {
    const e = literals + entry
    const ci = load<u8>(e, 10) != 0
    // The first eight bytes settle nearly everything.
    if (((ci ? low : raw) & load<u64>(e, 24)) == load<u64>(e, 16)) {
      const length: usize = load<u16>(e, 8)
      if (p + length <= end && (!free || load<u8>(e, 11) != 0) && same(p, e + 32, length, ci)) put(3, p - text, p - text + length, load<u32>(e, 4))
    }
    entry = load<u32>(e)
  }
}

function same(p: usize, q: usize, length: usize, ci: bool): bool {
  let i: usize = 8
  while (i < length) {
    let b: u32 = load<u8>(p + i)
    if (ci && b >= 0x41 && b <= 0x5a) b |= 0x20
    if (b != load<u8>(q + i)) return false
    i++
  }
  return true
}

/** Scans [text, text + length), valid UTF-8 with at least 16 readable bytes behind it. `count` is 0 when it is not a training text. Returns the candidates left in the buffer. */
export function scan(text: usize, length: usize, count: u32): i32 {
  const end = text + length
  let p = text
  n = 0
  let letters: u32 = 0, digits: u32 = 0, spaces: u32 = 0, words: u32 = 0
  let han: u32 = 0, kana: u32 = 0, hangul: u32 = 0, cyrillic: u32 = 0, arabic: u32 = 0, other: u32 = 0, latin: u32 = 0
  let ascii: u32 = 0
  // the open digit region
  let regionStart: usize = 0, regionEnd: usize = 0
  let regionDigits: u32 = 0, regionGroups: u32 = 0
  // the open word: letters and digits of alphabetic scripts of at most two bytes
  let word: u64 = 0

  while (p < end) {
    const b: u32 = load<u8>(p)
    if (b < 0x80) {
      const c: u32 = load<u8>(classes + b)
      if ((c & (ALPHA | DIGIT)) != 0) {
        const start = p
        if ((c & START) != 0) literalsAt(text, p, end, false)
        let inToken: u32 = 0
        while (true) {
          // Sixteen bytes at once: which are letters, which digits, how far the token goes.
          const v = v128.load(p)
          const digitBits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(10))) as u32
          const alphaBits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.or(v, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(26))) as u32
          let size = ctz(~(digitBits | alphaBits)) as usize
          if (size > 16) size = 16
          if (p + size > end) size = end - p
          if (size == 0) break
          // Letters and digits keep their identity when bit 5 is set, so this folds case.
          const first = (load<u64>(p) | 0x2020202020202020) & (size >= 8 ? u64.MAX_VALUE : ((1 as u64) << ((size as u64) << 3)) - 1)
          word = ((word ^ first) + 0x9e37) * 0x100000001b3
          if (size > 8) {
            const second = (load<u64>(p, 8) | 0x2020202020202020) & (size == 16 ? u64.MAX_VALUE : ((1 as u64) << (((size - 8) as u64) << 3)) - 1)
            word = ((word ^ (word >> 29) ^ second) + 0x9e37) * 0x100000001b3
          }
          word ^= word >> 31
          let groups = digitBits & (((1 as u32) << (size as u32)) - 1)
          inToken += popcnt(groups)
          while (groups != 0) {
            const at = ctz(groups)
            const length = ctz(~(groups >> at))
            const from = p + at
            // A group that goes on in the next sixteen bytes joins the region without a gap.
            const gap = from - regionEnd
            let joined = regionDigits != 0 && gap <= 2
            if (joined && gap > 0) {
              joined = (load<u8>(classes + load<u8>(regionEnd)) & JOIN) != 0 && (gap == 1 || (load<u8>(classes + load<u8>(regionEnd, 1)) & JOIN) != 0)
            }
            if (joined) {
              regionDigits += length
              if (gap > 0) regionGroups += 1
            } else {
              if (regionDigits != 0) region(text, regionStart, regionEnd, regionDigits, regionGroups)
              regionStart = from
              regionDigits = length
              regionGroups = 1
            }
            regionEnd = from + length
            groups &= ~((((1 as u32) << length) - 1) << at)
          }
          p += size
          if (size < 16 || p >= end) break
        }
        if (minFree != 0 && (p - start) > minFree) {
          const last = p - minFree
          for (let at = start + 1; at <= last; at++) {
            if (bit(frees, ((lower4(load<u32>(at)) & 0xffffff) * 0x9e3779b1) >> 16)) literalsAt(text, at, end, true)
          }
        }
        const size = (p - start) as u32
        ascii += size
        digits += inToken
        letters += size - inToken
        const d = inToken < 63 ? inToken : 63
        if (size >= load<u32>(tokenTable + (d << 2))) put(1 | (d << 4), start - text, p - text, 0)
        continue
      }
      // space or punctuation
      if (word != 0) { words++; if (count != 0) countToken(word); word = 0 }
      ascii++
      if ((c & SPACE) != 0) spaces++
      if ((c & (GATE | START)) != 0) {
        if ((c & GATE) != 0) put(2, p - text, p - text + 1, b)
        if ((c & START) != 0) literalsAt(text, p, end, false)
      }
      p++
      continue
    }
    const c: u32 = load<u8>(classes + b)
    if ((c & START) != 0) literalsAt(text, p, end, false)
    if (b < 0xe0) {
      // two bytes: Latin, Greek, Cyrillic, Hebrew, Arabic and their like are letters of a word
      const w: u32 = load<u16>(p)
      if (b >= 0xc3) {
        word = ((word ^ w) + 0x9e37) * 0x100000001b3
        if (b <= 0xc9) latin++
        else if (b >= 0xd0 && b <= 0xd4) cyrillic++
        else if (b >= 0xd8 && b <= 0xdd) arabic++
        else other++
      } else {
        if (word != 0) { words++; if (count != 0) countToken(word); word = 0 }
        other++
      }
      p += 2
      continue
    }
    if (word != 0) { words++; if (count != 0) countToken(word); word = 0 }
    if (b < 0xf0) {
      const second: u32 = load<u8>(p, 1)
      const code: u32 = ((b & 15) << 12) | ((second & 63) << 6) | (load<u8>(p, 2) & 63)
      if (b >= 0xe4 && b <= 0xe9) { han++; if (count != 0) countCharacter(code) }
      else if (b == 0xe3) {
        if (second >= 0x81 && second <= 0x83) kana++
        else if (second >= 0x90) { han++; if (count != 0) countCharacter(code) }
        else other++
      } else if (b >= 0xea && b <= 0xed) hangul++
      else other++
      p += 3
    } else {
      if (b == 0xf0 && load<u8>(p, 1) >= 0xa0) { han++; if (count != 0) countToken(load<u32>(p)) }
      else other++
      p += 4
    }
  }
  if (word != 0) { words++; if (count != 0) countToken(word) }
  if (regionDigits != 0) region(text, regionStart, regionEnd, regionDigits, regionGroups)
  const beyond = latin + cyrillic + arabic + other + han + kana + hangul
  store<u32>(counts, ascii + beyond)
  store<u32>(counts, letters + latin, 4)
  store<u32>(counts, digits, 8)
  store<u32>(counts, han, 12)
  store<u32>(counts, kana, 16)
  store<u32>(counts, hangul, 20)
  store<u32>(counts, cyrillic, 24)
  store<u32>(counts, arabic, 28)
  store<u32>(counts, other + (ascii - letters - digits - spaces), 32)
  store<u32>(counts, spaces, 36)
  store<u32>(counts, words, 40)
  return n
}

// @ts-ignore: decorator
@inline
function region(text: usize, start: usize, end: usize, digits: u32, groups: u32): void {
  const d = digits < 63 ? digits : 63
  const g = groups < 15 ? groups : 15
  const unbroken: u32 = groups == 1 ? 1 : 0
  if (load<u8>(digitTable + (d << 5) + (g << 1) + unbroken) != 0) put((d << 4) | (g << 10) | (unbroken << 14), start - text, end - text, 0)
}
