import type { TextView, Unit } from '../model.ts'

/** A text as a slice [start, end) of UTF-8 bytes. The bytes are read when asked for, so the view may be moved to another text. */
export class ByteView implements TextView {
  unit: Unit = 'text'
  field = ''
  length = 0
  #bytes: Buffer = Buffer.alloc(0)
  #start = 0
  // Rules of one gate ask for the same window one after another.
  #decodedStart = -1
  #decodedEnd = -1
  #decoded = ''

  /** Moves the view to bytes [start, end) of `bytes`. */
  move(bytes: Uint8Array, start: number, end: number, field: string, unit: Unit): void {
    this.#bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#start = start
    this.length = end - start
    this.field = field
    this.unit = unit
    this.#decodedStart = -1
  }

  decode(start: number, end: number): string {
    if (start === this.#decodedStart && end === this.#decodedEnd) return this.#decoded
    this.#decodedStart = start
    this.#decodedEnd = end
    this.#decoded = this.#bytes.toString('utf8', this.#start + start, this.#start + end)
    return this.#decoded
  }

  byteAt(offset: number): number {
    return this.#bytes[this.#start + offset]!
  }

  back(offset: number, characters: number): number {
    let at = offset
    while (characters > 0 && at > 0) {
      at -= 1
      while (at > 0 && (this.#bytes[this.#start + at]! & 0xc0) === 0x80) at -= 1
      characters -= 1
    }
    return at
  }

  forward(offset: number, characters: number): number {
    let at = offset
    while (characters > 0 && at < this.length) {
      at += 1
      while (at < this.length && (this.#bytes[this.#start + at]! & 0xc0) === 0x80) at += 1
      characters -= 1
    }
    return at
  }
}

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
