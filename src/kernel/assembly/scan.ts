// One pass over a text: candidates of every gate, character counts, token counts.

import { begin, beside, gates, gatesSetup, offer, put, reported, textEnd, textStart } from './gates'
import { countCharacter, countToken, tokensSetup } from './tokens'

const ALPHA: u32 = 1
const DIGIT: u32 = 2
const SPACE: u32 = 4
const GATE: u32 = 8      // a byte gate asks for it
const JOIN: u32 = 16     // may stand between two digit groups
const START: u32 = 32    // some literal starts with it

const BITS: usize = 1016 // the eight bytes 1, 2, 4 … 128

let classes: usize = 0   // 256 bytes
let twos: usize = 0      // bitmap of 65,536: first two bytes (folded) of literals of two bytes
let threes: usize = 0    // bitmap of 65,536: hash of the three bytes (folded) of literals so long
let openThrees: usize = 0 // those of them that may go on as a token of more than three letters and digits
let longs: usize = 0     // bitmap of longMask + 1: hash of the first bytes (folded) of longer ones: of four; of eight, where there are so many; of six, from a first of 0xE0 on
let longMask: u32 = 0
let freeHalves: usize = 0 // twice eight tables of 16 bytes: buckets of literals that may start inside a token, by the low and high half of their first four bytes (bit 5 set)
let wides: usize = 0     // bitmap of 65,536: code points of three bytes that a literal of less than six starts with
let heads: usize = 0     // u32 per slot: offset of the first literal of the chain, 0 = none
let headMask: u32 = 0
let literals: usize = 0  // records {u32 next, u32 list of gates, u16 length, u8 ci, u8 free, u8 whole, u64 first bytes, u64 their mask, bytes…}
let counts: usize = 0    // eleven u32, see the order at the end of scan()
let regionLists: usize = 0 // u32 by digits up to 63 (bits 0-5), groups up to 15 (6-9), one unbroken group (10): offset of a list of gates
let byteLists: usize = 0 // u32 by byte: offset of a list of gates; in the 64 bytes before it, the bytes that may stand before the byte and behind it
let tokenTable: usize = 0 // 64 u32: length from which a token with so many digits is wanted
let tokenList: usize = 0 // {u32 count, then three u32 per token gate: gate, length, digits}
let hasFree: bool = false

export function configure(at: usize): void {
  classes = load<u32>(at)
  twos = load<u32>(at, 4)
  threes = load<u32>(at, 8)
  longs = load<u32>(at, 12)
  longMask = load<u32>(at, 16)
  openThrees = load<u32>(at, 20)
  freeHalves = load<u32>(at, 24)
  heads = load<u32>(at, 28)
  headMask = load<u32>(at, 32)
  literals = load<u32>(at, 36)
  counts = load<u32>(at, 48)
  regionLists = load<u32>(at, 60)
  byteLists = load<u32>(at, 64)
  tokenTable = load<u32>(at, 68)
  tokenList = load<u32>(at, 72)
  hasFree = load<u32>(at, 80) != 0
  wides = load<u32>(at, 76)
  gatesSetup(load<u32>(at, 40), load<u32>(at, 44), load<u32>(at, 52), load<u32>(at, 56))
  tokensSetup(load<u32>(at, 84), load<u32>(at, 88), load<u32>(at, 92), load<u32>(at, 96))
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

/**
 * Reports every literal that starts at p with a character of one or two bytes. `free`: p lies inside a token, so only literals that allow it.
 * `shortOnes`: the bitmap to ask for those of three bytes. Bit 5 of all bytes is set, which folds more than case but costs nothing.
 */
// @ts-ignore: decorator
@inline
function literalsAt(p: usize, free: bool, shortOnes: usize): void {
  // All filters before one branch, which hardly a word takes.
  const q = load<u64>(p) | 0x2020202020202020
  if ((inMap(twos, q as u32 & 0xffff) | inMap(shortOnes, hashOf(q & 0xffffff) >> 16) | isLong(hashOf(q & 0xffffffff)) | isLong(hashOf(q))) != 0) literalsOf(p, free, q)
}

function literalsOf(p: usize, free: bool, q: u64): void {
  const three = hashOf(q & 0xffffff), four = hashOf(q & 0xffffffff), eight = hashOf(q)
  if (inMap(twos, q as u32 & 0xffff) != 0) chain(p, free, hashOf(q & 0xffff))
  if (inMap(threes, three >> 16) != 0) chain(p, free, three)
  if (isLong(four) != 0) chain(p, free, four)
  if (isLong(eight) != 0) chain(p, free, eight)
}

/** Reports every literal that starts at p with a character of three or four bytes. */
function wideLiteralsAt(p: usize): void {
  const w = lower4(load<u32>(p))
  const three = hashOf(w & 0xffffff), four = hashOf(w), six = sixHash(p, w)
  if (inMap(threes, three >> 16) != 0) chain(p, false, three)
  if (isLong(four) != 0) chain(p, false, four)
  if (isLong(six) != 0) chain(p, false, six)
}

// Not 0 when bit i of a bitmap is set. Which bit of a byte that is, a table says: shifts by what is not constant take registers.
// @ts-ignore: decorator
@inline
function inMap(map: usize, i: u32): u32 { return load<u8>(map + (i >> 3)) & load<u8>(BITS + (i & 7)) }
// @ts-ignore: decorator
@inline
function isLong(hash: u32): u32 { return inMap(longs, hash >> 9 & longMask) }
// @ts-ignore: decorator
@inline
function hashOf(bytes: u64): u32 { return (bytes * 0x9e3779b97f4a7c15 >> 32) as u32 }
// @ts-ignore: decorator
@inline
function sixHash(p: usize, w: u32): u32 { return hashOf((lower4(load<u16>(p, 4)) as u64 << 32) | w) }

function chain(p: usize, free: bool, key: u32): void {
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
      const stop = p + length
      if (stop <= textEnd && (!free || load<u8>(e, 11) != 0) && same(p, e + 32, length, ci) && (load<u8>(e, 12) == 0 || stop == textEnd || (load<u8>(classes + load<u8>(stop)) & (ALPHA | DIGIT)) == 0)) offer(gates + load<u32>(e, 4), p, stop)
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

// What is counted of the text, and what is open between its runs of ASCII and of other characters.
let letters: u32 = 0, digits: u32 = 0, spaces: u32 = 0, words: u32 = 0
let han: u32 = 0, kana: u32 = 0, hangul: u32 = 0, cyrillic: u32 = 0, arabic: u32 = 0, other: u32 = 0, latin: u32 = 0
// the open digit region
let regionStart: usize = 0, regionEnd: usize = 0
let regionDigits: u32 = 0, regionGroups: u32 = 0
// the open word: letters and digits of alphabetic scripts of at most two bytes
let word: u64 = 0

/** Scans [text, text + length), valid UTF-8 with at least 16 readable bytes behind it. `count` is 0 when it is not a training text. Returns the candidates left in the buffer. */
export function scan(text: usize, length: usize, count: u32): i32 {
  const end = text + length
  begin(text, end)
  letters = digits = spaces = words = han = kana = hangul = cyrillic = arabic = other = latin = 0
  regionDigits = 0
  word = 0
  let ascii: u32 = 0
  for (let p = text; p < end;) {
    const from = p
    p = asciiRun(p, end, count)
    ascii += (p - from) as u32
    if (p < end) p = wideRun(p, end, count)
  }
  if (word != 0) { words++; if (count != 0) countToken(word) }
  if (regionDigits != 0) region()
  if (hasFree) freeLiterals()
  letters -= digits
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
  return reported()
}

/** Scans from p on while characters are ASCII; returns where it stopped. A function of its own, so that what it works with fits the registers. */
function asciiRun(p: usize, end: usize, count: u32): usize {
  let open = word
  let tokenBytes: u32 = 0, closed: u32 = 0, blanks: u32 = 0
  while (p < end) {
    const b: u32 = load<u8>(p)
    if (b >= 0x80) break
    const c: u32 = load<u8>(classes + b)
    if ((c & (ALPHA | DIGIT)) != 0) {
      const start = p
      let inToken: u32 = 0
      while (true) {
        // Sixteen bytes at once: which are letters, which digits, how far the token goes.
        const v = v128.load(p)
        const digitBits = i8x16.bitmask(i8x16.le_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(9))) as u32
        const alphaBits = i8x16.bitmask(i8x16.le_u(i8x16.sub(v128.or(v, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(25))) as u32
        let size = ctz(~(digitBits | alphaBits)) as usize
        if (size > 16) size = 16
        if (p + size > end) size = end - p
        if (size == 0) break
        // Letters and digits keep their identity when bit 5 is set, so this folds case.
        const first = (load<u64>(p) | 0x2020202020202020) & (size >= 8 ? u64.MAX_VALUE : ((1 as u64) << ((size as u64) << 3)) - 1)
        open = ((open ^ first) + 0x9e37) * 0x100000001b3
        if (size > 8) {
          const second = (load<u64>(p, 8) | 0x2020202020202020) & (size == 16 ? u64.MAX_VALUE : ((1 as u64) << (((size - 8) as u64) << 3)) - 1)
          open = ((open ^ (open >> 29) ^ second) + 0x9e37) * 0x100000001b3
        }
        open ^= open >> 31
        const groups = digitBits & (((1 as u32) << (size as u32)) - 1)
        if (groups != 0) {
          inToken += popcnt(groups)
          digitGroups(p, groups)
        }
        p += size
        if (size < 16 || p >= end) break
      }
      const size = (p - start) as u32
      tokenBytes += size
      digits += inToken
      if ((c & START) != 0) literalsAt(start, false, size > 3 ? openThrees : threes)
      const d = inToken < 63 ? inToken : 63
      if (size >= load<u32>(tokenTable + (d << 2))) token(start, p, d)
      continue
    }
    // space or punctuation
    if (open != 0) { closed++; if (count != 0) countToken(open); open = 0 }
    if ((c & SPACE) != 0) blanks++
    if ((c & (GATE | START)) != 0) {
      if ((c & GATE) != 0) {
        // What lies beyond the text may be anything: the gates judge it.
        const list = gates + load<u32>(byteLists + (b << 2))
        if (inMap(list - 64, load<u8>(p - 1)) != 0 && inMap(list - 32, load<u8>(p, 1)) != 0) byteCandidate(list, p)
      }
      if ((c & START) != 0) literalsAt(p, false, threes)
    }
    p++
  }
  word = open
  words += closed
  spaces += blanks
  letters += tokenBytes
  return p
}

function byteCandidate(list: usize, p: usize): void { offer(list, p, p + 1) }

/** Joins the groups of digits among sixteen bytes from p on, bits of which say where they are, to the open region or opens others. */
function digitGroups(p: usize, groups: u32): void {
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
      if (regionDigits != 0) region()
      regionStart = from
      regionDigits = length
      regionGroups = 1
    }
    regionEnd = from + length
    groups &= ~((((1 as u32) << length) - 1) << at)
  }
}

/** Scans from p on while characters are beyond ASCII; returns where it stopped. */
function wideRun(p: usize, end: usize, count: u32): usize {
  while (p < end) {
    const b: u32 = load<u8>(p)
    if (b < 0x80) break
    if (b < 0xe0) {
      if ((load<u8>(classes + b) & START) != 0) literalsAt(p, false, threes)
      // two bytes: Latin, Greek, Cyrillic, Hebrew, Arabic and their like are letters of a word
      if (b >= 0xc3) {
        word = ((word ^ load<u16>(p)) + 0x9e37) * 0x100000001b3
        if (b <= 0xc9) latin++
        else if (b >= 0xd0 && b <= 0xd4) cyrillic++
        else if (b >= 0xd8 && b <= 0xdd) arabic++
        else other++
      } else {
        endWord(count)
        other++
      }
      p += 2
      continue
    }
    endWord(count)
    if (b < 0xf0) {
      const second: u32 = load<u8>(p, 1)
      const code: u32 = ((b & 15) << 12) | ((second & 63) << 6) | (load<u8>(p, 2) & 63)
      if ((inMap(wides, code) | isLong(sixHash(p, lower4(load<u32>(p))))) != 0) wideLiteralsAt(p)
      if (b >= 0xe4 && b <= 0xe9) { han++; if (count != 0) countCharacter(code) }
      else if (b == 0xe3) {
        if (second >= 0x81 && second <= 0x83) kana++
        else if (second >= 0x90) { han++; if (count != 0) countCharacter(code) }
        else other++
      } else if (b >= 0xea && b <= 0xed) hangul++
      else other++
      p += 3
    } else {
      if ((load<u8>(classes + b) & START) != 0) wideLiteralsAt(p)
      if (b == 0xf0 && load<u8>(p, 1) >= 0xa0) { han++; if (count != 0) countToken(load<u32>(p)) }
      else other++
      p += 4
    }
  }
  return p
}

// @ts-ignore: decorator
@inline
function endWord(count: u32): void {
  if (word == 0) return
  words++
  if (count != 0) countToken(word)
  word = 0
}

/** Offers the open region of digits to the gates that want so many. */
function region(): void {
  const d = regionDigits < 63 ? regionDigits : 63
  const g = regionGroups < 15 ? regionGroups : 15
  const unbroken: u32 = regionGroups == 1 ? 1 : 0
  const list = load<u32>(regionLists + ((d | (g << 6) | (unbroken << 10)) << 2))
  if (list != 0) offer(gates + list, regionStart, regionEnd)
}

function token(start: usize, end: usize, digits: u32): void {
  let at = tokenList + 4
  const size = (end - start) as u32
  for (let left = load<u32>(tokenList); left != 0; left--) {
    if (size >= load<u32>(at, 4) && digits >= load<u32>(at, 8) && beside(load<u32>(at), start, end)) put(load<u32>(at), start, end)
    at += 12
  }
}

// Buckets that may go on with these bytes, by their tables of low and high halves.
// @ts-ignore: decorator
@inline
function buckets(tables: usize, low: v128, high: v128): v128 {
  return v128.and(i8x16.swizzle(v128.load(tables), low), i8x16.swizzle(v128.load(tables, 16), high))
}

/**
 * Literals that may start inside a token, where they do: sixteen places at once are asked whether they follow a letter or digit and whether
 * their first four bytes are of one bucket of such literals.
 */
function freeLiterals(): void {
  const half = i8x16.splat(0x0f)
  const bit5 = i8x16.splat(0x20)
  for (let p = textStart + 1; p < textEnd; p += 16) {
    const before = v128.load(p - 1)
    const inside = v128.or(i8x16.le_u(i8x16.sub(before, i8x16.splat(0x30)), i8x16.splat(9)), i8x16.le_u(i8x16.sub(v128.or(before, bit5), i8x16.splat(0x61)), i8x16.splat(25)))
    if (!v128.any_true(inside)) continue
    const a = v128.or(v128.load(p), bit5), b = v128.or(v128.load(p, 1), bit5), c = v128.or(v128.load(p, 2), bit5), d = v128.or(v128.load(p, 3), bit5)
    const aLow = v128.and(a, half), aHigh = v128.and(i16x8.shr_u(a, 4), half)
    const bLow = v128.and(b, half), bHigh = v128.and(i16x8.shr_u(b, 4), half)
    const cLow = v128.and(c, half), cHigh = v128.and(i16x8.shr_u(c, 4), half)
    const dLow = v128.and(d, half), dHigh = v128.and(i16x8.shr_u(d, 4), half)
    const one = v128.and(v128.and(buckets(freeHalves, aLow, aHigh), buckets(freeHalves + 32, bLow, bHigh)), v128.and(buckets(freeHalves + 64, cLow, cHigh), buckets(freeHalves + 96, dLow, dHigh)))
    const two = v128.and(v128.and(buckets(freeHalves + 128, aLow, aHigh), buckets(freeHalves + 160, bLow, bHigh)), v128.and(buckets(freeHalves + 192, cLow, cHigh), buckets(freeHalves + 224, dLow, dHigh)))
    let some = i8x16.bitmask(v128.and(inside, i8x16.ne(v128.or(one, two), i8x16.splat(0)))) as u32
    while (some != 0) {
      const at = p + ctz(some)
      some &= some - 1
      if (at >= textEnd) break
      literalsAt(at, true, threes)
    }
  }
}
