import type { Dialect } from './csv-records.ts'
import { maxValues } from './limits.ts'

const quote = 0x22

/** Where the cells of some records lie: for each its start, its end, and whether it holds doubled quotes. */
export interface Cells {
  /** Three numbers a cell. */
  readonly at: Uint32Array
  /** Cells in all. */
  readonly count: number
  /**
   * Splits one record without its line end into its cells and keeps them behind those of the records before. False, and nothing is
   * kept, when the record is odd: a quote that neither opens a cell at its start nor closes it before a delimiter or the end, nor is
   * doubled inside one. csv-parse says what such a record means. Of a record of too many cells, `maxValues` and one are kept.
   */
  split(bytes: Buffer, start: number, end: number, quoted: boolean): boolean
  clear(): void
}

/** The cells of records written as RFC 4180 says, section 2, on bytes: nothing is copied, no string is made. */
export const cellsOf = (delimiter: number): Cells => {
  let at = new Uint32Array(3 * 1024)
  let count = 0

  const keep = (start: number, end: number, doubled: number): void => {
    if (3 * count + 3 > at.length) {
      const roomy = new Uint32Array(2 * at.length)
      roomy.set(at)
      at = roomy
    }
    at[3 * count] = start
    at[3 * count + 1] = end
    at[3 * count + 2] = doubled
    count++
  }

  /** The closing quote of a cell whose content begins at `from`, -1 when there is none before `end`; tells whether quotes are doubled. */
  let doubled = 0
  const closing = (bytes: Buffer, from: number, end: number): number => {
    doubled = 0
    for (let i = from; ; i += 2) {
      i = bytes.indexOf(quote, i)
      if (i < 0 || i >= end) return -1
      if (i + 1 >= end || bytes[i + 1] !== quote) return i
      doubled = 1
    }
  }

  return {
    get at() {
      return at
    },
    get count() {
      return count
    },
    clear() {
      count = 0
    },
    split(bytes, start, end, quoted) {
      const before = count
      let cell = start
      for (let i = start; ; i++) {
        if (count - before > maxValues) return true
        if (quoted && i < end && bytes[i] === quote) {
          const close = i === cell ? closing(bytes, i + 1, end) : -1
          if (close < 0 || (close + 1 < end && bytes[close + 1] !== delimiter)) {
            count = before
            return false
          }
          keep(cell + 1, close, doubled)
          if (close + 1 >= end) return true
          cell = close + 2
          i = close + 1
        } else if (i >= end || bytes[i] === delimiter) {
          keep(cell, i, 0)
          if (i >= end) return true
          cell = i + 1
        }
      }
    },
  }
}

/** Makes each doubled quote of the bytes [start, end) one, in place. The new end. */
export const undouble = (bytes: Buffer, start: number, end: number): number => {
  let to = start
  let from = start
  for (;;) {
    const found = bytes.indexOf(quote, from)
    const stop = found < 0 || found >= end ? end : found + 1
    if (to !== from) bytes.copyWithin(to, from, stop)
    to += stop - from
    if (stop === end) return to
    from = found + 2
  }
}

/** A cell of a record: its bytes with its quotes. */
export interface CellSpan {
  readonly start: number
  readonly end: number
  /** Where the quote lies that closes the one it begins with, doubled ones between them; `start` where it begins with none. */
  readonly closing: number
  /** Whether it is quoted as a whole. */
  readonly quoted: boolean
}

/**
 * The cells of any record [0, end), as `recordScanner` sees them: a quote that does not close its cell before a delimiter or the end makes the cell
 * a plain one, and so does one that is never closed.
 */
export const cellSpans = (record: Buffer, end: number, { delimiter, quotes }: Pick<Dialect, 'delimiter' | 'quotes'>): CellSpan[] => {
  const cells: CellSpan[] = []
  for (let at = 0; ; ) {
    const start = at
    let closing = start
    if (quotes && at < end && record[at] === quote) {
      at += 1
      while (at < end) {
        if (record[at] !== quote) at += 1
        else if (record[at + 1] === quote && at + 1 < end) at += 2
        else break
      }
      if (at < end) closing = at
      at = closing + 1
    }
    const quoted = closing > start && (at === end || record[at] === delimiter)
    while (at < end && record[at] !== delimiter) at += 1
    cells.push({ start, end: at, closing, quoted })
    if (at >= end) return cells
    at += 1
  }
}

/** What the cells of any record [start, end) say. */
export const cellTexts = (bytes: Buffer, start: number, end: number, dialect: Pick<Dialect, 'delimiter' | 'quotes'>): string[] => {
  const record = bytes.subarray(start, end)
  const text = (from: number, to: number) => record.toString('utf8', from, to)
  return cellSpans(record, end - start, dialect).map((cell) => {
    if (cell.closing === cell.start) return text(cell.start, cell.end)
    const inside = text(cell.start + 1, cell.closing).replaceAll('""', '"')
    return cell.quoted ? inside : `"${inside}${text(cell.closing, cell.end)}`
  })
}
