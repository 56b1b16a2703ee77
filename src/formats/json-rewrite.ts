import type { Edit, Rewriter, RowEdits } from '../model.ts'
import { type Step, splice, utf8Step } from './splice.ts'

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openBracket = 0x5b
const closeBracket = 0x5d

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

/** Where a JSON string that begins at `at` ends, closing quote included. */
const stringEnd = (source: Buffer, at: number): number => {
  let i = at + 1
  while (i < source.length && source[i] !== quote) i += source[i] === backslash ? 2 : 1
  return i + 1
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
/** First byte of a number or a literal; `NaN` and `Infinity` count, which the reader takes. */
const startsScalar = (byte: number): boolean =>
  byte === 0x2d || (byte >= 0x30 && byte <= 0x39) || byte === 0x74 || byte === 0x66 || byte === 0x6e || byte === 0x4e || byte === 0x49
const inScalar = (byte: number | undefined): boolean =>
  byte !== undefined &&
  !isSpace(byte) &&
  byte !== comma &&
  byte !== 0x3a &&
  byte !== closeBracket &&
  byte !== 0x7d &&
  byte !== openBracket &&
  byte !== 0x7b &&
  byte !== quote

/**
 * Writes one JSON text with edits: strings in place, escapes kept; a number with an edit becomes a string, because what takes its place is
 * no number. Two keys of an object that come to read the same are told apart by a number. Undefined when a value is not what was judged.
 */
export const rewriteJson = (source: Buffer, change: RowEdits): Uint8Array[] | undefined => {
  const pieces: Uint8Array[] = []
  /** Keys as written so far, for each open object or array. */
  const names: Set<string>[] = []
  let value = 0
  let kept = 0
  const put = (at: number, to: number, made: readonly Uint8Array[]): void => {
    pieces.push(source.subarray(kept, at), ...made)
    kept = to
  }
  for (let at = 0; at < source.length; ) {
    const byte = source[at]!
    if (byte === quote) {
      const end = stringEnd(source, at)
      let after = end
      while (isSpace(source[after])) after += 1
      if (source[after] === 0x3a) {
        if (change.key !== undefined) {
          const made = keyWith(source, at, end, change.key, names.at(-1))
          if (made !== undefined) put(at, end, [made])
        }
      } else {
        const own = change.values.get(value)
        if (own !== undefined) {
          const made = splice(source, at + 1, end - 1, own.edits, own.length, stringStep, escaped)
          if (made === undefined) return undefined
          put(at + 1, end - 1, made)
        }
        value += 1
      }
      at = end
    } else if (startsScalar(byte)) {
      let end = at + 1
      while (inScalar(source[end])) end += 1
      const own = change.values.get(value)
      if (own !== undefined) {
        const made = splice(source, at, end, own.edits, own.length, utf8Step, escaped)
        if (made === undefined) return undefined
        put(at, end, [Buffer.from('"'), ...made, Buffer.from('"')])
      }
      value += 1
      at = end
    } else {
      if (byte === 0x7b || byte === openBracket) names.push(new Set())
      else if (byte === 0x7d || byte === closeBracket) names.pop()
      at += 1
    }
  }
  pieces.push(source.subarray(kept))
  return pieces
}

/** A key with its edits, its quotes included; undefined when it has none. */
const keyWith = (
  source: Buffer,
  at: number,
  end: number,
  key: (name: string) => readonly Edit[],
  names: Set<string> | undefined,
): Buffer | undefined => {
  const name = nameOf(source.toString('utf8', at, end))
  const edits = key(name)
  if (edits.length === 0) {
    names?.add(name)
    return undefined
  }
  const made = splice(Buffer.from(name, 'utf8'), 0, Buffer.byteLength(name), edits, Buffer.byteLength(name), utf8Step)!
  const told = Buffer.concat(made).toString('utf8')
  let unique = told
  for (let n = 2; names?.has(unique) === true; n++) unique = `${told}_${n}`
  names?.add(unique)
  const kept = splice(source, at + 1, end - 1, edits, Buffer.byteLength(name), stringStep, escaped)
  if (kept === undefined) return Buffer.from(JSON.stringify(unique), 'utf8')
  return Buffer.concat([source.subarray(at, at + 1), ...kept, Buffer.from(unique.slice(told.length)), source.subarray(end - 1, end)])
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
