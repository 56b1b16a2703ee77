// Literals: the filters before them, and the literals themselves.

import { ALPHA, classes, DIGIT } from './classes'
import { BITS, BITS_OF_64, FIVE_BITS, SIXTEEN } from './constants'
import { gates, offer, textEnd } from './gates'

export const BIT_5: u64 = 0x2020202020202020
// The same behind a character of three bytes.
const BIT_5_BEHIND: u64 = 0x2020202020000000
const SIX: u64 = 0xffffffffffff

let twos: usize = 0        // bitmap of 65,536: first two bytes (folded) of literals of two bytes
let threes: usize = 0      // bitmap of 16,384: hash of the three bytes (folded) of literals so long
let longs: usize = 0       // longMask + 1 words of 64 bits, two bits for each longer literal: see LongFilter in kernel/literals.ts
let longMask: u32 = 0
let freeBuckets: usize = 0 // twice four tables of 32 bytes: buckets of literals that may start inside a token, by the five low bits of their first four bytes
let wides: usize = 0       // bitmap of 65,536: code points of three bytes that a literal of less than six starts with
let heads: usize = 0       // u32 per slot: offset of the first literal of the chain, 0 = none
let headMask: u32 = 0
let literals: usize = 0    // records {u32 next, u32 list of gates, u16 length, u8 ci, u8 free, u8 whole, u64 first bytes, u64 their mask, bytes…}

export function literalsSetup(at: usize): void {
  twos = load<u32>(at, 4)
  threes = load<u32>(at, 8)
  longs = load<u32>(at, 12)
  longMask = load<u32>(at, 16)
  freeBuckets = load<u32>(at, 20)
  heads = load<u32>(at, 24)
  headMask = load<u32>(at, 28)
  literals = load<u32>(at, 32)
  wides = load<u32>(at, 36)
}

// Sets bit 5 of every byte that is A-Z.
// @ts-ignore: decorator
@inline
function lower8(w: u64): u64 {
  const low = w & 0x7f7f7f7f7f7f7f7f
  return w | ((((low + 0x3f3f3f3f3f3f3f3f) & ~(low + 0x2525252525252525) & ~w) & 0x8080808080808080) >> 2)
}

/** Not 0 when a literal may start with the bytes q, bit 5 of which is set: that folds more than case but costs nothing. */
// @ts-ignore: decorator
@inline
export function mayStart(q: u64): u32 {
  const four = hashOf(q & 0xffffffff)
  const longOnes = longsAt(four)
  return inMap(twos, q as u32 & 0xffff) | inMap(threes, hashOf(q & 0xffffff) >> 18) | (isLong(longOnes, four) as u32) | (isLong(longOnes, hashOf(q)) as u32)
}

/** Reports every literal that starts at p with a character of one or two bytes. `free`: p lies inside a token, so only literals that allow it. */
export function literalsAt(p: usize, free: bool): void {
  const q = load<u64>(p) | BIT_5
  const three = hashOf(q & 0xffffff), four = hashOf(q & 0xffffffff), eight = hashOf(q)
  const longOnes = longsAt(four)
  if (inMap(twos, q as u32 & 0xffff) != 0) chain(p, free, hashOf(q & 0xffff))
  if (inMap(threes, three >> 18) != 0) chain(p, free, three)
  if (isLong(longOnes, four)) chain(p, free, four)
  if (isLong(longOnes, eight)) chain(p, free, eight)
}

/** Reports every literal that starts at p with a character of three or four bytes. */
export function wideLiteralsAt(p: usize): void {
  const q = load<u64>(p) | BIT_5_BEHIND
  const three = hashOf(q & 0xffffff), four = hashOf(q & 0xffffffff), six = hashOf(q & SIX)
  if (inMap(threes, three >> 18) != 0) chain(p, false, three)
  if (isLong(longsAt(four), four)) chain(p, false, four)
  if (isLong(longsAt(six), six)) chain(p, false, six)
}

/** Not 0 when a literal may start with the bytes q, the first three of which are a character. */
// @ts-ignore: decorator
@inline
export function mayStartWide(q: u64, code: u32): u32 {
  const six = hashOf((q | BIT_5_BEHIND) & SIX)
  return inMap(wides, code) | (isLong(longsAt(six), six) as u32)
}

// Not 0 when bit i of a bitmap is set. Which bit of a byte that is, a table says: shifts by what is not constant take registers.
// @ts-ignore: decorator
@inline
export function inMap(map: usize, i: u32): u32 { return load<u8>(map + (i >> 3)) & load<u8>(BITS + (i & 7)) }
// @ts-ignore: decorator
@inline
function longsAt(hash: u32): u64 { return load<u64>(longs + ((hash >> 12 & longMask) << 3)) }
// Whether the two bits of a hash are set.
// @ts-ignore: decorator
@inline
function isLong(word: u64, hash: u32): bool {
  const two = load<u64>(BITS_OF_64 + ((hash & 63) << 3)) | load<u64>(BITS_OF_64 + ((hash >> 6 & 63) << 3))
  return (word & two) == two
}
// @ts-ignore: decorator
@inline
function hashOf(bytes: u64): u32 { return (bytes * 0x9e3779b97f4a7c15 >> 32) as u32 }
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

// Buckets that may go on with the bytes at p, by their five low bits.
// @ts-ignore: decorator
@inline
function buckets(tables: usize, p: usize): v128 {
  const low = v128.and(v128.load(p), v128.load(FIVE_BITS))
  return v128.or(i8x16.swizzle(v128.load(tables), low), i8x16.swizzle(v128.load(tables, 16), i8x16.sub(low, v128.load(SIXTEEN))))
}

/** The places among 64 from p on whose first four bytes are of one bucket of literals that may start inside a token. */
export function freeAmong(p: usize, inside: u64): u64 {
  let some: u64 = 0
  for (let i: usize = 0; i < 64 && (inside >> (i as u64)) != 0; i += 16) {
    some |= (i8x16.bitmask(i8x16.ne(v128.or(ofBuckets(freeBuckets, p + i), ofBuckets(freeBuckets + 128, p + i)), i8x16.splat(0))) as u64) << (i as u64)
  }
  return some & inside
}

// A function of its own, so that what it works with fits the registers.
function ofBuckets(tables: usize, p: usize): v128 {
  return v128.and(v128.and(buckets(tables, p), buckets(tables + 32, p + 1)), v128.and(buckets(tables + 64, p + 2), buckets(tables + 96, p + 3)))
}
