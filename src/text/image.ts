import { displaced, type Features, type Row, rowsOf, shiftOf, slotsOf } from './postings.ts'
import { type Script, scripts, scriptTable } from './scripts.ts'

/** The memory image of the language indexes: what the build makes of the lists and `assembly/` reads. A step of the build. */

/** What each language of a script looks like. */
export interface LanguageLists {
  readonly script: Script
  /** Codes in code unit order: on equal scores the first one wins. */
  readonly languages: readonly string[]
  /** What each language starts with: widely written ones are more likely, and short texts need that. */
  readonly prior: readonly number[]
  /** The place of each among all by how widely it is written; the first is 0. */
  readonly ranks: readonly number[]
  /** Number of each UTF-16 unit, case-folded: 1 is a space or no letter, 0 a letter that no list has. */
  readonly ids: Uint8Array
  /** Tables looked up by three letters in a row, by word, and by letter. */
  readonly trigrams: Features
  readonly words: Features
  readonly letters: Features
}

/** One step of a word's key over a letter's number; it starts at 0. */
const wordKey = (key: number, id: number): number => Math.imul(key, 0x01000193) ^ id

/**
 * From an eighth of all languages on, a weight of 8 bits for each of them takes less time than a list of those that have one. Sums over a
 * sample of at most 316 units must fit 16 bits.
 */
const isDense = ({ postings }: Row, stride: number): boolean =>
  postings.length >= stride / 8 && postings.every(({ weight }) => weight * 316 <= 0xffff && weight <= 0xff)

const pageSize = 128

/** A table of 65,536 bytes as 512 page numbers and the pages that differ. */
const paged = (table: Uint8Array): Uint8Array => {
  const numbers = new Uint8Array(table.length / pageSize)
  const pages: Uint8Array[] = []
  const known = new Map<string, number>()
  for (let page = 0; page < numbers.length; page++) {
    const bytes = table.subarray(page * pageSize, (page + 1) * pageSize)
    const key = bytes.join()
    let number = known.get(key)
    if (number === undefined) {
      number = pages.length
      known.set(key, number)
      pages.push(bytes)
    }
    numbers[page] = number
  }
  if (pages.length > 256) throw new RangeError('more pages than a byte can number')
  return Buffer.concat([numbers, ...pages])
}

const bytesOf = (array: Uint8Array | Uint16Array | Uint32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
const aligned = (size: number): number => Math.ceil(size / 16) * 16

/** Parts one behind the other, each on a multiple of 16 bytes, and where each begins, `from` bytes further on. */
const join = (parts: readonly Uint8Array[], from: number): { readonly bytes: Uint8Array; readonly offsets: readonly number[] } => {
  const offsets: number[] = []
  let size = 0
  for (const part of parts) {
    offsets.push(from + size)
    size += aligned(part.length)
  }
  return { bytes: Buffer.concat(parts.map((part) => Buffer.concat([part], aligned(part.length)))), offsets }
}

/**
 * Finds the row of three letters in two steps: `firsts` by the first letter, plus the second, is a place in `seconds`; what it holds, plus
 * the third, is a place in `thirds`. There stand the first two letters, 8 bits each, and the number of the row, 16 bits. Only the last
 * place says whether there is such a row: `seconds` may be asked for letters it does not have.
 */
const triples = (rows: readonly Row[], numbers: readonly number[]) => {
  const pairs = new Map<number, number[]>()
  rows.forEach(({ key }, i) => {
    pairs.set(key >> 8, [...(pairs.get(key >> 8) ?? []), i])
  })
  const pairStarts = displaced([...pairs.values()].map((own) => own.map((i) => rows[i]!.key & 255)))
  const thirds = new Uint32Array(Math.max(...pairStarts) + 512)
  const bySecond = new Map<number, Map<number, number>>()
  ;[...pairs].forEach(([pair, own], n) => {
    for (const i of own) thirds[pairStarts[n]! + (rows[i]!.key & 255)] = (pair << 16) | numbers[i]!
    bySecond.set(pair >> 8, (bySecond.get(pair >> 8) ?? new Map<number, number>()).set(pair & 255, pairStarts[n]!))
  })
  const letterStarts = displaced([...bySecond.values()].map((row) => [...row.keys()]))
  const seconds = new Uint16Array(Math.max(...letterStarts) + 512)
  const firsts = new Uint16Array(256)
  ;[...bySecond].forEach(([letter, row], n) => {
    firsts[letter] = letterStarts[n]!
    for (const [second, start] of row) seconds[letterStarts[n]! + second] = start
  })
  if (thirds.length > 0x10000) throw new RangeError('the index has more trigrams than 16 bits can number')
  return [firsts, seconds, thirds] as const
}

const headSize = 64

/** The index of one script: thirteen numbers, the order of which `beginScript` in `assembly/weigh.ts` knows, and tables. */
const index = ({ languages, prior, ranks, ids, trigrams, words, letters, script }: LanguageLists): Uint8Array => {
  const size = languages.length
  if (size > 256) throw new RangeError(`more languages of ${script} than a byte can number`)
  const stride = aligned(size)
  const numbers = (text: string) => Array.from(text, (letter) => ids[letter.charCodeAt(0)]!)
  const trigramRows = rowsOf(trigrams, ranks, (text) => {
    const [first, second, third] = numbers(text)
    return (first! << 16) | (second! << 8) | third!
  })
  const wordRows = rowsOf(words, ranks, (word) => numbers(word).reduce(wordKey, 0))
  const letterRows = rowsOf(letters, ranks, (letter) => numbers(letter)[0]!)

  // Dense rows have numbers from 1 on; behind them a sparse row's number is where it begins, in steps of two bytes.
  const dense = trigramRows.filter((row) => isDense(row, stride))
  const denseRows = new Uint8Array(dense.length * stride)
  dense.forEach(({ postings }, number) => {
    for (const { language, weight } of postings) denseRows[number * stride + language] = weight
  })
  // A sparse row: how many languages it has, their numbers, a byte each, and from an even place on their weights, two bytes each.
  const sparse: Uint8Array[] = []
  let sparseSize = 2 * (dense.length + 1)
  const place = ({ postings }: Row): number => {
    const at = sparseSize / 2
    const heads = Uint8Array.from([postings.length, ...postings.map(({ language }) => language), 0])
    const weights = Uint16Array.from(postings, ({ weight }) => weight)
    const row = Buffer.concat([heads.subarray(0, heads.length & ~1), bytesOf(weights)])
    sparse.push(row)
    sparseSize += row.length
    return at
  }
  const known = new Map(dense.map((row, number) => [row, number + 1]))
  const [firsts, seconds, thirds] = triples(
    trigramRows,
    trigramRows.map((row) => known.get(row) ?? place(row)),
  )
  const wordSlots = slotsOf(wordRows, wordRows.map(place))
  const byLetter = new Uint16Array(256)
  for (const row of letterRows) byLetter[row.key] = place(row)

  const starts = new Uint32Array(stride)
  starts.set(prior)
  const parts = [starts, paged(ids), firsts, seconds, thirds, wordSlots, byLetter, denseRows, Buffer.concat(sparse)].map(bytesOf)
  const { bytes, offsets } = join(parts, headSize)
  const [startsAt, idsAt, firstsAt, secondsAt, thirdsAt, wordsAt, lettersAt, denseAt, sparseAt] = offsets
  // biome-ignore format: in the order of the reader
  const head = Uint32Array.of(
    size, stride, startsAt!, idsAt!, firstsAt!, secondsAt!, thirdsAt!, wordsAt!, shiftOf(wordSlots.length), lettersAt!,
    denseAt!, dense.length, sparseAt! - 2 * (dense.length + 1),
  )
  return Buffer.concat([Buffer.concat([bytesOf(head)], headSize), bytes])
}

/**
 * What a letter counts for when a text mixes scripts. A Han or kana character says as much as three Latin letters; other scripts count
 * up to twice, because Latin names and boilerplate in their texts are common and the opposite is rare.
 */
const scriptWeights = Uint8Array.from(scripts, (script) => {
  if (script === 'han' || script === 'kana' || script === 'bopomofo') return 6
  return script === 'hangul' ? 5 : script === 'cyrillic' ? 3 : script === 'latin' ? 2 : 4
})

/** The image: what letters of each script weigh, where the index of a script begins (0: it has none), script numbers, indexes. */
export const imageOf = (lists: readonly LanguageLists[]): Uint8Array => {
  const weights = Buffer.concat([scriptWeights], 64)
  const scriptPages = paged(scriptTable())
  const { bytes, offsets } = join(lists.map(index), 320 + aligned(scriptPages.length))
  const starts = new Uint32Array(64)
  lists.forEach(({ script }, i) => {
    starts[scripts.indexOf(script)] = offsets[i]!
  })
  // Vectors are read past the last row.
  return Buffer.concat([weights, bytesOf(starts), Buffer.concat([scriptPages], aligned(scriptPages.length)), bytes, new Uint8Array(64)])
}
