import { indexOf, wordConfirm, wordKey } from './languages.ts'
import { score } from './postings.ts'
import { compose, letterCounts, readSample, units } from './prose.ts'
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

const amongLanguages = (script: number, filled: number): string => {
  const index = indexOf(scripts[script]!)
  if (index === undefined) return 'und'
  if (letterCounts[script]! < minLetters) return 'und'
  const count = compose(filled)
  const { ids, prior } = index
  scores.set(prior)
  let pair = (1 << 8) | 1
  let key = 0
  let confirm = 0
  let trigrams = 0
  for (let i = 0; i < count; i++) {
    const unit = units[i]!
    const id = ids[unit]!
    if (id === 1) {
      if ((pair & 255) === 1) continue
      score(index.words, key, confirm, scores)
      key = 0
      confirm = 0
    } else {
      key = wordKey(key, id)
      confirm = wordConfirm(confirm, id)
      if (unit > 0x7f) score(index.letters, id, 0, scores)
    }
    const trigram = (pair << 8) | id
    if (pair !== 0x101) {
      score(index.trigrams, trigram, 0, scores)
      trigrams++
    }
    pair = trigram & 0xffff
  }
  let best = 0
  for (let i = 1; i < prior.length; i++) if (scores[i]! > scores[best]!) best = i
  const evidence = scores[best]! - prior[best]!
  return evidence >= minEvidence.perTrigram * trigrams + minEvidence.perText ? index.languages[best]! : 'und'
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
