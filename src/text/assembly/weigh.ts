// Weighs a sample against the languages of a script: trigrams, common words and letters say what speaks for each.

import { paged } from './sample'
import { denseRows, scores, sparseRows, trigramKeys, units, wordKeys } from './layout'

// The index of the script at work: see src/text/image.ts, which writes it.
let languages: i32 = 0
/** Bytes of a dense row: a weight for every language. */
let stride: usize = 0
let prior: usize = 0
let ids: usize = 0
let trigramSlots: usize = 0
let trigramShift: u32 = 0
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
  trigramSlots = at + load<u32>(at, 16)
  trigramShift = load<u32>(at, 20)
  wordSlots = at + load<u32>(at, 24)
  wordShift = load<u32>(at, 28)
  letterRows = at + load<u32>(at, 32)
  dense = at + load<u32>(at, 36)
  denseCount = load<u32>(at, 40)
  sparse = at + load<u32>(at, 44)
  memory.copy(scores, prior, stride << 2)
}

// The tables are large and much else is done between two texts, so that they come from far memory: look-ups are made in steps, none of
// which decides anything by what it has just asked for.

/** Notes a key and what its first slot holds. A slot holds 16 bits of the key's hash, then the number of a row; 0 marks an empty one. */
// @ts-ignore: decorator
@inline
function ask(list: usize, slots: usize, shift: u32, key: u32): void {
  store<u32>(list, key)
  store<u32>(list, load<u32>(slots + (((key * 0x9e3779b1 >> shift) as usize) << 2)), 4)
}

/** The number of the row of a key that was asked for, 0 when there is none. */
// @ts-ignore: decorator
@inline
function answer(list: usize, slots: usize, shift: u32): u32 {
  let slot = load<u32>(list, 4)
  const key = load<u32>(list)
  const wanted = key * 0x85ebca6b & 0xffff0000
  if (((slot ^ wanted) & 0xffff0000) == 0 && slot != 0) return slot & 0xffff
  let at = key * 0x9e3779b1 >> shift
  while (slot != 0) {
    at = (at + 1) & (0xffffffff >> shift)
    slot = load<u32>(slots + ((at as usize) << 2))
    if ((slot & 0xffff0000) == wanted) return slot & 0xffff
  }
  return 0
}

/** Notes a sparse row and its first word. */
// @ts-ignore: decorator
@inline
function askSparse(list: usize, row: u32): void {
  const at = sparse + ((row as usize) << 2)
  store<u32>(list, at as u32)
  store<u32>(list, load<u32>(at), 4)
}

/** Adds a sparse row: how many languages follow, then for each its weight (24 bits) and its number (8 bits). */
// @ts-ignore: decorator
@inline
function addSparse(list: usize): void {
  let at = load<u32>(list) as usize
  const end = at + (load<u32>(list, 4) << 2)
  while (at < end) {
    at += 4
    const posting = load<u32>(at)
    const score = scores + ((posting & 255) << 2)
    store<u32>(score, load<u32>(score) + (posting >> 8))
  }
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
  let trigrams = trigramKeys
  let words = wordKeys
  let rows = sparseRows
  const end = units + ((to as usize) << 1)
  for (let at = units + ((from as usize) << 1); at < end; at += 2) {
    const unit: u32 = load<u16>(at)
    const id = paged(ids, unit)
    if (id == 1) {
      if ((pair & 255) == 1) continue
      ask(words, wordSlots, wordShift, key)
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
    const trigram = (pair << 8) | id
    if (pair != 0x101) {
      ask(trigrams, trigramSlots, trigramShift, trigram)
      trigrams += 8
    }
    pair = trigram & 0xffff
  }
  for (let at = trigramKeys; at < trigrams; at += 8) {
    const row = answer(at, trigramSlots, trigramShift)
    if (row > denseCount) {
      askSparse(rows, row)
      rows += 8
    } else if (row != 0) {
      store<u32>(denseEnd, (dense + ((row - 1) as usize) * stride) as u32)
      denseEnd += 4
    }
  }
  for (let at = wordKeys; at < words; at += 8) {
    const row = answer(at, wordSlots, wordShift)
    if (row != 0) {
      askSparse(rows, row)
      rows += 8
    }
  }
  for (let at = sparseRows; at < rows; at += 8) addSparse(at)
  return ((trigrams - trigramKeys) >> 3) as i32
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
