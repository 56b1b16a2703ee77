/** How a CSV file is written, sniffed from its head so that every range of the file agrees. */
export interface Dialect {
  /** One ASCII byte. */
  readonly delimiter: number
  /** Rows end in CR alone, as on old Macs; otherwise in LF or CRLF. */
  readonly carriageReturns: boolean
  /** Bytes of a first line `sep=;`, by which Excel is told the delimiter; no row. */
  readonly preamble: number
  /** False where quotes are characters like any other, as tables parted by tabs often have them (IANA text/tab-separated-values has none). */
  readonly quotes: boolean
  /** Rows before the one that names the columns: titles, remarks, the day of the export. They are records of nameless columns. */
  readonly lead: number
  /** False where the first row is like those below it, so that it names nothing. */
  readonly header: boolean
}

/** Finds where records end; carries its state from piece to piece. */
export interface RecordScanner {
  /**
   * Scans `bytes` from `from` on and calls `emit` for each record that ends there. False where a quote has stayed open until its record
   * was longer than `limit`: it scans no further then.
   */
  scan(bytes: Buffer, from: number, emit: (end: number, quoted: boolean, empty: boolean) => void): boolean
  /** Whether the open record holds a quote; whether it is inside one. */
  quoted(): boolean
  insideQuotes(): boolean
  /** Takes the quote that is open for a character like any other. How many bytes of its record stand before what is then to be scanned anew. */
  leaveQuotes(): number
}

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

const fieldStart = 0
const plain = 1
const inQuotes = 2
const quoteSeen = 3
const quoteThenReturn = 4

/**
 * The record boundaries of CSV (RFC 4180) as csv-parse sees them with relaxed quotes: a quote opens a field only at its start, is
 * doubled inside, and closes it before a delimiter or a line end; anywhere else it is a character, and the field is no longer quoted.
 *
 * @param limit the bytes that a record may have while a quote of it is open
 */
export const recordScanner = (
  { delimiter, carriageReturns, quotes }: Pick<Dialect, 'delimiter' | 'carriageReturns' | 'quotes'>,
  limit = Number.POSITIVE_INFINITY,
): RecordScanner => {
  const lineEnd = carriageReturns ? carriageReturn : lineFeed
  let state = fieldStart
  let quoted = false
  /** Whether the record has any byte yet; whether that is a lone CR, which is nothing if LF follows. */
  let started = false
  let onlyReturn = false
  /** Bytes of the open record in the pieces before, and how many of it stand before the quote that is open. */
  let carried = 0
  let opened = 0

  return {
    quoted: () => quoted,
    insideQuotes: () => state === inQuotes,
    leaveQuotes() {
      state = plain
      carried = opened + 1
      return carried
    },
    scan(bytes, from, emit) {
      let start = from - carried
      const close = (end: number): void => {
        emit(end, quoted, !started)
        start = end
        state = fieldStart
        quoted = false
        started = false
        onlyReturn = false
      }
      const next = (byte: number, at: number): number => {
        const found = bytes.indexOf(byte, at)
        return found < 0 ? bytes.length : found
      }
      /** The next line end and the next quote, where they are not behind. */
      let lineAt = from - 1
      let quoteAt = from - 1
      for (let i = from; i < bytes.length; i++) {
        if (state === inQuotes) {
          const end = bytes.indexOf(quote, i)
          if (end < 0 ? bytes.length - start > limit : end - start >= limit) return false
          if (end < 0) break
          i = end
          state = quoteSeen
          continue
        }
        const byte = bytes[i]!
        if (state === quoteThenReturn) {
          // CRLF after a closing quote ends the record; CR and anything else was not the end of the field.
          state = plain
        } else if (state === quoteSeen) {
          if (byte === quote) {
            state = inQuotes
            continue
          }
          state = byte === carriageReturn && !carriageReturns ? quoteThenReturn : plain
          if (state === quoteThenReturn) continue
        }
        if (byte === lineEnd) {
          if (onlyReturn) started = false
          close(i + 1)
        } else if (byte === delimiter) {
          state = fieldStart
          started = true
          onlyReturn = false
        } else if (byte === quote && quotes) {
          quoted = true
          if (state === fieldStart) {
            state = inQuotes
            opened = i - start
          }
          onlyReturn = false
          started = true
        } else {
          state = plain
          onlyReturn = !started && byte === carriageReturn
          started = true
          // Up to a line end or a quote there are cells, of which only the start of the last one matters.
          if (lineAt <= i) lineAt = next(lineEnd, i + 1)
          if (quoteAt <= i) quoteAt = quotes ? next(quote, i + 1) : bytes.length
          const stop = Math.min(lineAt, quoteAt)
          if (stop === i + 1) continue
          onlyReturn = false
          if (bytes[stop - 1] === delimiter) state = fieldStart
          i = stop - 1
        }
      }
      carried = bytes.length - start
      return true
    },
  }
}
