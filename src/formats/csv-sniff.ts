import { cellsOf } from './csv-cells.ts'
import { looksLikeData } from './csv-header.ts'
import { type Dialect, recordScanner } from './csv-records.ts'

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d
const tab = 0x09

const candidates = [',', '\t', ';', '|'].map((character) => character.charCodeAt(0))

/** The rows looked at, and the most that may stand before the one that names the columns. */
const fewRows = 50
const maxLead = 20

/** What a sniff of the first rows found. */
export interface Table extends Omit<Dialect, 'header'> {
  /** Fields of the header. */
  readonly columns: number
  /** Complete rows looked at, and how many of them have as many fields as the header. */
  readonly rows: number
  readonly regular: number
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
  let best: Shape & Parting = { delimiter: order[0]!, carriageReturns, quotes: true, columns: 1, lead: 0, rows: 0, regular: 0 }
  let bestScore = 0
  for (const delimiter of order) {
    const read = (quotes: boolean): Shape & Parting => {
      const parting = { delimiter, carriageReturns, quotes }
      return { ...parting, ...shapeOf(fieldCounts(body, parting)) }
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
  return { ...table, header: !looksLikeData(firstRows(head.subarray(table.preamble), table).slice(table.lead)) }
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

interface Shape {
  readonly columns: number
  readonly lead: number
  readonly rows: number
  readonly regular: number
}

/** What the numbers of fields of the first rows say. */
const shapeOf = (counts: readonly { readonly fields: number; readonly remark: boolean }[]): Shape => {
  const from = (lead: number): Shape => {
    const columns = counts[lead]?.fields ?? 1
    // Remarks between the rows say nothing about them.
    const rows = counts.slice(lead).filter(({ fields, remark }) => fields === columns || !remark)
    return { columns, lead, rows: rows.length, regular: rows.filter(({ fields }) => fields === columns).length }
  }
  const plain = from(0)
  if (plain.columns > 1 && plain.regular * 2 > plain.rows) return plain
  // A table under titles and remarks: all that stands before it is narrower.
  for (let lead = 1; lead <= maxLead && lead + 3 <= counts.length; lead++) {
    const shape = from(lead)
    if (shape.columns < 2 || shape.regular < 0.9 * shape.rows) continue
    if (counts.slice(0, lead).every(({ fields, remark }) => remark || fields < shape.columns)) return shape
  }
  return plain
}

/** Fields in each of the first rows, and whether it is a remark (`# …`); the last, perhaps cut, row counts only when it is the only one. */
const fieldCounts = (head: Buffer, parting: Parting): { fields: number; remark: boolean }[] => {
  const counts: { fields: number; remark: boolean }[] = []
  const count = (record: Buffer): void => {
    counts.push({ fields: countFields(record, parting), remark: record[0] === 0x23 })
  }
  const scanner = recordScanner(parting)
  let start = 0
  scanner.scan(head, 0, (end, _quoted, empty) => {
    if (!empty && counts.length < fewRows) count(head.subarray(start, end))
    start = end
  })
  if (counts.length === 0 && start < head.length) count(head.subarray(start))
  return counts
}

/** The cells of the first whole rows; those of an odd row are not asked for. */
const firstRows = (head: Buffer, { delimiter, carriageReturns, quotes }: Parting): string[][] => {
  const rows: string[][] = []
  const cells = cellsOf(delimiter)
  let start = 0
  recordScanner({ delimiter, carriageReturns, quotes }).scan(head, 0, (end, quoted, empty) => {
    if (!empty && rows.length < fewRows) {
      const stop = contentEnd(head, start, end, carriageReturns)
      const row: string[] = []
      cells.clear()
      if (cells.split(head, start, stop, quoted)) {
        for (let i = 0; i < Math.min(cells.count, 1000); i++) {
          const [from, to, doubled] = [cells.at[3 * i]!, cells.at[3 * i + 1]!, cells.at[3 * i + 2]!]
          row.push(doubled === 0 ? head.toString('utf8', from, to) : head.toString('utf8', from, to).replaceAll('""', '"'))
        }
      }
      rows.push(row)
    }
    start = end
  })
  return rows
}

/** Where a record ends without its line end. */
export const contentEnd = (bytes: Buffer, start: number, end: number, carriageReturns: boolean): number => {
  if (end === start || bytes[end - 1] !== (carriageReturns ? carriageReturn : lineFeed)) return end
  return !carriageReturns && end - 1 > start && bytes[end - 2] === carriageReturn ? end - 2 : end - 1
}

const countFields = (record: Buffer, { delimiter, quotes }: Parting): number => {
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
