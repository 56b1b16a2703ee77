import { readFileSync } from 'node:fs'
import type { Postings } from './postings.ts'
import type { Script } from './scripts.ts'

/**
 * What each language of a script looks like. One look-up per feature of the text replaces one per feature and language, which makes
 * it some hundred times faster than franc, whose lists it holds.
 */
export interface LanguageIndex {
  readonly script: Script
  /** Codes in code unit order: on equal scores the first one wins. */
  readonly languages: readonly string[]
  /** What each language starts with: widely written ones are more likely, and short texts need that. */
  readonly prior: Int32Array
  /** Number of each UTF-16 unit, case-folded: 1 is a space or no letter, 0 a letter that no list has. */
  readonly ids: Uint8Array
  /** By the numbers of three letters in a row. */
  readonly trigrams: Postings
  readonly words: Postings
  readonly letters: Postings
}

/** One step of a word's key over a letter's number; it starts at 0. */
export const wordKey = (key: number, id: number): number => Math.imul(key, 0x01000193) ^ id

/** Letters lie in these ranges of UTF-16 units; every other unit is a space. */
const letterRanges = [
  [0, 0x2000],
  [0xfb00, 0x10000],
] as const

const names = ['trigrams', 'words', 'letters'] as const

/** A file's first four bytes hold the length of its JSON header; arrays follow in the order of the header, each on a multiple of four bytes. */
interface Header {
  readonly script: Script
  readonly languages: readonly string[]
  /** Lengths of slots and of rows of each of `names`. */
  readonly sizes: readonly (readonly [slots: number, rows: number])[]
}

/** The bytes `indexOf` reads. The same indexes give the same bytes. */
export const writeIndexes = (indexes: readonly LanguageIndex[]): Uint8Array => {
  const header: Header[] = indexes.map((index) => ({
    script: index.script,
    languages: index.languages,
    sizes: names.map((name) => [index[name].slots.length, index[name].rows.length] as const),
  }))
  const text = Buffer.from(JSON.stringify(header).padEnd(Math.ceil(JSON.stringify(header).length / 4) * 4))
  const parts: Uint8Array[] = [Buffer.from(Uint32Array.of(text.length).buffer), text]
  const bytes = (array: Int32Array | Uint32Array) =>
    Buffer.concat([new Uint8Array(array.buffer, array.byteOffset, array.byteLength)], Math.ceil(array.byteLength / 4) * 4)
  for (const index of indexes) {
    parts.push(bytes(index.prior))
    for (const name of names) parts.push(bytes(index[name].slots), bytes(index[name].rows))
    for (const [from, to] of letterRanges) parts.push(index.ids.subarray(from, to))
  }
  return Buffer.concat(parts)
}

/** Reads what `writeIndexes` wrote. */
export const readIndexes = (file: Uint8Array): ReadonlyMap<Script, LanguageIndex> => {
  // A copy of its own: what a small read gives may lie at an odd place of a shared buffer.
  const { buffer } = file.slice()
  const size = new Uint32Array(buffer, 0, 1)[0]!
  const header = JSON.parse(Buffer.from(buffer, 4, size).toString('utf8')) as readonly Header[]
  let at = 4 + size
  const next = <Numbers>(
    Type: new (buffer: ArrayBuffer, at: number, length: number) => Numbers & ArrayBufferView,
    length: number,
  ): Numbers => {
    const array = new Type(buffer, at, length)
    at += Math.ceil(array.byteLength / 4) * 4
    return array
  }
  return new Map(
    header.map(({ script, languages, sizes }) => {
      const prior = next(Int32Array, languages.length)
      const [trigrams, words, letters] = sizes.map(
        ([slots, rows]): Postings => ({
          slots: next(Uint32Array, slots),
          rows: next(Int32Array, rows),
        }),
      )
      const ids = new Uint8Array(0x10000).fill(1)
      for (const [from, to] of letterRanges) {
        ids.set(new Uint8Array(buffer, at, to - from), from)
        at += to - from
      }
      return [script, { script, languages, prior, ids, trigrams: trigrams!, words: words!, letters: letters! }]
    }),
  )
}

let built: ReadonlyMap<Script, LanguageIndex> | undefined

/** The index of a script several languages share; undefined for any other script. Read at first use from the file the build wrote. */
export const indexOf = (script: Script): LanguageIndex | undefined => {
  built ??= readIndexes(readFileSync(new URL('./languages.bin', import.meta.url)))
  return built.get(script)
}
