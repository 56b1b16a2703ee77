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
export const recordScanner = ({ delimiter, carriageReturns, quotes }: Omit<Dialect, 'preamble'>): RecordScanner => {
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

const candidates = [',', '\t', ';', '|'].map((character) => character.charCodeAt(0))

/** What a sniff of the first rows found. */
export interface Sniffed extends Dialect {
  /** Fields of the header. */
  readonly columns: number
  /** Complete rows looked at, and how many of them have as many fields as the header. */
  readonly rows: number
  readonly regular: number
}

/** Chooses the delimiter under which the first rows agree best on their number of fields; `preferred` (from `.tsv`) wins ties. */
export const sniffDialect = (head: Buffer, preferred = 0x2c): Sniffed => {
  const told = /^"?sep=([\t -~])"?(?:\r\n|\n|\r)/i.exec(head.toString('latin1', 0, 10))
  const preamble = told?.[0].length ?? 0
  const carriageReturns = !head.includes(lineFeed) && head.includes(carriageReturn)
  const order = told !== null ? [told[1]!.charCodeAt(0)] : [preferred, ...candidates.filter((candidate) => candidate !== preferred)]
  let best: Sniffed = { delimiter: order[0]!, carriageReturns, preamble, quotes: true, columns: 1, rows: 0, regular: 0 }
  let bestScore = 0
  for (const delimiter of order) {
    const read = (quotes: boolean): Sniffed => {
      const dialect = { delimiter, carriageReturns, preamble, quotes }
      const counts = fieldCounts(head.subarray(preamble), dialect)
      const columns = counts[0] ?? 1
      return { ...dialect, columns, rows: counts.length, regular: counts.filter((count) => count === columns).length }
    }
    let sniffed = read(true)
    // Quotes that mean something part no row and leave none open: where rows agree only without them, they are text.
    if (delimiter === 0x09 && head.includes(quote)) {
      const literal = read(false)
      if (literal.columns > 1 && literal.rows > 1 && literal.regular === literal.rows && literal.rows > sniffed.regular) sniffed = literal
    }
    const { columns, regular, rows } = sniffed
    const score = columns < 2 ? 0 : regular / rows + Math.min(columns, 100) / 1000
    if (score > bestScore) {
      bestScore = score
      best = sniffed
    }
  }
  return best
}

/** Fields in each of the first rows; the last, perhaps cut, row counts only when it is the only one. */
const fieldCounts = (head: Buffer, dialect: Dialect): number[] => {
  const counts: number[] = []
  const scanner = recordScanner(dialect)
  let start = 0
  let last = 0
  scanner.scan(head, 0, (end, _quoted, empty) => {
    if (!empty && counts.length < 50) counts.push(countFields(head.subarray(start, end), dialect))
    start = end
    last = end
  })
  if (counts.length === 0 && last < head.length) counts.push(countFields(head.subarray(start), dialect))
  return counts
}

const countFields = (record: Buffer, { delimiter, quotes }: Dialect): number => {
  let fields = 1
  let quotedField = false
  let atStart = true
  for (let i = 0; i < record.length; i++) {
    const byte = record[i]!
    if (quotedField) {
      if (byte !== quote) continue
      if (record[i + 1] === quote) i++
      else quotedField = false
    } else if (byte === delimiter) {
      fields++
      atStart = true
      continue
    } else if (byte === quote && atStart && quotes) quotedField = true
    atStart = false
  }
  return fields
}
