/**
 * Byte expressions: what a gate asks to stand beside its candidates. A small language, so that the kernel can judge a candidate where it
 * finds it: ASCII characters, classes (`[0-9A-F]`, `[^,]`, `\d`, `.` for any byte), each once, or with `?`, `{n}` or `{n,m}`, in sequence,
 * other characters as they are, and `|` between whole alternatives. `\t`, `\n` and `\r` are what they are everywhere; `\` takes a sign behind it
 * as it is. A line break or tab that a text writes out is a blank and the break, as rules read it, or the two characters that it is.
 */

/** Bytes of an expression: the set they must be of, 256 bits, and how many there are at least and at most. */
export interface ByteElement {
  readonly set: Uint8Array
  readonly min: number
  readonly max: number
}

const controls: { readonly [letter: string]: number } = { t: 0x09, n: 0x0a, r: 0x0d }

/**
 * The alternatives of an expression, each a sequence of bytes.
 * @throws RangeError when it is none
 */
export function parseByteExpression(source: string): readonly (readonly ByteElement[])[] {
  let at = 0
  const fail = (): never => {
    throw new RangeError(`"${source}" is not a byte expression: see character ${at + 1}`)
  }
  const character = (): number => {
    const code = source.charCodeAt(at++)
    return code > 0x7f || Number.isNaN(code) ? fail() : code
  }
  const add = (set: Uint8Array, from: number, to: number) => {
    for (let b = from; b <= to; b++) set[b >> 3]! |= 1 << (b & 7)
  }
  const escaped = (set: Uint8Array): number | undefined => {
    const one = String.fromCharCode(character())
    if (one === 'd') {
      add(set, 0x30, 0x39)
      return undefined
    }
    // A letter that means something elsewhere, such as \s or \w, must not quietly stand for itself.
    return /[0-9A-Za-z]/.test(one) ? (controls[one] ?? fail()) : one.charCodeAt(0)
  }
  const classOf = (): Uint8Array => {
    const set = new Uint8Array(32)
    const not = source[at] === '^'
    if (not) at++
    while (source[at] !== ']') {
      let from: number | undefined = character()
      if (from === 0x5c) from = escaped(set)
      if (from === undefined) continue
      let to = from
      if (source[at] === '-' && source[at + 1] !== ']') {
        at++
        to = character()
        if (to < from) fail()
      }
      add(set, from, to)
    }
    at++
    return not ? set.map((bits) => ~bits) : set
  }
  const setOf = (): Uint8Array => {
    const code = character()
    if (code === 0x5b) return classOf()
    const set = new Uint8Array(32)
    if (code === 0x2e) return set.fill(0xff)
    const one = code === 0x5c ? escaped(set) : code
    if (code !== 0x5c && '?{}()*+^$]'.includes(String.fromCharCode(code))) fail()
    if (one !== undefined) add(set, one, one)
    return set
  }
  const times = (): readonly [number, number] => {
    if (source[at] === '?') {
      at++
      return [0, 1]
    }
    const m = /^\{(\d{1,3})(?:,(\d{1,3}))?\}/.exec(source.slice(at))
    if (m === null) return [1, 1]
    const [from, to] = [Number(m[1]), Number(m[2] ?? m[1])]
    if (to < from || to === 0) fail()
    at += m[0].length
    return [from, to]
  }
  const alternatives: ByteElement[][] = []
  let elements: ByteElement[] = []
  const close = () => {
    if (elements.length === 0) fail()
    alternatives.push(elements)
    elements = []
  }
  while (at < source.length) {
    if (source[at] === '|') {
      close()
      at++
      continue
    }
    const code = source.codePointAt(at)!
    if (code > 0x7f) {
      const character = String.fromCodePoint(code)
      at += character.length
      for (const byte of Buffer.from(character, 'utf8')) elements.push({ set: only(byte), min: 1, max: 1 })
      continue
    }
    const set = setOf()
    const [min, max] = times()
    elements.push({ set, min, max })
  }
  close()
  return alternatives
}

function only(byte: number): Uint8Array {
  const set = new Uint8Array(32)
  set[byte >> 3] = 1 << (byte & 7)
  return set
}

/**
 * The bytes of a set, and those that may stand for them in a line break or tab that is written out: the backslash for a blank, `n`, `r` and `t` for what
 * they are behind one (see `takes` in assembly/gates.ts). `signs` and `letters`: which of the two can stand there at all.
 */
export function asWritten(set: Uint8Array, signs = true, letters = true): Uint8Array {
  const has = (byte: number) => (set[byte >> 3]! & (1 << (byte & 7))) !== 0
  const written = Uint8Array.from(set)
  const add = (byte: number) => {
    written[byte >> 3]! |= 1 << (byte & 7)
  }
  if (signs && has(0x20)) add(0x5c)
  if (letters) for (const [letter, control] of Object.entries(controls)) if (has(control)) add(letter.charCodeAt(0))
  return written
}

/**
 * The set of bytes of an expression that is one class, such as `[^\s@]` written out: 256 bits. Undefined when it is anything else.
 * @throws RangeError when it is no byte expression
 */
export function byteSetOf(source: string): Uint8Array | undefined {
  const [first, ...others] = parseByteExpression(source)
  const { set, min, max } = first![0]!
  return others.length === 0 && first!.length === 1 && min === 1 && max === 1 ? set : undefined
}

/** Whether a text is a byte expression. */
export function isByteExpression(source: string): boolean {
  try {
    parseByteExpression(source)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
