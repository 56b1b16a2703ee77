import iconv from 'iconv-lite'
import { byteOrderMarks } from '../corpus/index.ts'

/** Turns UTF-8 back into the charset a file is stored in. */
export interface Encoder {
  /** The stored form of a piece; a character cut by its end comes with the next one. */
  push(utf8: Uint8Array): Uint8Array
  end(): Uint8Array
}

/** An encoder for a charset name of the corpus reader; undefined when there is none for it. It writes no byte order mark. */
export const encoder = (name: string): Encoder | undefined => {
  if (name === 'utf-8') return { push: (utf8) => utf8, end: () => new Uint8Array(0) }
  if (!iconv.encodingExists(name)) return undefined
  const encode = iconv.getEncoder(name, { addBOM: false })
  const decode = new TextDecoder('utf-8', { ignoreBOM: true })
  return {
    push: (utf8) => encode.write(decode.decode(utf8, { stream: true })),
    end: () => Buffer.concat([encode.write(decode.decode()), encode.end() ?? Buffer.alloc(0)]),
  }
}

/** The byte order mark a file in this charset begins with: empty when its first bytes are none. */
export const markOf = (name: string, first: Uint8Array): Uint8Array => {
  const mark = byteOrderMarks.find(([known]) => known === name)?.[1] ?? []
  return Uint8Array.from(mark.every((byte, i) => first[i] === byte) ? mark : [])
}

/** Whether a text survives being written in a charset, for whoever reads it. */
export const encodable = (text: string, name: string): boolean => {
  if (name === 'utf-8') return true
  if (!iconv.encodingExists(name)) return false
  const stored = iconv.encode(text, name, { addBOM: false })
  return (name !== 'big5' || plainBig5(stored)) && iconv.decode(stored, name, { stripBOM: false }) === text
}

/** Whether stored characters are those of Big5 itself: as its name is read here and in browsers, it holds those of Hong Kong, which other readers do not know. */
function plainBig5(stored: Uint8Array): boolean {
  for (let i = 0; i < stored.length; i++) {
    const byte = stored[i]!
    if (byte < 0x80) continue
    if (byte < 0xa1 || byte > 0xf9) return false
    i++
  }
  return true
}
