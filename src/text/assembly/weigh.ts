// Weighs a sample against the languages of a script: trigrams, common words and letters say what speaks for each.

import { paged } from './sample'
import { denseRows, scores, sparseRows, trigramRows, units, wordKeys } from './layout'

// The index of the script at work: see src/text/image.ts, which writes it.
let languages: i32 = 0
/** Bytes of a dense row: a weight for every language. */
let stride: usize = 0
let prior: usize = 0
let ids: usize = 0
let firsts: usize = 0
let seconds: usize = 0
let thirds: usize = 0
let wordSlots: usize = 0
let wordShift: u32 = 0
let letterRows: usize = 0
let dense: usize = 0
let denseCount: u32 = 0
let sparse: usize = 0
let denseEnd: usize = denseRows

/** Makes the index at `at` the one at work and gives each language what it starts with. */
export function beginScript(at: usize): void {
  languages = load<u32>(at)
  stride = load<u32>(at, 4)
  prior = at + load<u32>(at, 8)
  ids = at + load<u32>(at, 12)
  firsts = at + load<u32>(at, 16)
  seconds = at + load<u32>(at, 20)
  thirds = at + load<u32>(at, 24)
  wordSlots = at + load<u32>(at, 28)
  wordShift = load<u32>(at, 32)
  letterRows = at + load<u32>(at, 36)
  dense = at + load<u32>(at, 40)
  denseCount = load<u32>(at, 44)
  sparse = at + load<u32>(at, 48)
  memory.copy(scores, prior, stride << 2)
}

// The tables are large and much else is done between two texts, so that they come from far memory: look-ups are made in steps, none of
// which decides anything by what it has just asked for.

/** The number of the row of a pair and the letter behind it, 0 or above 16 bits when there is none: see `triples` in src/text/image.ts. */
// @ts-ignore: decorator
@inline
function trigramRow(pair: u32, id: u32): u32 {
  const second = (load<u16>(firsts + ((pair >> 8) << 1)) as u32) + (pair & 255)
  const third = (load<u16>(seconds + (second << 1)) as u32) + id
  return load<u32>(thirds + (third << 2)) ^ (pair << 16)
}

/** Notes a word's key and what its first slot holds: 16 bits of the key's hash, then the number of a row; 0 marks an empty slot. */
// @ts-ignore: decorator
@inline
function askWord(list: usize, key: u32): void {
  store<u32>(list, key)
  store<u32>(list, load<u32>(wordSlots + (((key * 0x9e3779b1 >> wordShift) as usize) << 2)), 4)
}

/** The number of the row of a word that was asked for, 0 when there is none. */
// @ts-ignore: decorator
@inline
function wordRow(list: usize): u32 {
  let slot = load<u32>(list, 4)
  const key = load<u32>(list)
  const wanted = key * 0x85ebca6b & 0xffff0000
  let at = key * 0x9e3779b1 >> wordShift
  while (slot != 0) {
    if ((slot & 0xffff0000) == wanted) return slot & 0xffff
    at = (at + 1) & (0xffffffff >> wordShift)
    slot = load<u32>(wordSlots + ((at as usize) << 2))
  }
  return 0
}

/** Notes a sparse row and its first bytes. */
// @ts-ignore: decorator
@inline
function askSparse(list: usize, row: u32): void {
  const at = sparse + ((row as usize) << 1)
  store<u32>(list, at as u32)
  store<u32>(list, load<u32>(at), 4)
}

// @ts-ignore: decorator
@inline
function addScore(language: u32, weight: u32): void {
  const score = scores + (language << 2)
  store<u32>(score, load<u32>(score) + weight)
}

/** Adds a sparse row: how many languages it has, their numbers, a byte each, and from an even place on their weights, two bytes each. */
// @ts-ignore: decorator
@inline
function addSparse(list: usize): void {
  const head = load<u32>(list, 4)
  const size = head & 255
  if (size == 1) {
    addScore((head >> 8) & 255, head >> 16)
    return
  }
  const at = (load<u32>(list) as usize) + 1
  const weights = at + (size | 1)
  for (let i: usize = 0; i < size; i++) addScore(load<u8>(at + i), load<u16>(weights + (i << 1)))
}

/** Adds the dense rows to the scores, 48 languages at a time in 16 bits: the build sees to it that no sum of a sample is more. */
function addDense(): void {
  for (let from: usize = 0; from < stride; from += 48) {
    let a = i16x8.splat(0), b = i16x8.splat(0), c = i16x8.splat(0), d = i16x8.splat(0), e = i16x8.splat(0), f = i16x8.splat(0)
    for (let at = denseRows; at < denseEnd; at += 4) {
      const row = (load<u32>(at) as usize) + from
      a = i16x8.add(a, v128.load_ext<u8>(row))
      b = i16x8.add(b, v128.load_ext<u8>(row, 8))
      c = i16x8.add(c, v128.load_ext<u8>(row, 16))
      d = i16x8.add(d, v128.load_ext<u8>(row, 24))
      e = i16x8.add(e, v128.load_ext<u8>(row, 32))
      f = i16x8.add(f, v128.load_ext<u8>(row, 40))
    }
    const to = scores + (from << 2)
    widen(to, a)
    widen(to + 32, b)
    if (from + 16 < stride) {
      widen(to + 64, c)
      widen(to + 96, d)
    }
    if (from + 32 < stride) {
      widen(to + 128, e)
      widen(to + 160, f)
    }
  }
  denseEnd = denseRows
}

// @ts-ignore: decorator
@inline
function widen(to: usize, sums: v128): void {
  v128.store(to, i32x4.add(v128.load(to), i32x4.extend_low_i16x8_u(sums)))
  v128.store(to, i32x4.add(v128.load(to, 16), i32x4.extend_high_i16x8_u(sums)), 16)
}

/** Adds what units [from, to) say to the scores, and returns how many trigrams they hold. */
export function weigh(from: i32, to: i32): i32 {
  let pair: u32 = 0x101
  let key: u32 = 0
  let trigrams = trigramRows
  let words = wordKeys
  let rows = sparseRows
  const end = units + ((to as usize) << 1)
  for (let at = units + ((from as usize) << 1); at < end; at += 2) {
    const unit: u32 = load<u16>(at)
    const id = paged(ids, unit)
    if (id == 1) {
      if ((pair & 255) == 1) continue
      askWord(words, key)
      words += 8
      key = 0
    } else {
      key = (key * 0x01000193) ^ id
      if (unit > 0x7f) {
        const row: u32 = load<u16>(letterRows + (id << 1))
        if (row != 0) {
          askSparse(rows, row)
          rows += 8
        }
      }
    }
    if (pair != 0x101) {
      store<u32>(trigrams, trigramRow(pair, id))
      trigrams += 4
    }
    pair = ((pair << 8) | id) & 0xffff
  }
  for (let at = trigramRows; at < trigrams; at += 4) {
    const row = load<u32>(at) - 1
    if (row < denseCount) {
      store<u32>(denseEnd, (dense + (row as usize) * stride) as u32)
      denseEnd += 4
    } else if (row < 0xffff) {
      askSparse(rows, row + 1)
      rows += 8
    }
  }
  for (let at = wordKeys; at < words; at += 8) {
    const row = wordRow(at)
    if (row != 0) {
      askSparse(rows, row)
      rows += 8
    }
  }
  for (let at = sparseRows; at < rows; at += 8) addSparse(at)
  return ((trigrams - trigramRows) >> 2) as i32
}

/** The end of a word at or behind `from`, not past `to`. */
export function wordEnd(from: i32, to: i32): i32 {
  let at = from
  while (at < to && paged(ids, load<u16>(units + ((at as usize) << 1))) != 1) at++
  return at
}

/**
 * What the best language must explain, in weight units (src/text/trigrams.ts): so much per trigram, and so much more per text, because a
 * short text finds some language by chance. On real sentences 99.5 % of the right answers lie above; base64 of 100 characters and random
 * letters lie below (test/language measures both). Code and lists of names are what remains: prose in no language may still be called one.
 */
const evidencePerTrigram: i32 = 30
const evidencePerText: i32 = 200

/**
 * The number of the best language, the first one of equals, if it explains enough of so many trigrams and leads by the share `lead` of
 * what it explains; else -1.
 */
export function winner(trigrams: i32, lead: f64): i32 {
  addDense()
  const end = scores + (stride << 2)
  let most = v128.load(scores)
  for (let at = scores + 16; at < end; at += 16) most = i32x4.max_s(most, v128.load(at))
  const top = max(max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1)), max(i32x4.extract_lane(most, 2), i32x4.extract_lane(most, 3)))
  let best = 0
  while (load<i32>(scores + ((best as usize) << 2)) != top) best++
  const evidence = top - load<i32>(prior + ((best as usize) << 2))
  if (evidence < evidencePerTrigram * trigrams + evidencePerText) return -1
  if (lead > 0) {
    const limit = i32x4.splat(Math.floor((top as f64) - lead * (evidence as f64)) as i32)
    let beyond = i32x4.splat(0)
    for (let at = scores; at < end; at += 16) beyond = i32x4.sub(beyond, i32x4.gt_s(v128.load(at), limit))
    // The best one itself lies beyond the limit.
    if (i32x4.extract_lane(beyond, 0) + i32x4.extract_lane(beyond, 1) + i32x4.extract_lane(beyond, 2) + i32x4.extract_lane(beyond, 3) > 1) return -1
  }
  return best
}
