import { memberOf, type Path, wholeRow } from '../notation/pointer.ts'
import type { FaultCode } from '../words/faults.ts'

/** What a cell is by its looks. */
type Kind = 'empty' | 'number' | 'date' | 'words'

const number = /^[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:e[+-]?\d+)?%?$/i
const date =
  /^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4}|\d{4}年\d{1,2}月\d{1,2}日)(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

const kindOf = (cell: string): Kind => {
  const text = cell.trim()
  return text === '' ? 'empty' : number.test(text) ? 'number' : date.test(text) ? 'date' : 'words'
}

/** A row of a table, whose cells are read when they are asked for. */
export interface Row {
  readonly length: number
  cell(i: number): string
}

/**
 * Whether the first row of a table is a record like those below it, and no header. Where a column holds nothing but numbers, or dates, its name
 * does not: the first row is data when it goes with every such column, unless its numbers read as names do, as years (1990, 1991, …) and
 * positions (0, 1, 2, …) at the head of a pivot table. Columns of words say nothing, but for two that repeat the cell at their head.
 */
export const looksLikeData = (rows: readonly Row[]): boolean => {
  const [first, ...below] = rows
  if (first === undefined || first.length < 2) return false
  const names = Array.from({ length: first.length }, (_, i) => first.cell(i))
  const like = below.filter((row) => row.length === first.length && names.some((name, i) => row.cell(i) !== name))
  if (like.length < 2) return false
  const numbers: string[] = []
  let dates = 0
  let repeated = 0
  for (const [i, name] of names.entries()) {
    const head = kindOf(name)
    const kind = kindBelow(like, i)
    if (kind === 'number' || kind === 'date') {
      if (head !== kind && head !== 'empty') return false
      if (head === 'number') numbers.push(name.trim())
      if (head === 'date') dates++
    } else if (head === 'words' && repeated < 2 && like.some((row) => row.cell(i) === name)) repeated++
  }
  return dates > 0 || repeated > 1 || (numbers.length > 0 && !areNames(numbers))
}

/** What the cells of a column are that are not empty: words where they are not all of one kind. */
const kindBelow = (rows: readonly Row[], column: number): Kind => {
  let all: Kind = 'empty'
  for (const row of rows) {
    const kind = kindOf(row.cell(column))
    if (kind === 'empty') continue
    if (kind === 'words' || (all !== 'empty' && all !== kind)) return 'words'
    all = kind
  }
  return all
}

/** Whether numbers at the head of columns are names: a run that never falls, or a lone year or zero. */
const areNames = (numbers: readonly string[]): boolean => {
  const values = numbers.map((text) => Number(text.replace(',', '.')))
  const year = (value: number): boolean => Number.isInteger(value) && value >= 1000 && value < 3000
  if (values.length === 1) return values[0] === 0 || year(values[0]!)
  if (values.some((value, i) => !Number.isFinite(value) || (i > 0 && value < values[i - 1]!))) return false
  return values.length > 2 || values.every(year) || values[1] === values[0]! + 1
}

/** A telephone, identity or account number, or an e-mail address: a value, and no name of a column. */
const noName = /\d{9}|[^\s@]@[^\s@]+\.[^\s@]/

/** The columns by the row at their head. `header`: whether it is one, by the look of the rows below. */
export const columnNames = (fields: readonly string[], header: boolean): { header: boolean; columns: Path[]; faults: FaultCode[] } => {
  if (!header || fields.some((field) => noName.test(field))) {
    return { header: false, columns: fields.map((_, i) => memberOf(wholeRow, `column_${i + 1}`)), faults: ['csv.no-header'] }
  }
  const taken = new Set(fields)
  const seen = new Set<string>()
  const faults = new Set<FaultCode>()
  const columns = fields.map((field, i) => {
    let name = field
    if (name.trim() === '' || seen.has(name)) {
      faults.add(name.trim() === '' ? 'csv.empty-header' : 'csv.duplicate-header')
      name = `column_${i + 1}`
      while (taken.has(name)) name += '_'
      taken.add(name)
    }
    seen.add(name)
    return memberOf(wholeRow, name)
  })
  return { header: true, columns, faults: [...faults] }
}
