import type { TextView, Unit } from '../model.ts'

const slots = 128
/** Scratch for decoding: of ASCII by length, and of others. */
const ascii: number[][] = Array.from({ length: 97 }, (_, length) => new Array<number>(length).fill(0))
const units = new Uint16Array(1024)
const unitBytes = Buffer.from(units.buffer)

/**
 * The text of UTF-8 bytes [start, end). Most texts asked for are short and ASCII: for them a call into the runtime costs more than they do. Chinese is decoded
 * here as well, which takes half as long as there.
 */
export function decodeUtf8(bytes: Buffer, start: number, end: number): string {
  if (end - start > units.length) return bytes.toString('utf8', start, end)
  if (end - start >= ascii.length) return decodeWide(bytes, start, end)
  const own = ascii[end - start]!
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte >= 0x80) return decodeWide(bytes, start, end)
    own[i - start] = byte
  }
  return String.fromCharCode.apply(null, own)
}

/** The same for what holds characters of three bytes and none of four; all else is left to the runtime, which keeps a byte for each character where one will do. */
function decodeWide(bytes: Buffer, start: number, end: number): string {
  let length = 0
  let wide = false
  let i = start
  for (; i < end; length++) {
    const byte = bytes[i]!
    if (byte < 0x80) {
      units[length] = byte
      i += 1
    } else if (byte < 0xe0) {
      units[length] = ((byte & 0x1f) << 6) | (bytes[i + 1]! & 0x3f)
      i += 2
    } else if (byte < 0xf0) {
      units[length] = ((byte & 0x0f) << 12) | ((bytes[i + 1]! & 0x3f) << 6) | (bytes[i + 2]! & 0x3f)
      i += 3
      wide = true
    } else return bytes.toString('utf8', start, end)
  }
  // A character that is cut is for the runtime to mend.
  return wide && i === end ? unitBytes.toString('utf16le', 0, length * 2) : bytes.toString('utf8', start, end)
}

/** A text as a slice [start, end) of UTF-8 bytes. The bytes are read when asked for, so the view may be moved to another text. */
export class ByteView implements TextView {
  unit: Unit = 'text'
  field = ''
  length = 0
  #bytes: Buffer = Buffer.alloc(0)
  #words: DataView = new DataView(new ArrayBuffer(0))
  #start = 0
  // Rules ask for the same windows again and again: the last decoded ones are kept, in slots by their start.
  readonly #starts = new Int32Array(slots).fill(-1)
  readonly #ends = new Int32Array(slots)
  readonly #texts: string[] = new Array<string>(slots).fill('')
  #used = false
  #part: ByteView | undefined

  /** Moves the view to bytes [start, end) of `bytes`. */
  move(bytes: Uint8Array, start: number, end: number, field: string, unit: Unit): void {
    if (bytes !== this.#bytes) {
      this.#bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    this.#start = start
    this.length = end - start
    this.field = field
    this.unit = unit
    if (this.#used) this.#starts.fill(-1)
    this.#used = false
  }

  decode(start: number, end: number): string {
    const slot = (start ^ (end << 3)) & (slots - 1)
    if (this.#starts[slot] === start && this.#ends[slot] === end) return this.#texts[slot]!
    const text = decodeUtf8(this.#bytes, this.#start + start, this.#start + end)
    this.#starts[slot] = start
    this.#ends[slot] = end
    this.#texts[slot] = text
    this.#used = true
    return text
  }

  part(start: number, end: number, field: string): ByteView {
    this.#part ??= new ByteView()
    this.#part.move(this.#bytes, this.#start + start, this.#start + end, field, this.unit)
    return this.#part
  }

  byteAt(offset: number): number {
    return this.#bytes[this.#start + offset]!
  }

  back(offset: number, characters: number, within?: Uint8Array): number {
    if (within !== undefined) return this.#backWithin(offset, characters, within)
    const bytes = this.#bytes
    const from = this.#start
    let at = offset
    while (characters > 0 && at > 0) {
      // Four ASCII bytes at a time.
      if (characters >= 4 && at >= 4 && (this.#words.getUint32(from + at - 4) & 0x80808080) === 0) {
        at -= 4
        characters -= 4
        continue
      }
      at -= 1
      while (at > 0 && (bytes[from + at]! & 0xc0) === 0x80) at -= 1
      characters -= 1
    }
    return at
  }

  #backWithin(offset: number, characters: number, within: Uint8Array): number {
    const bytes = this.#bytes
    const from = this.#start
    let at = offset
    for (; characters > 0 && at > 0; characters--) {
      let next = at - 1
      while (next > 0 && (bytes[from + next]! & 0xc0) === 0x80) next -= 1
      if (!holds(within, bytes[from + next]!)) break
      at = next
    }
    return at
  }

  forward(offset: number, characters: number, within?: Uint8Array): number {
    const bytes = this.#bytes
    const from = this.#start
    let at = offset
    while (characters > 0 && at < this.length) {
      if (within !== undefined) {
        if (!holds(within, bytes[from + at]!)) break
      } else if (characters >= 4 && at + 4 <= this.length && (this.#words.getUint32(from + at) & 0x80808080) === 0) {
        at += 4
        characters -= 4
        continue
      }
      at += 1
      while (at < this.length && (bytes[from + at]! & 0xc0) === 0x80) at += 1
      characters -= 1
    }
    return at
  }
}

const holds = (set: Uint8Array, byte: number) => (set[byte >> 3]! & (1 << (byte & 7))) !== 0

/** Byte length of the first `end` UTF-16 units of a string, counted from unit `from`. */
export function utf8Length(text: string, from: number, end: number): number {
  let bytes = 0
  for (let i = from; i < end; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit <= 0xdbff && i + 1 < text.length) {
      bytes += 4
      i += 1
    } else bytes += 3
  }
  return bytes
}

/** Tells at which byte a UTF-16 unit of a text stands, of one unit after the other: each is asked about once, in the order of the text. */
export function bytePlaces(text: string): (unit: number) => number {
  let known = 0
  let byte = 0
  return (unit) => {
    byte += utf8Length(text, known, unit)
    known = unit
    return byte
  }
}
