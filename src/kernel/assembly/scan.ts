// One pass over a text: candidates of every gate, character counts, token counts.
//
// Candidate: four u32 {what, start, end, id}; offsets relative to the text.
//   what & 15:  0 digit region  (what >> 4: digits up to 63, >> 10: groups up to 15, >> 14: 1 when one unbroken group)
//               1 token         (what >> 4: digits up to 63)
//               2 byte          (id: the byte)
//               3 literal       (id: the literal)
// When the buffer is full the host's flush(n) empties it.
import { countToken, tokensSetup, total } from './tokens'
import * as tokens from './tokens'

// @ts-ignore: decorator
@external('host', 'flush')
declare function flush(count: i32): void

const ALPHA: u32 = 1
const DIGIT: u32 = 2
const SPACE: u32 = 4
const GATE: u32 = 8      // a byte gate asks for it
const JOIN: u32 = 16     // may stand between two digit groups

let classes: usize = 0   // 256 bytes
let pairs: usize = 0     // bitmap of 65,536: folded first two bytes of literals tried at token starts, punctuation and high bytes
let freePairs: usize = 0 // the same for literals that may start inside a token
let shorts: usize = 0    // the same for literals shorter than their long prefix (4 bytes ASCII, 6 bytes other)
let longs: usize = 0     // bitmap of 2^20: hash of the long prefix
let heads: usize = 0     // u32 per slot: offset of the first literal of the chain, 0 = none
let headMask: u32 = 0
let literals: usize = 0  // records {u32 next, u32 id, u16 length, u8 ci, u8 free, bytes…}
let out: usize = 0
let outCapacity: i32 = 0
let counts: usize = 0    // ten u32, see the order at the end of scan()
let digitTable: usize = 0 // 64 × 16 × 2 bytes: is a region of these digits, groups, unbroken wanted
let tokenTable: usize = 0 // 64 u32: length from which a token with so many digits is wanted
let hasFree: bool = false
let n: i32 = 0

export function configure(at: usize): void {
  classes = load<u32>(at)
  pairs = load<u32>(at, 4)
  freePairs = load<u32>(at, 8)
  shorts = load<u32>(at, 12)
  longs = load<u32>(at, 16)
  heads = load<u32>(at, 20)
  headMask = load<u32>(at, 24)
  literals = load<u32>(at, 28)
  out = load<u32>(at, 32)
  outCapacity = load<u32>(at, 36)
  counts = load<u32>(at, 40)
  digitTable = load<u32>(at, 44)
  tokenTable = load<u32>(at, 48)
  hasFree = load<u32>(at, 52) != 0
  tokensSetup(load<u32>(at, 56), load<u32>(at, 60), load<u32>(at, 64))
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

// @ts-ignore: decorator
@inline
function lower(b: u32): u32 { return b >= 0x41 && b <= 0x5a ? b | 0x20 : b }
// Sets bit 5 of every byte that is A-Z, four bytes at once.
// @ts-ignore: decorator
@inline
function lower4(w: u32): u32 {
  const low = w & 0x7f7f7f7f
  const upper = ((low + 0x3f3f3f3f) & ~(low + 0x25252525) & ~w) & 0x80808080
  return w | (upper >> 2)
}
// @ts-ignore: decorator
@inline
function bit(map: usize, i: u32): bool { return (load<u8>(map + (i >> 3)) & (1 << (i & 7))) != 0 }
// @ts-ignore: decorator
@inline
function pairAt(p: usize): u32 { return lower4(load<u16>(p)) & 0xffff }
// The hash of a long prefix: four folded bytes, or six bytes from 0xE0 on.
// @ts-ignore: decorator
@inline
function prefixHash(p: usize): u32 {
  const w = lower4(load<u32>(p))
  if ((w & 0xff) < 0xe0) return w * 0x9e3779b1
  const h = (w ^ (lower4(load<u16>(p, 4)) * 0x85ebca6b)) * 0x9e3779b1
  return h ^ (h >> 15)
}

/** Reports every literal that starts at p. `free`: p lies inside a token, so only literals that allow it. */
function literalsAt(text: usize, p: usize, end: usize, free: bool): void {
  const pair = pairAt(p)
  if (bit(shorts, pair)) chain(text, p, end, free, (pair * 0x9e3779b1) >> 7)
  const h = prefixHash(p)
  if (bit(longs, h >> 12)) chain(text, p, end, free, h)
}

function chain(text: usize, p: usize, end: usize, free: bool, key: u32): void {
  let entry = load<u32>(heads + ((key & headMask) << 2))
  while (entry != 0) {
    const e = literals + entry
    const length: usize = load<u16>(e, 8)
    if (p + length <= end && (!free || load<u8>(e, 11) != 0) && same(p, e + 12, length, load<u8>(e, 10) != 0)) {
      put(3, p - text, p - text + length, load<u32>(e, 4))
    }
    entry = load<u32>(e)
  }
}

function same(p: usize, q: usize, length: usize, ci: bool): bool {
  if (ci) {
    for (let i: usize = 0; i < length; i++) if (lower(load<u8>(p + i)) != load<u8>(q + i)) return false
  } else {
    for (let i: usize = 0; i < length; i++) if (load<u8>(p + i) != load<u8>(q + i)) return false
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
        if (bit(pairs, pairAt(p))) literalsAt(text, p, end, false)
        let inToken: u32 = 0
        let cc = c
        let bb = b
        while (true) {
          if ((cc & DIGIT) != 0) {
            // a group of digits
            const first = p
            do {
              word = ((word ^ bb) + 0x9e37) * 0x100000001b3
              p++
              bb = load<u8>(p)
            } while (p < end && bb >= 0x30 && bb <= 0x39)
            const size = (p - first) as u32
            inToken += size
            let joined = false
            if (regionDigits != 0) {
              const gap = first - regionEnd
              if (gap <= 2 && gap > 0) {
                joined = (load<u8>(classes + load<u8>(regionEnd)) & JOIN) != 0 && (gap == 1 || (load<u8>(classes + load<u8>(regionEnd, 1)) & JOIN) != 0)
              }
              if (!joined) region(text, regionStart, regionEnd, regionDigits, regionGroups)
            }
            if (joined) { regionDigits += size; regionGroups += 1 }
            else { regionStart = first; regionDigits = size; regionGroups = 1 }
            regionEnd = p
          } else {
            word = ((word ^ (bb | 0x20)) + 0x9e37) * 0x100000001b3
            p++
            bb = load<u8>(p)
          }
          if (p >= end || bb >= 0x80) break
          cc = load<u8>(classes + bb)
          if ((cc & (ALPHA | DIGIT)) == 0) break
          if (hasFree && bit(freePairs, pairAt(p))) literalsAt(text, p, end, true)
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
      if ((c & GATE) != 0) put(2, p - text, p - text + 1, b)
      if (bit(pairs, pairAt(p))) literalsAt(text, p, end, false)
      p++
      continue
    }
    if (b < 0xe0) {
      // two bytes: Latin, Greek, Cyrillic, Hebrew, Arabic and their like are letters of a word
      if (bit(pairs, pairAt(p))) literalsAt(text, p, end, false)
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
      const h = prefixHash(p)
      if (bit(longs, h >> 12)) chain(text, p, end, false, h)
      const pair = pairAt(p)
      if (bit(shorts, pair)) chain(text, p, end, false, (pair * 0x9e3779b1) >> 7)
      const w: u32 = load<u32>(p) & 0xffffff
      const second: u32 = load<u8>(p, 1)
      if (b >= 0xe4 && b <= 0xe9) { han++; if (count != 0) countToken(w) }
      else if (b == 0xe3) {
        if (second >= 0x81 && second <= 0x83) kana++
        else if (second >= 0x90) { han++; if (count != 0) countToken(w) }
        else other++
      } else if (b >= 0xea && b <= 0xed) hangul++
      else if (b == 0xe0 || b == 0xe1) { other++; if (count != 0 && b == 0xe0) countToken(w) }
      else other++
      p += 3
    } else {
      const pair = pairAt(p)
      if (bit(pairs, pair)) literalsAt(text, p, end, false)
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
  if (count != 0) tokens.total += (words + han) as u64
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
