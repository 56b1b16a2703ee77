// Runs of ASCII: sixty-four bytes at once are asked which are letters, digits, spaces, signs of gates; the bits of the answers are walked.

import { ALPHA, classes, DIGIT, GATE, START } from './classes'
import { FOUR, LETTER_A, LOW_HALF, NINE, SIGN_0, SPACE_SIGN, TWENTY_FIVE } from './constants'
import { gates, offer, textEnd } from './gates'
import { BIT_5, inMap, literalsAt, mayStart } from './literals'
import { gatherFree, gatherPlace, makeRoom, placesEnd, takePlaces } from './places'
import { joinGroups, offerToken, plainTokens } from './regions'
import { countToken } from './tokens'
import { longer, muchLonger } from './words'

let signTable: usize = 0 // two tables of 16 bytes: `\` and signs that a byte gate asks for or a literal starts with, by their low and high halves
let byteLists: usize = 0 // u32 by sign: offset of a list of gates; in the 64 bytes before it, the bytes that may stand before a candidate of them, and those that may follow the sign for any reason
let hasFree: bool = false

export let letters: u32 = 0, digits: u32 = 0, spaces: u32 = 0, words: u32 = 0
/** The open word, 0 when there is none: letters and digits of alphabetic scripts of at most two bytes. */
export let word: u64 = 0

export function asciiSetup(signTableAt: usize, byteListsAt: usize, free: bool): void {
  signTable = signTableAt
  byteLists = byteListsAt
  hasFree = free
}

export function beginWords(): void {
  letters = digits = spaces = words = 0
  word = 0
}

/** The open word with a letter of two bytes more. */
// @ts-ignore: decorator
@inline
export function wideLetter(bytes: u32): void { word = ((word ^ bytes) + 0x9e37) * 0x100000001b3 }

// @ts-ignore: decorator
@inline
export function endWord(count: u32): void { if (word != 0) closeWord(count) }

function closeWord(count: u32): void {
  words++
  if (count != 0) countToken(word)
  word = 0
}

// @ts-ignore: decorator
@inline
function digitsOf(v: v128): v128 { return i8x16.le_u(i8x16.sub(v, v128.load(SIGN_0)), v128.load(NINE)) }
// @ts-ignore: decorator
@inline
function lettersOf(v: v128): v128 { return i8x16.le_u(i8x16.sub(v128.or(v, v128.load(SPACE_SIGN)), v128.load(LETTER_A)), v128.load(TWENTY_FIVE)) }
// @ts-ignore: decorator
@inline
function spacesOf(v: v128): v128 { return v128.or(i8x16.eq(v, v128.load(SPACE_SIGN)), i8x16.le_u(i8x16.sub(v, v128.load(NINE)), v128.load(FOUR))) }
// Signs that a byte gate asks for or a literal starts with, by their low and high halves.
// @ts-ignore: decorator
@inline
function signsOf(v: v128): v128 {
  const low = i8x16.swizzle(v128.load(signTable), v128.and(v, v128.load(LOW_HALF)))
  const high = i8x16.swizzle(v128.load(signTable, 16), v128.and(i16x8.shr_u(v, 4), v128.load(LOW_HALF)))
  return i8x16.ne(v128.and(low, high), i8x16.splat(0))
}
// @ts-ignore: decorator
@inline
function bits(v: v128): u64 { return i8x16.bitmask(v) as u64 }
// @ts-ignore: decorator
@inline
function bits64(a: v128, b: v128, c: v128, d: v128): u64 { return bits(a) | (bits(b) << 16) | (bits(c) << 32) | (bits(d) << 48) }

// @ts-ignore: decorator
@inline
function upTo(n: usize): u64 { return n < 64 ? ((1 as u64) << (n as u64)) - 1 : u64.MAX_VALUE }

/** Scans from p on while characters are ASCII; returns where it stopped. What stands at the end of sixty-four bytes and may go on is left to the next. */
export function asciiRun(p: usize, end: usize, count: u32): usize {
  while (p < end) {
    const v = v128.load(p)
    let limit: usize, digitBits: u64, alnum: u64, spaceBits: u64, signBits: u64
    const beyond = bits(v)
    if (beyond != 0) {
      limit = ctz(beyond) as usize
      if (limit == 0) break
      const d = digitsOf(v)
      digitBits = bits(d)
      alnum = bits(v128.or(d, lettersOf(v)))
      spaceBits = bits(spacesOf(v))
      signBits = bits(signsOf(v))
    } else {
      const w = v128.load(p, 16), x = v128.load(p, 32), y = v128.load(p, 48)
      limit = ctz((bits(w) << 16) | (bits(x) << 32) | (bits(y) << 48)) as usize
      const dv = digitsOf(v), dw = digitsOf(w), dx = digitsOf(x), dy = digitsOf(y)
      digitBits = bits64(dv, dw, dx, dy)
      alnum = bits64(v128.or(dv, lettersOf(v)), v128.or(dw, lettersOf(w)), v128.or(dx, lettersOf(x)), v128.or(dy, lettersOf(y)))
      spaceBits = bits64(spacesOf(v), spacesOf(w), spacesOf(x), spacesOf(y))
      signBits = bits64(signsOf(v), signsOf(w), signsOf(x), signsOf(y))
    }
    if (end - p < limit) limit = end - p
    if (limit == 64 && (alnum >> 63) != 0) {
      limit = 64 - clz(~alnum) as usize
      if (limit == 0) { p = longToken(p, end); continue }
    }
    makeRoom()
    const within = upTo(limit)
    alnum &= within
    letters += popcnt(alnum) as u32
    spaces += popcnt(spaceBits & within) as u32
    digitBits &= within
    if (digitBits != 0 || plainTokens) digitsIn(p, alnum, digitBits)
    if (word != 0 && (alnum & 1) == 0) closeWord(count)
    wordsIn(p, limit, alnum & ~(alnum << 1), ~alnum & (alnum << 1), count)
    if (hasFree) gatherFree(p, alnum & (alnum << 1))
    signBits &= within
    if (signBits != 0) signsIn(p, signBits)
    p += limit
  }
  return p
}

/**
 * Counts the words of up to 64 bytes from p on, of which bits say where they start and stop, and gathers their starts that literals may start at. A word that
 * ends with the bytes stays open.
 */
function wordsIn(p: usize, limit: usize, starts: u64, stops: u64, count: u32): void {
  let open = word
  let left = popcnt(starts) as u32
  const last: u32 = limit < 64 ? (stops >> (limit as u64)) as u32 & 1 : 0
  words += left - last
  word = 0
  let places = placesEnd()
  while (left != 0) {
    left--
    const from = ctz(starts) as usize
    const size = ctz(stops) as usize - from
    starts &= starts - 1
    stops &= stops - 1
    const start = p + from
    const first = load<u64>(start) | BIT_5
    store<u32>(places, start as u32)
    places += mayStart(first) != 0 ? 4 : 0
    open = size <= 16 ? longer(open, first, start, size) : muchLonger(open, start, size)
    if (left < last) word = open
    else if (count != 0) countToken(open)
    open = 0
  }
  takePlaces(places)
}

/** The signs among up to 64 bytes from p on that gates ask for or literals start with, where bits say they are. */
function signsIn(p: usize, some: u64): void {
  while (some != 0) {
    const at = p + ctz(some) as usize
    some &= some - 1
    const b: u32 = load<u8>(at)
    const list = gates + load<u32>(byteLists + (b << 2))
    // What lies beyond the text may be anything: the gates and literals judge it.
    if (inMap(list - 32, load<u8>(at, 1)) == 0) continue
    const c: u32 = load<u8>(classes + b)
    if ((c & GATE) != 0 && inMap(list - 64, load<u8>(at - 1)) != 0) offer(list, at, at + 1)
    if ((c & START) != 0 && mayStart(load<u64>(at) | BIT_5) != 0) literalsAt(at, false)
    if (b == 0x5c) behindBreak(at)
  }
}

/** What begins behind a line break or tab that is written out, `\n`, `\r` or `\t`: its letter is counted as one of the word, and what follows may begin there as well. */
function behindBreak(backslash: usize): void {
  const letter: u32 = load<u8>(backslash, 1)
  if (letter != 0x6e && letter != 0x72 && letter != 0x74) return
  const start = backslash + 2
  let stop = start, digits: u32 = 0
  for (; stop < textEnd; stop++) {
    const c: u32 = load<u8>(classes + load<u8>(stop)) & (ALPHA | DIGIT)
    if (c == 0) break
    digits += c == DIGIT ? 1 : 0
  }
  if (stop == start) return
  gatherPlace(start)
  offerToken(start, stop, digits)
}

/** The digits of up to 64 bytes from p on, and the tokens that gates may want for them. */
function digitsIn(p: usize, alnum: u64, digitBits: u64): void {
  digits += popcnt(digitBits) as u32
  joinGroups(p, digitBits)
  // Tokens without digits only if a gate wants them.
  let some = plainTokens ? alnum : digitBits
  while (some != 0) {
    const at = ctz(some)
    const from = 64 - clz(~alnum & (((1 as u64) << at) - 1)) as usize
    const to = at as usize + ctz(~(alnum >> at)) as usize
    const span = upTo(to) & ~upTo(from)
    offerToken(p + from, p + to, popcnt(digitBits & span) as u32)
    some &= ~span
  }
}

/** A token of at least 64 bytes; returns its end. It stays open. */
function longToken(start: usize, end: usize): usize {
  let p = start
  let inToken: u32 = 0
  while (p < end) {
    const v = v128.load(p)
    const d = bits(digitsOf(v))
    let size = ctz(~(d | bits(lettersOf(v)))) as usize
    if (size > 16) size = 16
    if (p + size > end) size = end - p
    if (size == 0) break
    makeRoom()
    word = longer(word, load<u64>(p) | BIT_5, p, size)
    if (hasFree) gatherFree(p, upTo(size) & (p == start ? ~1 : u64.MAX_VALUE))
    const some = d & upTo(size)
    inToken += popcnt(some) as u32
    joinGroups(p, some)
    p += size
    if (size < 16) break
  }
  letters += (p - start) as u32
  digits += inToken
  gatherPlace(start)
  offerToken(start, p, inToken)
  return p
}
