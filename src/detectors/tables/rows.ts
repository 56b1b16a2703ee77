import type { TextView } from '../../model.ts'
import { byte, type Cells, type Column, lineEnd, lineStart, longestCell, longestLine } from './spans.ts'
import { type Delimiter, split } from './split.ts'

/** A joint of a rule beside a dash: what the gates of tables look for. */
const joint = /\| {0,9}:?-|\+[-=]/

/** Whether a line is a rule under or around the head of a table, of dashes, colons, crosses and pipes (GitHub Flavored Markdown 4.10; psql, mysql). */
export function isRule(text: TextView, start: number, end: number): boolean {
  if (end - start > longestLine) return false
  for (let at = start; at < end; at++) {
    const one = text.byteAt(at)
    const fits = one === byte.dash || one === byte.equals || one === byte.pipe || one === byte.plus || one === byte.colon
    if (!fits && one !== byte.space && one !== 0x0d) return false
  }
  return joint.test(text.decode(start, end))
}

/** The columns that a head names; undefined where no rule knows any of them. */
function columnsOf(text: TextView, head: readonly number[], cells: Cells): readonly Column[] | undefined {
  const columns: Column[] = []
  for (let i = 0; i < head.length; i += 2) {
    const end = head[i + 1]!
    columns.push(cells.column(end - head[i]! > longestCell ? '' : text.decode(head[i]!, end)))
  }
  return columns.some(({ names }) => names) ? columns : undefined
}

function tell(row: readonly number[], columns: readonly Column[], cells: Cells): void {
  for (let i = 0; i < columns.length && i * 2 < row.length; i++) cells.cell(columns[i]!, row[i * 2]!, row[i * 2 + 1]!, 'column')
}

/**
 * A table whose head stands over a rule: Markdown, and what databases print. In a row that is all of label and value, the label names it.
 *
 * @param at somewhere in the line of the rule
 * @returns where the table ends; 0 when there is none
 */
export function ruledTable(text: TextView, at: number, cells: Cells): number {
  const ruleStart = lineStart(text, at)
  if (ruleStart <= 0) return 0
  const ruleEnd = lineEnd(text, at)
  if (!isRule(text, ruleStart, ruleEnd)) return 0
  const headStart = lineStart(text, ruleStart - 1)
  if (headStart < 0) return 0
  const head = split(text, headStart, ruleStart - 1, 'pipe')
  if (isRule(text, headStart, ruleStart - 1) || (head.length < 4 && !holdsPipe(text, headStart, ruleStart - 1))) return 0
  const columns = columnsOf(text, head, cells)
  let end = ruleEnd
  for (let from = ruleEnd + 1; from < text.length; ) {
    const to = lineEnd(text, from)
    if (!holdsPipe(text, from, to) && !isRule(text, from, to)) break
    if (!isRule(text, from, to)) {
      const row = split(text, from, to, 'pipe')
      if (columns !== undefined) tell(row, columns, cells)
      else pairs(text, row, cells)
    }
    end = to
    from = to + 1
  }
  return end
}

/** Labels and values in turn in a row of a table whose head says nothing: the cell behind a label is its value. */
function pairs(text: TextView, row: readonly number[], cells: Cells): void {
  for (let i = 0; i + 3 < row.length; i += 2) {
    if (row[i + 1]! - row[i]! > longestCell) continue
    const column = cells.column(text.decode(row[i]!, row[i + 1]!))
    if (!column.names) continue
    cells.cell(column, row[i + 2]!, row[i + 3]!, 'pair')
    i += 2
  }
}

function holdsPipe(text: TextView, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.byteAt(at) === byte.pipe) return true
  return false
}

/** What names the columns of a table and parts its cells. */
export interface Head {
  readonly columns: readonly Column[]
  readonly delimiter: Delimiter
}

/**
 * Tells the rows below a head whose line ends at `end`.
 *
 * @param strict the first line with another number of cells ends them; else only one that is a sentence does, and the last cells after a tab may be missing
 * @returns where they end
 */
export function rowsBelow(text: TextView, end: number, { columns, delimiter }: Head, strict: boolean, cells: Cells): number {
  let reached = end
  for (let from = end + 1; from < text.length; ) {
    const to = lineEnd(text, from)
    const row = split(text, from, to, delimiter)
    const count = row.length / 2
    if (count === columns.length || (!strict && delimiter === 'tab' && count > 1 && count < columns.length)) tell(row, columns, cells)
    else if (strict || (count === 1 && row[1]! > row[0]!)) break
    reached = to
    from = to + 1
  }
  return reached
}
