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
  /** Scans `bytes` from `from` on and calls `emit` for each record that ends there. */
  scan(bytes: Buffer, from: number, emit: (end: number, quoted: boolean, empty: boolean) => void): void
  /** Whether the open record holds a quote; whether it is inside one. */
  quoted(): boolean
  insideQuotes(): boolean
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
 */
export const recordScanner = ({
  delimiter,
  carriageReturns,
  quotes,
}: Pick<Dialect, 'delimiter' | 'carriageReturns' | 'quotes'>): RecordScanner => {
  const lineEnd = carriageReturns ? carriageReturn : lineFeed
  let state = fieldStart
  let quoted = false
  /** Whether the record has any byte yet; whether that is a lone CR, which is nothing if LF follows. */
  let started = false
  let onlyReturn = false

  return {
    quoted: () => quoted,
    insideQuotes: () => state === inQuotes,
    scan(bytes, from, emit) {
      const close = (end: number): void => {
        emit(end, quoted, !started)
        state = fieldStart
        quoted = false
        started = false
        onlyReturn = false
      }
      for (let i = from; i < bytes.length; i++) {
        if (state === inQuotes) {
          const next = bytes.indexOf(quote, i)
          if (next < 0) return
          i = next
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
        } else {
          if (byte === quote && quotes) {
            quoted = true
            if (state === fieldStart) state = inQuotes
          } else state = plain
          onlyReturn = !started && byte === carriageReturn
          started = true
        }
      }
    },
  }
}
