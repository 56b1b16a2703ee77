// The module's doors. The caller puts a text's bytes where `firstPiece` and `secondPiece` say; nothing here allocates.
import { beginSample, marks, stopped, take } from './sample'
import { beginScript, weigh, winner, wordEnd } from './weigh'
import { firstPiece, image, indexes, letterCounts, scriptWeights, secondPiece } from './layout'

export { firstPiece, image, secondPiece, unitCapacity, units } from './layout'

/** Below this many letters a script that several languages share says nothing (franc's own floor is 10 characters). */
const minLetters: u32 = 10

// Numbers and their count as in src/text/scripts.ts.
const han: u32 = 2
const kana: u32 = 3
const scriptCount: u32 = 37

/** Units of the sample, and where among them the piece from the middle begins; 0 when there is one piece only. */
export let unitCount: i32 = 0
let secondHalf: i32 = 0
let script: u32 = 0

// @ts-ignore: decorator
@inline
function letters(each: u32): u32 {
  return load<u32>(letterCounts + (each << 2))
}

/**
 * Identifies the language of a text whose first bytes are [firstPiece, firstPiece + first) and, when it is long, whose bytes from `middle`
 * on are [secondPiece, secondPiece + second); of each piece at most so many characters are looked at. Returns script * 256 + number of the
 * language, 0 when unsure, or -1 when the units must first be composed: then `identifyComposed` goes on.
 */
export function identify(first: usize, second: usize, middle: usize, most: i32): i32 {
  beginSample()
  unitCount = take(firstPiece, firstPiece + first, 0, most)
  secondHalf = 0
  if (second > 0) {
    const done = stopped - firstPiece
    secondHalf = unitCount
    // What the first piece held is not counted twice.
    unitCount = take(secondPiece + (done > middle ? done - middle : 0), secondPiece + second, unitCount, unitCount + most)
  }
  // Japanese mixes kana with Han; Chinese quotes a の at most.
  const kanaCount = letters(kana)
  const hanCount = letters(han)
  const japanese = kanaCount > 0 && kanaCount * 8 >= hanCount
  store<u32>(letterCounts + (kana << 2), japanese ? kanaCount + hanCount : 0)
  store<u32>(letterCounts + (han << 2), japanese ? 0 : kanaCount + hanCount)
  script = 0
  let topWeight: u32 = 0
  for (let each: u32 = 1; each < scriptCount; each++) {
    const weight = letters(each) * load<u8>(scriptWeights + each)
    if (weight > topWeight) {
      script = each
      topWeight = weight
    }
  }
  if (script == 0) return 0
  if (load<u32>(indexes + (script << 2)) == 0) return letters(script) >= 2 ? (script << 8) as i32 : 0
  if (letters(script) < minLetters) return 0
  return marks ? -1 : amongLanguages()
}

/** Goes on where `identify` left a text to be composed, when its `count` units are. */
export function identifyComposed(count: i32): i32 {
  unitCount = count
  secondHalf = 0
  return amongLanguages()
}

// @ts-ignore: decorator
@inline
function answer(language: i32): i32 {
  return language < 0 ? 0 : ((script << 8) as i32) | language
}

/**
 * By what share of its evidence a language must lead to be the answer when a half of a long text was halved so often: after an eighth, a
 * quarter, half and all of it. Over four and eight sentences in each of 75 languages the answers are as good as with all of the text (.9739
 * for .9741, .9696 for .9696).
 */
// @ts-ignore: decorator
@inline
function leadAfter(halvings: i32): f64 {
  return halvings == 3 ? 0.5 : halvings == 2 ? 0.45 : halvings == 1 ? 0.2 : 0
}

function amongLanguages(): i32 {
  beginScript(image + load<u32>(indexes + (script << 2)))
  if (secondHalf == 0) return answer(winner(weigh(0, unitCount), 0))
  // Most long texts are clear after the first words of either half.
  const secondLength = unitCount - secondHalf
  let first = 0
  let second = secondHalf
  let trigrams = 0
  for (let halvings = 3; halvings >= 0; halvings--) {
    const firstEnd = wordEnd(secondHalf >> halvings, secondHalf)
    const secondEnd = wordEnd(secondHalf + (secondLength >> halvings), unitCount)
    trigrams += weigh(first, firstEnd) + weigh(second, secondEnd)
    const best = winner(trigrams, leadAfter(halvings))
    if (best >= 0) return answer(best)
    first = firstEnd
    second = secondEnd
  }
  return 0
}
