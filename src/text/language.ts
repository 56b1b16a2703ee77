import { indexOf, type LanguageIndex, wordKey } from './languages.ts'
import { score } from './postings.ts'
import { compose, letterCounts, readSample, secondHalf, units } from './prose.ts'
import { type Script, scripts } from './scripts.ts'

/** Below this many letters a script that several languages share says nothing (franc's own floor is 10 characters). */
export const minLetters = 10
/**
 * What the best language must explain, in weight units (`trigrams.ts`): so much per trigram, and so much more per text, because a short
 * text finds some language by chance. On real sentences 99.5 % of the right answers lie above; base64 of 100 characters and random letters
 * lie below (test/language measures both). Code and lists of names are what remains: prose in no language may still be called one.
 */
export const minEvidence = { perTrigram: 30, perText: 200 } as const

/** Scripts that say their language by themselves. */
const soleLanguage: { readonly [script in Script]?: string } = {
  han: 'zh',
  bopomofo: 'zh',
  kana: 'ja',
  hangul: 'ko',
  bengali: 'bn',
  greek: 'el',
  thai: 'th',
  georgian: 'ka',
  armenian: 'hy',
  tamil: 'ta',
  telugu: 'te',
  kannada: 'kn',
  malayalam: 'ml',
  gujarati: 'gu',
  gurmukhi: 'pa',
  odia: 'or',
  sinhala: 'si',
  lao: 'lo',
  khmer: 'km',
  tibetan: 'bo',
  mongolian: 'mn',
  thaana: 'dv',
  syriac: 'syr',
  tifinagh: 'zgh',
  yi: 'ii',
  'ol-chiki': 'sat',
  cherokee: 'chr',
  nko: 'nqo',
  javanese: 'jv',
}

const latin = scripts.indexOf('latin')
const cyrillic = scripts.indexOf('cyrillic')
const han = scripts.indexOf('han')
const kana = scripts.indexOf('kana')
const hangul = scripts.indexOf('hangul')
const bopomofo = scripts.indexOf('bopomofo')
/**
 * What a letter counts for when a text mixes scripts. A Han or kana character says as much as three Latin letters; other scripts count
 * up to twice, because Latin names and boilerplate in their texts are common and the opposite is rare.
 */
const scriptWeight = new Uint8Array(scripts.length).fill(4)
scriptWeight[han] = scriptWeight[kana] = scriptWeight[bopomofo] = 6
scriptWeight[hangul] = 5
scriptWeight[cyrillic] = 3
scriptWeight[latin] = 2

const scores = new Int32Array(256)

/**
 * How much of either half of a long text is looked at, and by what share of its evidence a language must then lead to be the answer.
 * Over four sentences in each of 75 languages the answers are as good as with all of the text (.972).
 */
const looks = [
  [0.25, 0.45],
  [0.5, 0.2],
  [1, 0],
] as const

/** Adds what units [from, to) say to the scores, and returns how many trigrams they hold. */
const weigh = (index: LanguageIndex, from: number, to: number): number => {
  const { ids, trigrams, words, letters } = index
  let pair = 0x101
  let key = 0
  let count = 0
  for (let i = from; i < to; i++) {
    const unit = units[i]!
    const id = ids[unit]!
    if (id === 1) {
      if ((pair & 255) === 1) continue
      score(words, key, scores)
      key = 0
    } else {
      key = wordKey(key, id)
      if (unit > 0x7f) score(letters, id, scores)
    }
    const trigram = (pair << 8) | id
    if (pair !== 0x101) {
      score(trigrams, trigram, scores)
      count++
    }
    pair = trigram & 0xffff
  }
  return count
}

/** The end of a word at or behind `from`, not past `to`. */
const wordEnd = (index: LanguageIndex, from: number, to: number): number => {
  let at = from
  while (at < to && index.ids[units[at]!] !== 1) at++
  return at
}

/** The best language, if it explains enough of so many trigrams and leads by the share `lead` of what it explains; else undefined. */
const winner = (index: LanguageIndex, trigrams: number, lead: number): string | undefined => {
  const { prior, languages } = index
  let best = 0
  for (let i = 1; i < prior.length; i++) if (scores[i]! > scores[best]!) best = i
  const evidence = scores[best]! - prior[best]!
  if (evidence < minEvidence.perTrigram * trigrams + minEvidence.perText) return undefined
  if (lead > 0) {
    const limit = scores[best]! - lead * evidence
    for (let i = 0; i < prior.length; i++) if (i !== best && scores[i]! > limit) return undefined
  }
  return languages[best]!
}

const amongLanguages = (script: number, filled: number): string => {
  const index = indexOf(scripts[script]!)
  if (index === undefined) return 'und'
  if (letterCounts[script]! < minLetters) return 'und'
  const count = compose(filled)
  scores.set(index.prior)
  if (secondHalf === 0) return winner(index, weigh(index, 0, count), 0) ?? 'und'
  // Most long texts are clear after the first words of either half.
  let trigrams = 0
  let first = 0
  let second = secondHalf
  for (const [part, lead] of looks) {
    const firstEnd = part === 1 ? secondHalf : wordEnd(index, Math.floor(secondHalf * part), secondHalf)
    const secondEnd = part === 1 ? count : wordEnd(index, secondHalf + Math.floor((count - secondHalf) * part), count)
    trigrams += weigh(index, first, firstEnd) + weigh(index, second, secondEnd)
    const answer = winner(index, trigrams, lead)
    if (answer !== undefined) return answer
    first = firstEnd
    second = secondEnd
  }
  return 'und'
}

/**
 * The language of UTF-8 bytes [start, end) as a BCP 47 code (ISO 639-1 where one exists, else 639-3), or `und` when unsure.
 * Script first: Han, kana, Hangul and some twenty more scripts say the language at once; Latin, Cyrillic, Arabic, Devanagari,
 * Hebrew, Myanmar and Ethiopic are settled by trigrams, common words and letters over at most `sampleSize` characters. All Chinese
 * written in Han is `zh`. Offsets need not be character boundaries. Pure: the same bytes, the same answer.
 */
export const identifyBytes = (memory: Uint8Array, start: number, end: number): string => {
  const filled = readSample(memory, start, end)
  // Japanese mixes kana with Han; Chinese quotes a の at most.
  const kanaCount = letterCounts[kana]!
  const hanCount = letterCounts[han]!
  if (kanaCount * 8 >= hanCount && kanaCount > 0) {
    letterCounts[kana]! += hanCount
    letterCounts[han] = 0
  } else {
    letterCounts[han]! += kanaCount
    letterCounts[kana] = 0
  }
  let top = 0
  let topWeight = 0
  for (let script = 1; script < scripts.length; script++) {
    const weight = letterCounts[script]! * scriptWeight[script]!
    if (weight > topWeight) {
      top = script
      topWeight = weight
    }
  }
  if (top === 0) return 'und'
  const sole = soleLanguage[scripts[top]!]
  if (sole === undefined) return amongLanguages(top, filled)
  return letterCounts[top]! >= 2 ? sole : 'und'
}

const encoder = new TextEncoder()

/** The language of a text: `identifyBytes` over its UTF-8. */
export const identify = (text: string): string => {
  const bytes = encoder.encode(text)
  return identifyBytes(bytes, 0, bytes.length)
}
