import type { Format, Input, ReadLimits, RowSink } from '../model.ts'
import { memberOf, type Path, wholeRow } from '../notation/pointer.ts'
import { type FaultCode, faultOf } from '../words/faults.ts'
import { type Cells, cellsOf, undouble } from './csv-cells.ts'
import { cut, fieldsOf, type Span, tooWide, whole } from './csv-fields.ts'
import { columnNames } from './csv-header.ts'
import { type Dialect, type RecordScanner, recordScanner } from './csv-records.ts'
import { csvRewriter } from './csv-rewrite.ts'
import { contentEnd, sniffDialect } from './csv-sniff.ts'
import { maxValues } from './limits.ts'
import { pending } from './pending.ts'
import { isUtf8Between } from './utf8.ts'

/**
 * CSV and TSV (RFC 4180). The first row is the header: its names become those of the values (a nameless or repeated column is `column_2`, counted
 * from 1). Where a cell of it can be no name, an e-mail address or nine digits in a row, or it is like the rows below it (`csv-header.ts`), the file
 * has none, and all columns are nameless. Titles and remarks above a header are records of nameless columns.
 * Every cell is a text, because telephone numbers look like numbers. Delimiter `, tab ; |` by sniffing.
 * A byte scan finds where records end, so memory holds few records at a time and the bytes add up. Records written as RFC 4180 says are
 * cut into cells where they lie; csv-parse reads every odd one: stray quotes (see `Cells.split`), and bytes that are not UTF-8.
 * A quote that is not closed within the limit for a record, or at all, is a character, and its record ends with its line.
 */
export const csv: Format = {
  id: 'csv',
  extensions: ['csv', 'tsv', 'tab'],
  splittable: true,
  boundaries,
  read,
  rewriter: (path, head) => csvRewriter(csvDialect(path, head)),
}

/** The head that the dialect is sniffed from; a range reads the same bytes and comes to the same answer. */
const headBytes = 64 * 1024
/** Columns without a name that are kept: a ragged table has few in many records. */
const mostNameless = 4096
/** Records are handed on once their bytes come to this. */
const batchBytes = 256 * 1024
/** How the file is written: the same for the reader, for a range of it, and for whoever cuts ranges. */
export const csvDialect = (path: string, head: Uint8Array): Dialect => {
  const tabs = /\.(?:tsv|tab)(?:\.gz)?$/i.test(path)
  return sniffDialect(Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, headBytes)), tabs ? 0x09 : 0x2c, tabs)
}

/**
 * Finds record ends with the quoting rules of the reader, because a line end inside quotes is no cut; there is none behind a quote that is not closed in
 * time, which the reader takes for a character. What stands before the first record of named columns belongs to the first range.
 */
function boundaries(path: string, head: Uint8Array, maxRecordBytes: number): ReturnType<NonNullable<Format['boundaries']>> {
  const dialect = csvDialect(path, head)
  const scanner = recordScanner(dialect, maxRecordBytes)
  let before = dialect.lead + (dialect.preamble > 0 ? 2 : 1)
  return {
    scan: (piece, emit) =>
      scanner.scan(Buffer.from(piece.buffer, piece.byteOffset, piece.length), 0, (end, _quoted, empty) => {
        if (before > 0 && !empty) before--
        if (before === 0) emit(end)
      }),
  }
}

async function read(input: Input, sink: RowSink, limits: ReadLimits): Promise<void> {
  const { range, path } = input.shard
  const dialect = csvDialect(path, await input.head(headBytes))
  const columns = range !== undefined && range.start > 0 ? await headerOf(input, dialect, limits) : undefined
  const reader = new CsvReader(sink, limits, dialect, columns)
  let left = range === undefined ? Number.POSITIVE_INFINITY : range.end - range.start
  for await (const chunk of input.chunks()) {
    reader.take(chunk.length > left ? chunk.subarray(0, left) : chunk)
    left -= chunk.length
    if (left <= 0) break
  }
  reader.finish()
}

/** Reads the records of a table that comes piece by piece. */
class CsvReader {
  readonly #sink: RowSink
  readonly #limits: ReadLimits
  readonly #dialect: Dialect
  readonly #store: ReturnType<typeof pending>
  readonly #cells: Cells
  readonly #scanner: RecordScanner
  /** The columns; undefined until the first row is read. */
  #columns: readonly Path[] | undefined
  readonly #nameless = new Map<number, Path>()
  #row = 0
  /** Bytes of the line that tells the delimiter, and rows before the header, while they are still to come. */
  #before: number
  #lead: number
  /** Bytes of an oversized record that are gone already. */
  #dropped = 0
  /** Bytes of the store that were searched for ends of records, and that came since. */
  #scanned = 0
  #waiting = 0
  /** Records that wait to be judged together, and where in the store the open one begins. */
  #batch: Span[] = []
  #start = 0
  /** Bytes of empty lines that are not reported yet: what is reported comes in the order of the bytes. */
  #blank = 0
  /** Whether the open record holds a quote that is never closed. */
  #unclosed = false

  constructor(sink: RowSink, limits: ReadLimits, dialect: Dialect, columns: readonly Path[] | undefined) {
    this.#sink = sink
    this.#limits = limits
    this.#dialect = dialect
    this.#columns = columns
    this.#before = columns === undefined ? dialect.preamble : 0
    this.#lead = dialect.lead
    this.#store = pending(sink.arena)
    this.#cells = cellsOf(dialect.delimiter)
    this.#scanner = recordScanner(dialect, limits.maxRecordBytes)
  }

  /** The next bytes of the table. */
  take(piece: Uint8Array): void {
    this.#store.append(piece)
    this.#waiting += piece.length
    if (this.#waiting < batchBytes) return
    this.#drain(false)
    this.#waiting = 0
  }

  /** The end of the table. */
  finish(): void {
    this.#drain(true)
    const open = this.#dropped + this.#store.bytes().length
    if (open > 0) this.#sink.fault(faultOf('record.too-large', open, this.#row))
  }

  /** Reads the complete records of the store; `final`: the last one may end without a line end. */
  #drain(final: boolean): void {
    const { length: stored } = this.#store.bytes()
    this.#start = 0
    // Behind a quote that is never closed there may be far more to scan than came just now.
    for (let from = this.#scanned; from < stored || (final && this.#scanner.insideQuotes()); ) {
      const to = Math.min(stored, from + batchBytes)
      const closed = this.#scanner.scan(this.#store.bytes().subarray(0, to), from, this.#record)
      if (closed && !(final && to === stored && this.#scanner.insideQuotes())) from = to
      else {
        this.#unclosed = true
        from = this.#start + this.#scanner.leaveQuotes() - this.#dropped
      }
      this.#flush()
    }
    if (final && this.#start < stored) this.#record(stored, this.#scanner.quoted(), false)
    this.#flush()
    this.#store.drop(this.#start)
    this.#scanned = stored - this.#start
    if (this.#scanned > this.#limits.maxRecordBytes || this.#dropped > 0) {
      this.#dropped += this.#scanned
      this.#store.drop(this.#scanned)
      this.#scanned = 0
    }
  }

  /** A record ends at `end`. */
  readonly #record = (end: number, quoted: boolean, empty: boolean): void => {
    const start = this.#start
    this.#start = end
    const length = this.#dropped + end - start
    const unclosed = this.#unclosed
    this.#unclosed = false
    const preamble = this.#before > 0
    this.#before = Math.max(0, this.#before - length)
    if (length > this.#limits.maxRecordBytes) {
      this.#flush()
      // A header nobody can hold leaves columns without names.
      this.#columns ??= []
      this.#sink.fault(faultOf('record.too-large', length, this.#row++))
      this.#dropped = 0
      return
    }
    if (empty || preamble) {
      this.#blank += length
      return
    }
    if (this.#columns === undefined && this.#lead-- <= 0) {
      this.#flush()
      if (this.#header(start, end, unclosed)) return
    }
    this.#batch.push({ start, end, quoted, unclosed, first: 0, count: 0, blank: this.#blank })
    this.#blank = 0
  }

  /** Judges the records that wait, and reports the empty lines behind them. */
  #flush(): void {
    if (this.#batch.length > 0) this.#judge(this.#batch, this.#columns ?? [])
    this.#batch = []
    if (this.#blank > 0) this.#sink.blank(this.#blank)
    this.#blank = 0
  }

  /** Reads the first row; false where it is a record like any other. */
  #header(start: number, end: number, unclosed: boolean): boolean {
    const bytes = this.#store.bytes()
    if (tooWide(bytes, start, end, this.#dialect)) {
      // Nor can this one be held.
      this.#columns = []
      this.#sink.fault(faultOf('record.too-many-values', end - start, this.#row++))
      return true
    }
    const named = columnNames(fieldsOf(bytes, [whole(start, end, unclosed, this.#dialect)], this.#dialect)[0]!, this.#dialect.header)
    this.#columns = named.columns
    for (const code of named.faults) this.#sink.fault(faultOf(code, 0))
    if (!named.header) return false
    if (unclosed) this.#sink.fault(faultOf('csv.quote-not-closed', 0))
    this.#sink.blank(end - start)
    return true
  }

  /** Judges records that lie one behind the other. */
  #judge(records: readonly Span[], columns: readonly Path[]): void {
    const sink = this.#sink
    const odd = cut(this.#store.bytes(), records, this.#dialect, this.#cells)
    const readable = odd.filter(({ start, end }) => !tooWide(this.#store.bytes(), start, end, this.#dialect))
    const parsed = fieldsOf(this.#store.bytes(), readable, this.#dialect)
    let next = 0
    for (const record of records) {
      const { start, end, first, count, blank } = record
      if (blank > 0) sink.blank(blank)
      if (count > maxValues || (count === 0 && tooWide(this.#store.bytes(), start, end, this.#dialect))) {
        sink.fault(faultOf('record.too-many-values', end - start, this.#row++))
        continue
      }
      const fields = count === 0 ? parsed[next++]! : undefined
      const found = fields?.length ?? count
      sink.begin(this.#row)
      for (let i = 0; i < found; i++) {
        const path = columns[i] ?? this.#beyond(i)
        if (fields !== undefined) sink.text(path, fields[i]!)
        else this.#cell(path, 3 * (first + i))
      }
      if (found !== columns.length) sink.fault(faultOf('csv.column-count', 0, this.#row))
      if (fields !== undefined) for (const code of this.#oddities(record)) sink.fault(faultOf(code, 0, this.#row))
      sink.end(end - start)
      this.#row++
    }
  }

  /** The column of a cell that no name stands over. */
  #beyond(column: number): Path {
    const known = this.#nameless.get(column)
    if (known !== undefined) return known
    const path = memberOf(wholeRow, `column_${column + 1}`)
    if (this.#nameless.size < mostNameless) this.#nameless.set(column, path)
    return path
  }

  /** What is wrong with a record that is not written as RFC 4180 says. */
  #oddities({ start, end, unclosed }: Span): FaultCode[] {
    const bytes = this.#store.bytes()
    const { carriageReturns } = this.#dialect
    const valid = isUtf8Between(bytes, start, end)
    const lineEnd = bytes.indexOf(carriageReturns ? 0x0d : 0x0a, start)
    const joined = valid && !unclosed && lineEnd >= 0 && lineEnd < contentEnd(bytes, start, end, carriageReturns)
    return [
      ...(valid ? [] : (['text.invalid-utf8'] as const)),
      ...(unclosed ? (['csv.quote-not-closed'] as const) : []),
      ...(joined ? (['csv.stray-quote'] as const) : []),
    ]
  }

  #cell(path: Path, at: number): void {
    const [start, end, doubled] = [this.#cells.at[at]!, this.#cells.at[at + 1]!, this.#cells.at[at + 2]!]
    const address = this.#store.address()
    this.#sink.bytes(path, address + start, address + (doubled === 0 ? end : undouble(this.#store.bytes(), start, end)))
  }
}

/** The header of the file, for a range that does not hold it. */
const headerOf = async (input: Input, dialect: Dialect, limits: ReadLimits): Promise<readonly Path[]> => {
  for (let length = headBytes; ; length *= 4) {
    const head = Buffer.from(await input.head(length))
    let start = 0
    let { lead } = dialect
    let found: Span | undefined
    recordScanner(dialect).scan(head, 0, (end, _quoted, empty) => {
      if (found === undefined && !empty && start >= dialect.preamble && lead-- <= 0) found = whole(start, end, false, dialect)
      start = end
    })
    if (found !== undefined && tooWide(head, found.start, found.end, dialect)) return []
    if (found !== undefined) return columnNames(fieldsOf(head, [found], dialect)[0]!, dialect.header).columns
    if (head.length < length || length > limits.maxRecordBytes) return []
  }
}
