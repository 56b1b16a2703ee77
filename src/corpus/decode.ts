import { createRequire } from 'node:module'
import type * as Library from 'iconv-lite'
import { Stop } from '../stop.ts'

/** Turns stored characters into UTF-8, piece by piece. */
export interface Decoder {
  /** The UTF-8 of a piece; characters cut by its end come with the next one. */
  push(piece: Uint8Array): Uint8Array
  /** What is left at the end. */
  end(): Uint8Array
  /** Sequences that the charset does not know and that became U+FFFD; a U+FFFD the text itself holds counts as well. */
  replaced(): number
}

/**
 * A decoder for a WHATWG encoding name, `utf-32le` or `utf-32be`; undefined when there is none. The byte order mark goes.
 */
export const decoder = (name: string): Decoder | undefined => {
  const decode = decodesAs(name)
  if (decode === undefined) return undefined
  let replaced = 0
  const bytes = (text: string): Uint8Array => {
    for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) replaced++
    return Buffer.from(text, 'utf8')
  }
  return { push: (piece) => bytes(decode(piece)), end: () => bytes(decode(undefined)), replaced: () => replaced }
}

/** The name under which a charset is reported, for a label such as `GBK` or `utf8`. @throws Stop `usage`, code `corpus.charset-unknown`. */
export const charsetNamed = (label: string): string => {
  if (/^utf-?32(?:le|be)$/i.test(label)) return label.toLowerCase().replace('utf32', 'utf-32')
  try {
    return new TextDecoder(label).encoding
  } catch {
    throw new Stop('usage', 'corpus.charset-unknown', {
      en: `the charset ${label} is not known; use a name such as utf-8, gb18030, big5, utf-16le, shift_jis, euc-kr or windows-1252`,
      zh: `未知的字符集 ${label}；请使用 utf-8、gb18030、big5、utf-16le、shift_jis、euc-kr、windows-1252 等名称`,
    })
  }
}

type Decode = (piece: Uint8Array | undefined) => string

/** What decodes a charset, piece by piece; undefined when nothing does. */
export const decodesAs = (name: string): Decode | undefined =>
  /^utf-?32/i.test(name) ? utf32(/be$/i.test(name)) : name === 'big5' ? hongKong() : whatwg(name)

/** Big5 with the characters of Hong Kong, as the Encoding Standard has it: TextDecoder in Node.js has plain Big5, and Cantonese is full of holes there. */
const hongKong = (): Decode => {
  const iconv = createRequire(import.meta.url)('iconv-lite') as typeof Library
  const inner = iconv.getDecoder('big5hkscs')
  return (piece) => (piece === undefined ? (inner.end() ?? '') : inner.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length)))
}

const whatwg = (name: string): Decode | undefined => {
  let inner: InstanceType<typeof TextDecoder>
  try {
    inner = new TextDecoder(name)
  } catch {
    return undefined
  }
  return (piece) => (piece === undefined ? inner.decode() : inner.decode(piece, { stream: true }))
}

/** UTF-32, which TextDecoder does not have. */
const utf32 = (big: boolean): Decode => {
  let rest = Buffer.alloc(0)
  let first = true
  return (piece) => {
    const bytes = piece === undefined ? rest : Buffer.concat([rest, piece])
    const whole = bytes.length & ~3
    // A copy: the memory of the piece is used again.
    rest = piece === undefined ? Buffer.alloc(0) : Buffer.from(bytes.subarray(whole))
    let text = ''
    for (let i = 0; i < whole; i += 4) {
      const code = big ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i)
      if (first && code === 0xfeff) {
        first = false
        continue
      }
      first = false
      text += code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code)
    }
    return piece === undefined && bytes.length > whole ? `${text}\ufffd` : text
  }
}
