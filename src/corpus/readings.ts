import { builtTrigrams } from '../text/languages.ts'

/** A charset of one byte a character as a reading of bytes, and how well it explains them. */
interface Reading {
  /** A WHATWG encoding name. */
  readonly name: string
  /** Share of the bytes above 0x7F that stand in a frequent trigram of the one language that fits best, or are punctuation in its place; at most 1. */
  readonly score: number
  /** Whether it explains them clearly better than every reading that gives another text. */
  readonly clear: boolean
}

/** In the order of their use: of two that read alike the first is meant. */
const cyrillic = ['windows-1251', 'koi8-r', 'koi8-u', 'iso-8859-5', 'ibm866', 'x-mac-cyrillic']
const latin = ['windows-1252', 'windows-1250', 'windows-1254', 'windows-1257', 'iso-8859-2', 'iso-8859-13', 'macintosh']

/** Bytes of words that are looked at: enough to tell, and few beside what a file costs. */
const looked = 8192

/** The reading of Cyrillic letters that makes the best words; a score of 0 when none does. */
export const cyrillicReading = (window: Uint8Array): Reading => best(foreignWords(window), cyrillic, index('cyrillic'))

/** The reading of Latin letters that makes the best words; of those that are as good the first of `before` is meant. */
export const latinReading = (window: Uint8Array, before: readonly string[]): Reading =>
  best(foreignWords(window), [...before, ...latin.filter((name) => !before.includes(name))], index('latin'))

const best = (words: Uint8Array, names: readonly string[], trigrams: Index): Reading => {
  const readings = names.map((name) => {
    const text = new TextDecoder(name).decode(words, { stream: true })
    return { name, text, score: scoreOf(words, text, trigrams) }
  })
  let found = readings[0]!
  for (const reading of readings) if (reading.score > found.score) found = reading
  const clear = readings.every(({ text, score }) => text === found.text || score < found.score - 0.03)
  return { name: found.name, score: found.score, clear }
}

/** The words that hold a byte above 0x7F, with a byte on either side of each: in English, markup and code the rest outweighs what tells the charset. */
const foreignWords = (window: Uint8Array): Uint8Array => {
  const kept = new Uint8Array(looked)
  let length = 0
  for (let start = 0; start < window.length && length < looked; ) {
    let end = start
    let foreign = false
    while (end < window.length && isWord(window[end]!)) foreign = window[end++]! > 0x7f || foreign
    if (foreign) {
      const piece = window.subarray(Math.max(0, start - 1), Math.min(end + 1, start + 200)).subarray(0, looked - length)
      kept.set(piece, length)
      length += piece.length
      if (length < looked) kept[length++] = 0x20
    }
    start = end + 1
  }
  return kept.subarray(0, length)
}

const isWord = (byte: number): boolean => byte > 0x7f || byte === 0x27 || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a)

/** For each trigram the numbers of the languages that have it. */
interface Index {
  readonly languages: number
  readonly of: ReadonlyMap<string, readonly number[]>
}

const made = new Map<string, Index>()

const index = (script: 'latin' | 'cyrillic'): Index => {
  let found = made.get(script)
  if (found === undefined) {
    const lists = builtTrigrams()[script]
    const of = new Map<string, number[]>()
    lists.forEach((list, language) => {
      for (const trigram of list) of.set(trigram, [...(of.get(trigram) ?? []), language])
    })
    found = { languages: lists.length, of }
    made.set(script, found)
  }
  return found
}

const letter = /^[\p{L}\p{M}]$/u
const capital = /^\p{Lu}$/u
const small = /^\p{Ll}$/u

/** A charset of single bytes: the text has a UTF-16 unit for each byte. */
const scoreOf = (words: Uint8Array, text: string, { languages, of }: Index): number => {
  let folded = ''
  for (const character of text.toLowerCase()) folded += letter.test(character) ? character : ' '
  if (text.length !== words.length || folded.length !== text.length) return 0
  const hits = new Uint32Array(languages)
  /** The last byte each language was counted for: three trigrams hold it. */
  const counted = new Int32Array(languages).fill(-1)
  let all = 0
  let signs = 0
  let odd = 0
  for (let i = 0; i < words.length; i++) {
    if (words[i]! < 0x80) continue
    all++
    if (folded[i] === ' ') {
      if (inPlace(text, i)) signs++
      else odd++
      continue
    }
    // Hardly a capital stands behind a small letter.
    if (capital.test(text[i]!) && small.test(text[i - 1] ?? '') && text[i - 1]! > '\x7f') odd++
    for (let from = Math.max(0, i - 2); from <= i && from + 3 <= folded.length; from++) {
      for (const language of of.get(folded.slice(from, from + 3)) ?? []) {
        if (counted[language] === i) continue
        counted[language] = i
        hits[language]!++
      }
    }
  }
  return all === 0 ? 0 : Math.max(0, signs + Math.max(...hits) - odd) / all
}

/** Whether the sign at `i` is punctuation where punctuation stands: opening quotes before a word, closing ones and dashes not inside of one, an apostrophe before few letters. */
const inPlace = (text: string, i: number): boolean => {
  const sign = text[i]!
  const after = letter.test(text[i + 1] ?? ' ')
  const before = letter.test(text[i - 1] ?? ' ')
  if (sign === '\u2019')
    return (
      !after ||
      !before ||
      /^\p{L}{1,2}(?!\p{L})/u.test(text.slice(i + 1, i + 4)) ||
      /(?<!\p{L})(?:\p{L}{1,2}|qu)$/iu.test(text.slice(Math.max(0, i - 3), i))
    )
  if (/[\u2018\u201c\u00ab\u00a1\u00bf]/.test(sign)) return !before
  if (/[\u20ac\u00a3]/.test(sign)) return !(before || after)
  if (/[\u201d\u201e\u00bb\u2026\u2013\u2014\u2022\u00b7\u00ae\u2122\u00a0\u00a7\u00a9\u00b0\u2116]/.test(sign)) return !(before && after)
  return false
}
