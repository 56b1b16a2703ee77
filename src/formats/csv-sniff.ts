import { cellsOf } from './csv-cells.ts'
import { looksLikeData, type Row } from './csv-header.ts'
import type { Dialect } from './csv-records.ts'

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d
const tab = 0x09
const hash = 0x23

const candidates = [',', '\t', ';', '|'].map((character) => character.charCodeAt(0))

/** The rows looked at, and the most that may stand before the one that names the columns. */
const fewRows = 50
const maxLead = 20
/** The cells of a row that are looked at. */
const maxCells = 1000

/** What a sniff of the first rows found. */
interface Table extends Omit<Dialect, 'header'> {
  /** Fields of the header. */
  readonly columns: number
  /** Complete rows looked at, and how many of them have as many fields as the header. */
  readonly rows: number
  readonly regular: number
  /** The first records, behind the preamble. */
  readonly records: readonly FirstRecord[]
}

/** How the records of a file are parted: what a scan for their ends needs. */
type Parting = Pick<Dialect, 'delimiter' | 'carriageReturns' | 'quotes'>

/** Chooses the delimiter under which the first rows agree best on their number of fields; `preferred` wins ties, and `named` (by `.tsv`) wherever its rows agree. */
export const sniffTable = (head: Buffer, preferred = 0x2c, named = false): Table => {
  const told = /^"?sep=([\t -~])"?(?:\r\n|\n|\r)/i.exec(head.toString('latin1', 0, 10))
  const preamble = told?.[0].length ?? 0
  const carriageReturns = endsInReturns(head)
  const body = head.subarray(preamble)
  const order = told !== null ? [told[1]!.charCodeAt(0)] : [preferred, ...candidates.filter((candidate) => candidate !== preferred)]
  let best: Omit<Table, 'preamble'> = { ...oneColumn, delimiter: order[0]!, carriageReturns, quotes: true }
  let bestScore = 0
  for (const delimiter of order) {
    // What does not occur parts nothing.
    if (!body.includes(delimiter)) continue
    const read = (quotes: boolean): Omit<Table, 'preamble'> => {
      const parting = { delimiter, carriageReturns, quotes }
      const records = firstRecords(body, parting)
      return { ...parting, ...shapeOf(records), records }
    }
    let sniffed = read(true)
    // Quotes that mean something part no row and leave none open: where rows agree only without them, they are text.
    if (delimiter === tab && head.includes(quote)) {
      const literal = read(false)
      if (literal.columns > 1 && literal.rows > 1 && literal.regular === literal.rows && literal.rows > sniffed.regular) sniffed = literal
    }
    const { columns, lead, regular, rows } = sniffed
    const score = columns < 2 ? 0 : regular / (lead + rows) + Math.min(columns, 100) / 1000
    if (score > bestScore) {
      bestScore = score
      best = sniffed
    }
    if (named && delimiter === preferred && columns > 1 && lead + rows > 1 && regular === rows) break
  }
  return { ...best, preamble }
}

/** How a table is written, and whether it has a header. */
export const sniffDialect = (head: Buffer, preferred: number, named: boolean): Dialect => {
  const table = sniffTable(head, preferred, named)
  const { delimiter, carriageReturns, preamble, quotes, lead } = table
  const rows = firstRows(head.subarray(preamble), table)
  return { delimiter, carriageReturns, preamble, quotes, lead, header: !looksLikeData(rows.slice(lead)) }
}

/** Whether rows end in CR alone: line feeds then stand in quoted cells only, where such programs write them. */
const endsInReturns = (head: Buffer): boolean => {
  if (!head.includes(carriageReturn)) return false
  if (!head.includes(lineFeed)) return true
  let quoted = false
  let returns = 0
  for (let i = 0; i < head.length; i++) {
    const byte = head[i]!
    if (byte === quote) quoted = !quoted
    else if (quoted) continue
    else if (byte === lineFeed) return false
    else if (byte === carriageReturn && i + 1 < head.length && head[i + 1] !== lineFeed) returns++
  }
  return returns > 0
}

/** A record among the first of a file: its bytes with its line end, without one where it is cut. */
interface FirstRecord {
  readonly start: number
  readonly end: number
  readonly fields: number
  /** A remark (`# …`) and no row. */
  readonly remark: boolean
}

type Shape = Pick<Table, 'columns' | 'lead' | 'rows' | 'regular'>

/** What is known of a text that nothing parts. */
const oneColumn: Shape & Pick<Table, 'records'> = { columns: 1, lead: 0, rows: 0, regular: 0, records: [] }

/** What the numbers of fields of the first rows say. */
const shapeOf = (records: readonly FirstRecord[]): Shape => {
  const from = (lead: number): Shape => {
    const columns = records[lead]?.fields ?? 1
    let rows = 0
    let regular = 0
    for (let i = lead; i < records.length; i++) {
      const { fields, remark } = records[i]!
      if (fields === columns) regular++
      // Remarks between the rows say nothing about them.
      if (fields === columns || !remark) rows++
    }
    return { columns, lead, rows, regular }
  }
  const plain = from(0)
  if (plain.columns > 1 && plain.regular * 2 > plain.rows) return plain
  // A table under titles and remarks: all that stands before it is narrower.
  for (let lead = 1; lead <= maxLead && lead + 3 <= records.length; lead++) {
    if (records[lead]!.fields < 2) continue
    const shape = from(lead)
    if (shape.regular < 0.9 * shape.rows) continue
    if (records.slice(0, lead).every(({ fields, remark }) => remark || fields < shape.columns)) return shape
  }
  return plain
}

/** The first records that are not empty, parted as `recordScanner` parts them; the last, perhaps cut, is there only when it is the only one. */
const firstRecords = (head: Buffer, { delimiter, carriageReturns, quotes }: Parting): FirstRecord[] => {
  const lineEnd = carriageReturns ? carriageReturn : lineFeed
  const records: FirstRecord[] = []
  for (let start = 0; start < head.length && records.length < fewRows; ) {
    let fields = 1
    let atStart = true
    let i = start
    for (; i < head.length; i++) {
      const byte = head[i]!
      if (byte === lineEnd) break
      if (byte === delimiter) {
        fields++
        atStart = true
        continue
      }
      if (byte === quote && atStart && quotes) i = closingQuote(head, i)
      atStart = false
    }
    const end = Math.min(head.length, i + 1)
    const cut = i >= head.length
    const empty = i === start || (!carriageReturns && i === start + 1 && head[start] === carriageReturn)
    if (cut ? records.length === 0 : !empty) records.push({ start, end, fields, remark: head[start] === hash })
    start = end
  }
  return records
}

/** Where a quote is closed, doubled ones behind it; the end where it is not. */
const closingQuote = (head: Buffer, open: number): number => {
  for (let at = open + 1; ; at += 2) {
    at = head.indexOf(quote, at)
    if (at < 0) return head.length
    if (head[at + 1] !== quote) return at
  }
}

/** The cells of the first whole rows; those of an odd row are not asked for. */
const firstRows = (head: Buffer, { delimiter, carriageReturns, quotes, records }: Table): Row[] => {
  const cells = cellsOf(delimiter)
  return records.map(({ start, end }) => {
    const first = cells.count
    const stop = contentEnd(head, start, end, carriageReturns)
    cells.split(head, start, stop, quotes && head.subarray(start, stop).includes(quote))
    return {
      length: Math.min(cells.count - first, maxCells),
      cell(i) {
        const at = 3 * (first + i)
        const text = head.toString('utf8', cells.at[at]!, cells.at[at + 1]!)
        return cells.at[at + 2] === 0 ? text : text.replaceAll('""', '"')
      },
    }
  })
}

/** Where a record ends without its line end. */
export const contentEnd = (bytes: Buffer, start: number, end: number, carriageReturns: boolean): number => {
  if (end === start || bytes[end - 1] !== (carriageReturns ? carriageReturn : lineFeed)) return end
  return !carriageReturns && end - 1 > start && bytes[end - 2] === carriageReturn ? end - 2 : end - 1
}
