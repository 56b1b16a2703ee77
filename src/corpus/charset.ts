import { isAscii, isUtf8 } from 'node:buffer'
import { createRequire } from 'node:module'
import type * as Library from 'chardet'
import { commonHan, commonHangul } from './common-characters.ts'
import { decodesAs } from './decode.ts'
import { cyrillicReading, latinReading } from './readings.ts'

/** What the first bytes of a file say about its charset. */
export interface Charset {
  /** A WHATWG encoding name in lower case, or `utf-32le`, `utf-32be`, or the name of one that cannot be decoded. */
  readonly name: string
  /** Length of the byte order mark. */
  readonly mark: number
  /** False when the evidence is weak: said in the report. */
  readonly sure: boolean
  /** No byte so far is above 0x7F: later bytes may still decide otherwise. */
  readonly ascii: boolean
}

/** Byte order marks by charset. */
export const byteOrderMarks: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  // Before UTF-16LE, of whose mark it begins with.
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]],
]

/**
 * Detects the charset from a window of bytes that may end in the middle of a character: byte order mark, then valid UTF-8, then
 * UTF-16/32 by its zero bytes, then what the East Asian charsets make of the bytes, then chardet for single-byte charsets, and
 * windows-1252 last. UTF-8 wins over everything it nearly fits, because a wrong byte in UTF-8 is common and a legacy text that
 * looks like UTF-8 is not.
 */
export const detectCharset = (window: Uint8Array): Charset => {
  for (const [name, bytes] of byteOrderMarks) {
    if (bytes.every((byte, i) => window[i] === byte)) return { name, mark: bytes.length, sure: true, ascii: false }
  }
  const wide = zeroPattern(window)
  if (wide !== undefined) return { name: wide, mark: 0, sure: true, ascii: false }
  if (isAscii(window)) {
    const escaped = escapeCharset(window)
    return escaped === undefined
      ? { name: 'utf-8', mark: 0, sure: true, ascii: true }
      : { name: escaped, mark: 0, sure: true, ascii: false }
  }
  if (isUtf8(window.subarray(0, wholeUtf8(window)))) return { name: 'utf-8', mark: 0, sure: true, ascii: false }
  return { mark: 0, ascii: false, ...judged(window) }
}

/** The same bytes as a Buffer, which is searched many times faster. */
const bufferOf = (window: Uint8Array): Buffer => Buffer.from(window.buffer, window.byteOffset, window.length)

/** Where the last whole UTF-8 character of a window ends. */
const wholeUtf8 = (window: Uint8Array): number => {
  for (let back = 1; back <= 3 && back <= window.length; back++) {
    const byte = window[window.length - back]!
    if (byte < 0x80) break
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? window.length - back : window.length
  }
  return window.length
}

/** ISO 2022 announces itself with escape sequences (RFC 1468, RFC 1557, RFC 1922); only the Japanese one can be decoded here. */
const escapeCharset = (window: Uint8Array): string | undefined => {
  const bytes = bufferOf(window)
  if (!bytes.includes(0x1b)) return undefined
  const text = bytes.toString('latin1')
  if (text.includes('\x1b$)C')) return 'iso-2022-kr'
  if (/\x1b\$[)*+][AGH]/.test(text)) return 'iso-2022-cn'
  return /\x1b(?:\$[@B]|\([JI])/.test(text) ? 'iso-2022-jp' : undefined
}

/** ASCII in UTF-16 or UTF-32 shows as zero bytes at fixed places. */
const zeroPattern = (window: Uint8Array): string | undefined => {
  const length = Math.min(window.length & ~3, 8192)
  if (length < 4 || !bufferOf(window.subarray(0, length)).includes(0)) return undefined
  const zeros = [0, 0, 0, 0]
  for (let i = 0; i < length; i++) if (window[i] === 0) zeros[i & 3]!++
  const units = length / 4
  const [a, b, c, d] = zeros.map((n) => n / units) as [number, number, number, number]
  if (d > 0.99 && c > 0.9 && a < 0.1) return 'utf-32le'
  if (a > 0.99 && b > 0.9 && d < 0.1) return 'utf-32be'
  const odd = (b + d) / 2
  const even = (a + c) / 2
  if (odd + even < 0.8 && isUtf8(window.subarray(0, wholeUtf8(window))) && !hasControls(window)) return undefined
  if (odd > 0.1 && even < odd / 10 && plausible(window, 'utf-16le')) return 'utf-16le'
  if (even > 0.1 && odd < even / 10 && plausible(window, 'utf-16be')) return 'utf-16be'
  return undefined
}

/** Whether any byte is a control character that no text has, NUL aside: UTF-16 of other alphabets than Latin is full of them, a text with a stray NUL is not. */
const hasControls = (window: Uint8Array): boolean => {
  for (const byte of window) if (byte > 0 && byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b && byte !== 0x1e) return true
  return false
}

/** Whether a UTF-16 reading gives characters that text is made of: no holes, few controls. */
const plausible = (window: Uint8Array, name: string): boolean => {
  const text = decodeWindow(window, name)
  let odd = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code === 0xfffd || (code < 0x20 && code !== 9 && code !== 10 && code !== 13) || (code >= 0xe000 && code < 0xf900)) odd++
  }
  return text.length > 0 && odd <= text.length / 100
}

const decodeWindow = (window: Uint8Array, name: string): string => decodesAs(name)!(window.subarray(0, 65536))

/** Shares of the characters above U+007F, punctuation and symbols aside. */
interface Letters {
  readonly all: number
  readonly bad: number
  readonly han: number
  readonly kana: number
  readonly hangul: number
  readonly common: number
  readonly commonHangul: number
}

const letters = (text: string): Letters => {
  let all = 0
  let bad = 0
  let han = 0
  let kana = 0
  let hangul = 0
  let common = 0
  let often = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code < 0x80) continue
    // General punctuation, pictures, CJK punctuation and full-width forms occur in every East Asian charset and say nothing.
    if (
      (code >= 0x1f000 && code < 0x20000) ||
      (code >= 0x2000 && code < 0x2e80) ||
      (code >= 0x3000 && code < 0x3040) ||
      (code >= 0xff00 && code < 0xff66)
    )
      continue
    all++
    if (code === 0xfffd || (code >= 0xe000 && code < 0xf900)) bad++
    else if (code >= 0x4e00 && code <= 0x9fff) {
      han++
      if (commonHan.has(character)) common++
    } else if (code >= 0x3040 && code <= 0x30ff) kana++
    else if (code >= 0xac00 && code <= 0xd7a3) {
      hangul++
      if (commonHangul.has(character)) often++
    }
  }
  return { all, bad, han, kana, hangul, common, commonHangul: often }
}

/** Whether Chinese characters and Korean syllables stand alone in words of small Latin letters (`s覺dzia`), half of them or more: such are letters with accents, read in a wrong charset. */
const insideWords = (text: string): boolean => {
  const runs = text.match(/[\u3400-\u9fff\uac00-\ud7a3]+/g)?.length ?? 0
  const inside =
    text.match(/[a-z][\u3400-\u9fff\uac00-\ud7a3](?![^\x00-\x7f])|(?<![^\x00-\x7f])[\u3400-\u9fff\uac00-\ud7a3][a-z]/g)?.length ?? 0
  return inside > 0 && inside * 2 >= runs
}

/** How well each East Asian charset explains the bytes, in [0, 1]. Ordinary text scores above 0.3, a wrong reading below 0.1. */
const explanations: readonly (readonly [name: string, score: (found: Letters) => number])[] = [
  ['gb18030', ({ all, common, kana }) => (kana > all / 10 ? 0 : common / all)],
  ['big5', ({ all, common, kana }) => (kana > all / 10 ? 0 : common / all)],
  ['shift_jis', ({ all, common, kana }) => (kana < all / 5 ? 0 : (kana + common) / all)],
  ['euc-jp', ({ all, common, kana }) => (kana < all / 5 ? 0 : (kana + common) / all)],
  ['euc-kr', ({ all, commonHangul: often, hangul }) => (hangul < all / 2 ? 0 : often / all)],
  ['utf-16le', ({ all, common, kana, commonHangul: often }) => (common + kana + often) / all],
  ['utf-16be', ({ all, common, kana, commonHangul: often }) => (common + kana + often) / all],
]

const judged = (window: Uint8Array): { name: string; sure: boolean } => {
  const utf8 = letters(decodeWindow(window, 'utf-8'))
  if (utf8.all - utf8.bad > 3 * utf8.bad) return { name: 'utf-8', sure: true }

  let best = { name: '', score: 0, all: 0 }
  for (const [name, score] of explanations) {
    if (name.startsWith('utf-16') && (window.length < 32 || !plausible(window, name))) continue
    const found = letters(decodeWindow(window, name))
    // A few wrong bytes do not unmake a charset; many do.
    if (found.all === 0 || found.bad > found.all / 50) continue
    const value = score(found)
    if (value > best.score) best = { name, score: value, all: found.all }
  }
  if (best.score >= 0.2 && !insideWords(decodeWindow(window, best.name)))
    return { name: best.name, sure: best.score >= 0.3 && best.all >= 5 }

  // Few characters, none of them common, but every one a character of GB 2312: names and addresses look like this.
  if (onlyGb2312(window) && !insideWords(decodeWindow(window, 'gb18030'))) return { name: 'gb18030', sure: false }

  // A handful of bytes is no language: any of them would be named all the same.
  if (highBytes(window) < 8) return { name: looksWestern(window) ? 'windows-1252' : 'utf-8', sure: false }
  if (isThai(window)) return { name: 'windows-874', sure: true }
  if (inRuns(window)) {
    const slavic = cyrillicReading(window)
    if (slavic.score >= 0.3) return { name: slavic.name, sure: slavic.score >= 0.4 && slavic.clear }
    const foreign = matchOf(squeezed(window), nonLatin)
    if (foreign !== undefined && foreign.confidence >= 30) {
      const name = foreign.name === 'iso-8859-6' && !isIsoArabic(window) ? 'windows-1256' : foreign.name
      if (cased(decodeWindow(window, name))) return { name, sure: foreign.confidence >= 50 }
    }
  }
  if (inRuns(window) && isArabic(window)) return { name: 'windows-1256', sure: false }
  const single = matchOf(window, singleByte)
  const likely = single !== undefined && single.confidence >= 15 ? single.name.replace(/^iso-8859-1$/, 'windows-1252') : undefined
  const western = latinReading(window, likely === undefined ? [] : [likely])
  // Old Macs are rare: theirs must be words.
  if (western.name === 'macintosh' ? western.score >= 0.3 && western.clear : western.score >= 0.1)
    return { name: western.name, sure: western.score >= (western.name === 'macintosh' ? 0.4 : 0.2) && western.clear }
  // Bytes that make no words in any charset: more likely UTF-8 with a wrong byte in it than a charset nobody can name.
  return { name: likely ?? (looksWestern(window) ? 'windows-1252' : 'utf-8'), sure: false }
}

// Loaded with the first file that is not UTF-8.
const library = () => createRequire(import.meta.url)('chardet') as typeof Library

const singleByte = /^(?:iso-8859-(?![5678]$)|windows-125[02478])/i
/** Charsets of letters that are all above 0x7F and none of them Cyrillic or Thai: Arabic, Greek, Hebrew. */
const nonLatin = /^(?:iso-8859-[678]|windows-125[356])$/i

/** The best of the charsets of a kind that the library names. */
const matchOf = (bytes: Uint8Array, kind: RegExp): { readonly name: string; readonly confidence: number } | undefined => {
  const match = library()
    .analyse(bytes)
    .find(({ name }) => kind.test(name))
  return match === undefined ? undefined : { name: match.name.toLowerCase(), confidence: match.confidence }
}

/** Whether most bytes above 0x7F stand beside another one: words of letters that are none of ASCII. */
const inRuns = (window: Uint8Array): boolean => {
  let high = 0
  let beside = 0
  for (let i = 0; i < window.length; i++) {
    if (window[i]! < 0x80) continue
    high++
    if ((window[i - 1] ?? 0) > 0x7f || (window[i + 1] ?? 0) > 0x7f) beside++
  }
  return beside > high * 0.8
}

/** The bytes above 0x7F with one space for what is between them: in markup and code the rest outweighs what tells the language. */
const squeezed = (window: Uint8Array): Uint8Array => {
  const kept = new Uint8Array(window.length)
  let length = 0
  for (const byte of window) {
    if (byte > 0x7f) kept[length++] = byte
    else if (length > 0 && kept[length - 1] !== 0x20) kept[length++] = 0x20
  }
  return kept.subarray(0, length)
}

/** Whether letters above U+007F have the case that words have: hardly a capital behind a small letter. A wrong charset mixes them. */
const cased = (text: string): boolean => {
  const small = text.match(/(?![a-z])\p{Ll}/gu)?.length ?? 0
  const mixed = text.match(/(?![a-z])\p{Ll}(?![A-Z])\p{Lu}/gu)?.length ?? 0
  return mixed <= small / 20
}

/** Whether the bytes above 0x7F are pairs of GB 2312 level 1 or its punctuation, at least two of them, and nothing else. */
const onlyGb2312 = (window: Uint8Array): boolean => {
  let pairs = 0
  for (let i = 0; i < window.length; i++) {
    const lead = window[i]!
    if (lead < 0x80) continue
    const trail = window[i + 1]
    if (trail === undefined) break
    if (trail < 0xa1 || trail === 0xff || !((lead >= 0xa1 && lead <= 0xa3) || (lead >= 0xb0 && lead <= 0xd7))) return false
    if (lead >= 0xb0) pairs++
    i++
  }
  return pairs >= 2
}

/**
 * Whether the bytes above 0x7F are Thai (TIS-620): all of them assigned, vowels and tone marks where they can stand, and words without spaces between them,
 * so that most bytes have such neighbours.
 */
const isThai = (window: Uint8Array): boolean => {
  let thai = 0
  let marks = 0
  let wrong = 0
  for (let i = 0; i < window.length; i++) {
    const byte = window[i]!
    if (byte < 0xa1) continue
    thai++
    const before = window[i - 1] ?? 0
    const after = window[i + 1] ?? 0xa1
    // Above or below a consonant, or a tone mark above such a vowel.
    const hangs = byte === 0xd1 || (byte >= 0xd4 && byte <= 0xda) || (byte >= 0xe7 && byte <= 0xee)
    if (hangs) marks++
    if (byte > 0xfb || (byte > 0xda && byte < 0xdf)) wrong++
    else if (hangs && (before < 0xa1 || before === 0xd0 || (before >= 0xdf && before < 0xe7) || before > 0xee)) wrong++
    else if (byte >= 0xe0 && byte <= 0xe4 && (after < 0xa1 || after > 0xce)) wrong++
  }
  return thai >= 8 && marks >= thai / 10 && wrong <= thai / 50 && inRuns(window)
}

/** Whether windows-1256 makes Arabic letters of the bytes above 0x7F, half of them the ten that Arabic and Persian use most. */
const isArabic = (window: Uint8Array): boolean => {
  const foreign = decodeWindow(window, 'windows-1256').match(/[^\x00-\x7f]/g) ?? []
  const count = (kind: RegExp): number => foreign.filter((character) => kind.test(character)).length
  return count(/[\u0600-\u06ff\u200c\u200d]/) > foreign.length * 0.9 && count(/[اليىنمروهدت]/) > foreign.length / 2
}

/** Whether nearly all bytes above 0x7F are assigned in ISO 8859-6; Persian letters and those of windows-1256 are not. */
const isIsoArabic = (window: Uint8Array): boolean => {
  let outside = 0
  for (const byte of window) if (byte > 0x7f && !/[\xa0\xa4\xac\xad\xbb\xbf\xc1-\xda\xe0-\xf2]/.test(String.fromCharCode(byte))) outside++
  return outside <= highBytes(window) / 200
}

const highBytes = (window: Uint8Array): number => {
  let high = 0
  for (const byte of window) if (byte > 0x7f) high++
  return high
}

/** Whether the bytes above 0x7F sit where a Western text has them: accented letters next to ASCII letters, quotes, signs. */
const looksWestern = (window: Uint8Array): boolean => {
  let high = 0
  let western = 0
  for (let i = 0; i < window.length; i++) {
    const byte = window[i]!
    if (byte < 0x80) continue
    high++
    if (byte >= 0xc0) {
      if (isLetter(window[i - 1]) || isLetter(window[i + 1])) western++
    } else if (byte >= 0xa0 || byte === 0x80 || byte === 0x85 || (byte >= 0x91 && byte <= 0x97)) western++
  }
  return western >= high * 0.8
}

const isLetter = (byte: number | undefined): boolean => byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
