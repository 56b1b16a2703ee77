import { type Options, parse } from 'csv-parse/sync'
import { type Cells, cellTexts } from './csv-cells.ts'
import type { Dialect } from './csv-records.ts'
import { contentEnd } from './csv-sniff.ts'
import { maxValues } from './limits.ts'
import { isUtf8Between } from './utf8.ts'

/** Records as their cells: those written as RFC 4180 says are cut where they lie, csv-parse reads every odd one. */

/** A record in the store. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly quoted: boolean
  /** It holds a quote that is never closed. */
  readonly unclosed: boolean
  /** The number of its first cell, and how many it has; without cells it is a record that csv-parse must read. */
  first: number
  count: number
  /** Bytes of empty lines before it. */
  readonly blank: number
}

/** A header, which is read as csv-parse reads it. */
export const whole = (start: number, end: number, unclosed: boolean, { quotes }: Dialect): Span => ({
  start,
  end,
  quoted: quotes,
  unclosed,
  first: 0,
  count: 0,
  blank: 0,
})

/** Cuts records into cells; returns the odd ones, which have none. */
export const cut = (bytes: Buffer, records: readonly Span[], { carriageReturns }: Dialect, cells: Cells): readonly Span[] => {
  cells.clear()
  const valid = isUtf8Between(bytes, records[0]!.start, records.at(-1)!.end)
  return records.filter((record) => {
    const { start, end, quoted } = record
    record.first = cells.count
    if (!valid && !isUtf8Between(bytes, start, end)) return true
    if (!cells.split(bytes, start, contentEnd(bytes, start, end, carriageReturns), quoted)) return true
    record.count = cells.count - record.first
    return false
  })
}

/** Whether a record that csv-parse would have to read may have too many cells: it makes strings of all of them at once. */
export const tooWide = (bytes: Buffer, start: number, end: number, { delimiter }: Dialect): boolean => {
  let cells = 1
  if (end - start > maxValues) for (let i = start; i < end; i++) if (bytes[i] === delimiter) cells++
  return cells > maxValues
}

/** The fields of each record: as csv-parse reads them, where it can. */
export const fieldsOf = (bytes: Buffer, records: readonly Span[], dialect: Dialect): (readonly string[])[] => {
  const { carriageReturns } = dialect
  const parsed = parseQuoted(
    bytes,
    records.filter(({ quoted, unclosed }) => quoted && !unclosed),
    dialect,
  )
  let next = 0
  return records.map(({ start, end, quoted, unclosed }) => {
    const fields = quoted && !unclosed ? parsed[next++] : undefined
    return fields ?? cellTexts(bytes, start, contentEnd(bytes, start, end, carriageReturns), dialect)
  })
}

const parseQuoted = (bytes: Buffer, records: readonly Span[], { delimiter, carriageReturns }: Dialect): (string[] | undefined)[] => {
  if (records.length === 0) return []
  const options: Options = {
    delimiter: String.fromCharCode(delimiter),
    record_delimiter: carriageReturns ? ['\r'] : ['\r\n', '\n'],
    relax_quotes: true,
    relax_column_count: true,
  }
  const pieces = records.map(({ start, end }) => bytes.subarray(start, end))
  const rows = attempt(Buffer.concat(pieces), options)
  if (rows?.length === records.length) return rows
  // Some record is read otherwise than the scan expects: find out which.
  return pieces.map((piece) => {
    const alone = attempt(piece, options)
    return alone?.length === 1 ? alone[0] : undefined
  })
}

const attempt = (bytes: Buffer, options: Options): string[][] | undefined => {
  try {
    return parse(bytes, options) as unknown as string[][]
  } catch {
    return undefined
  }
}
