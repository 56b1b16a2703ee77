import type { Rewriter, RowEdits } from '../model.ts'
import { type Encoding, plainText, type Step, splice, utf8Step, type ValueEdits } from './splice.ts'

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** A character of a JSON string: an escape, an escaped surrogate pair, or UTF-8. Half a pair decodes to U+FFFD. */
const stringStep = (source: Uint8Array, at: number, end: number, step: Step): void => {
  if (source[at] !== backslash) {
    utf8Step(source, at, end, step)
    return
  }
  step.source = 2
  step.decoded = 1
  if (source[at + 1] !== 0x75) return
  const code = unitAt(source, at)
  step.source = 6
  step.decoded = code < 0x80 ? 1 : code < 0x800 ? 2 : 3
  if (code < 0xd800 || code > 0xdbff || source[at + 6] !== backslash || source[at + 7] !== 0x75 || at + 12 > end) return
  const low = unitAt(source, at + 6)
  if (low < 0xdc00 || low > 0xdfff) return
  step.source = 12
  step.decoded = 4
}

const unitAt = (source: Uint8Array, at: number): number => {
  let code = 0
  for (let i = at + 2; i < at + 6; i++) {
    const byte = source[i] ?? 0
    code = code * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57)
  }
  return code
}

/** Text as the inside of a JSON string. */
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)

/** The inside of a JSON string; a number, which becomes a string when it is edited. */
const insideString: Encoding = { step: stringStep, write: escaped }
const number: Encoding = { step: utf8Step, write: escaped }

/** Where a JSON string that begins at `at` ends, closing quote included. */
const stringEnd = (source: Buffer, at: number): number => {
  let i = at + 1
  while (i < source.length && source[i] !== quote) i += source[i] === backslash ? 2 : 1
  return i + 1
}

/** Where a number or a literal ends that begins at `at`. */
const scalarEnd = (source: Buffer, at: number): number => {
  let end = at + 1
  while (inScalar(source[end])) end += 1
  return end
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
/** First byte of a number or a literal; `NaN` and `Infinity` count, which the reader takes. */
const startsScalar = (byte: number): boolean =>
  byte === 0x2d || (byte >= 0x30 && byte <= 0x39) || byte === 0x74 || byte === 0x66 || byte === 0x6e || byte === 0x4e || byte === 0x49
const inScalar = (byte: number | undefined): boolean =>
  byte !== undefined &&
  !isSpace(byte) &&
  byte !== comma &&
  byte !== colon &&
  byte !== closeBracket &&
  byte !== closeBrace &&
  byte !== openBracket &&
  byte !== openBrace &&
  byte !== quote

/**
 * Writes one JSON text with edits: strings in place, escapes kept; a number with an edit becomes a string, because what takes its place is
 * no number. Two keys of an object that come to read the same are told apart by a number. Undefined when a value is not what was judged.
 */
const rewriteJson = (source: Buffer, change: RowEdits): Uint8Array[] | undefined => new JsonWriter(source, change).write()

/** Goes through one JSON text from start to end and puts its edits in. */
class JsonWriter {
  readonly #source: Buffer
  readonly #change: RowEdits
  readonly #pieces: Uint8Array[] = []
  /** Where the part of the source begins that is not in `#pieces` yet. */
  #kept = 0
  /** How many values came by: the number of the next one. */
  #value = 0
  /** Keys as written so far, for each open object or array. */
  readonly #names: Set<string>[] = []

  constructor(source: Buffer, change: RowEdits) {
    this.#source = source
    this.#change = change
  }

  write(): Uint8Array[] | undefined {
    const source = this.#source
    for (let at = 0; at < source.length; ) {
      const byte = source[at]!
      const end = byte === quote ? stringEnd(source, at) : startsScalar(byte) ? scalarEnd(source, at) : at + 1
      if (byte === quote && this.#isKey(end)) this.#writeKey(at, end)
      else if (byte === quote || startsScalar(byte)) {
        if (!this.#writeValue(at, end)) return undefined
      } else if (byte === openBrace || byte === openBracket) this.#names.push(new Set())
      else if (byte === closeBrace || byte === closeBracket) this.#names.pop()
      at = end
    }
    this.#pieces.push(source.subarray(this.#kept))
    return this.#pieces
  }

  /** Puts `made` in the place of the bytes [at, to). */
  #put(at: number, to: number, made: readonly Uint8Array[]): void {
    this.#pieces.push(this.#source.subarray(this.#kept, at), ...made)
    this.#kept = to
  }

  /** Whether the string that ends at `end` is a key: a colon follows. */
  #isKey(end: number): boolean {
    let after = end
    while (isSpace(this.#source[after])) after += 1
    return this.#source[after] === colon
  }

  /** Writes the string, number or literal at [at, end). False when it is not what was judged. */
  #writeValue(at: number, end: number): boolean {
    const source = this.#source
    const own: ValueEdits | undefined = this.#change.values.get(this.#value++)
    if (own === undefined) return true
    if (source[at] === quote) {
      const made = splice(source, at + 1, end - 1, own, insideString)
      if (made === undefined) return false
      this.#put(at + 1, end - 1, made)
      return true
    }
    const made = splice(source, at, end, own, number)
    if (made === undefined) return false
    this.#put(at, end, [Buffer.from('"'), ...made, Buffer.from('"')])
    return true
  }

  /** Writes the key at [at, end), quotes included. */
  #writeKey(at: number, end: number): void {
    if (this.#change.key === undefined) return
    const source = this.#source
    const names = this.#names.at(-1)
    const name = nameOf(source.toString('utf8', at, end))
    const edits = this.#change.key(name)
    if (edits.length === 0) {
      names?.add(name)
      return
    }
    const bytes = Buffer.from(name, 'utf8')
    const own = { length: bytes.length, edits }
    const told = Buffer.concat(splice(bytes, 0, bytes.length, own, plainText)!).toString('utf8')
    let unique = told
    for (let n = 2; names?.has(unique) === true; n++) unique = `${told}_${n}`
    names?.add(unique)
    const made = splice(source, at + 1, end - 1, own, insideString)
    // A key with a lone surrogate does not decode to what was judged: it is written anew.
    if (made === undefined) this.#put(at, end, [Buffer.from(JSON.stringify(unique), 'utf8')])
    else this.#put(at + 1, end - 1, [...made, Buffer.from(unique.slice(told.length))])
  }
}

/** The key a JSON string spells, as the readers know it: lone surrogates are U+FFFD. */
const nameOf = (literal: string): string => (JSON.parse(literal) as string).replace(/\p{Surrogate}/gu, '\ufffd')

/** Writes JSON Lines back: a row is a line. */
export const jsonlRewriter = (): Rewriter => ({
  between: (source) => [source],
  row: (source, change) => (change === undefined ? [source] : change === 'drop' ? [] : rewriteJson(source, change)),
  end: () => [],
})

/**
 * Writes a JSON document back. What stands before a row waits until it is known whether the row stays: a row that is left out takes the
 * comma before it along, or, where no row of its array stands before it, the comma behind it.
 */
export const jsonRewriter = (): Rewriter => {
  let waiting: Buffer[] = []
  /** What stood before the first rows of the open array, all of which were left out. */
  let opening: Buffer | undefined
  /** Whether a row of the open array was written; whether any row came by. */
  let filled = false
  let begun = false
  return {
    between(source) {
      waiting.push(source)
      return []
    },
    row(source, change) {
      const made = change === undefined ? [source] : change === 'drop' ? [] : rewriteJson(source, change)
      if (made === undefined) return undefined
      let before = Buffer.concat(waiting)
      waiting = []
      const brackets = before.includes(openBracket) || before.includes(closeBracket)
      if (brackets) {
        before = Buffer.concat([opening ?? Buffer.alloc(0), before])
        opening = undefined
        filled = false
      }
      if (change === 'drop') {
        if (brackets || !begun) opening = before
        begun = true
        return []
      }
      const lead = filled || opening === undefined ? before : opening
      opening = undefined
      filled = true
      begun = true
      return [lead, ...made]
    },
    end: () => [...(opening === undefined ? [] : [opening]), ...waiting.splice(0)],
  }
}
