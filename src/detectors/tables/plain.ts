import type { TextView } from '../../model.ts'
import { type Heads, hanHeads, latinHeads, markOf } from './heads.ts'
import { type Head, isRule, rowsBelow } from './rows.ts'
import { type Cells, lineEnd, lineStart, longestLine } from './spans.ts'
import { split } from './split.ts'

interface MarkedHeads extends Heads {
  readonly mark: RegExp
}
const scripts: readonly MarkedHeads[] = [latinHeads, hanHeads].map((heads) => ({ ...heads, mark: markOf(heads) }))

/**
 * A table without a rule, as it is pasted from a sheet or printed: a line of heads, and rows below it.
 *
 * @param at somewhere in the line of the heads
 * @returns where the table ends; 0 when there is none
 */
export function plainTable(text: TextView, at: number, cells: Cells): number {
  const start = lineStart(text, at)
  const end = lineEnd(text, at)
  if (start < 0 || end - start > longestLine || end >= text.length) return 0
  const next = lineEnd(text, end + 1)
  for (const heads of scripts) {
    const head = headIn(text, { start, end, next }, heads, cells)
    if (head !== undefined) return rowsBelow(text, end, head, heads.strict, cells)
  }
  return 0
}

/** A line, and where the one below it ends. */
interface Line {
  readonly start: number
  readonly end: number
  readonly next: number
}

/** The head that a line is. Asked first is what costs least: most lines that were marked are none. */
function headIn(text: TextView, { start, end, next }: Line, heads: MarkedHeads, cells: Cells): Head | undefined {
  if (end - start > heads.longest || (heads.strict ? !holdsValue(text, end + 1, next) : isAscii(text, start, end))) return undefined
  for (const delimiter of heads.delimiters) {
    const row = split(text, start, end, delimiter)
    if (row.length < heads.fewest(delimiter) * 2) continue
    if (heads.strict && split(text, end + 1, next, delimiter).length !== row.length) continue
    if (!heads.mark.test(`${text.decode(start, end)}\n`) || isRule(text, end + 1, next)) return undefined
    const labels = labelsOf(text, row, heads.name(delimiter))
    if (labels === undefined) return undefined
    const columns = labels.map((label) => cells.column(label))
    return columns.filter(({ names }) => names).length < heads.known(delimiter, columns.length) ? undefined : { columns, delimiter }
  }
  return undefined
}

/** What the cells of a head say; undefined where one is no name of a column. The first may have none: it numbers the rows. */
function labelsOf(text: TextView, row: readonly number[], name: RegExp): readonly string[] | undefined {
  const labels: string[] = []
  for (let i = 0; i < row.length; i += 2) {
    const label = text.decode(row[i]!, row[i + 1]!)
    if (!name.test(label) && (label !== '' || i > 0)) return undefined
    labels.push(label)
  }
  return labels
}

/** Whether a row holds what a head does not: a figure or an address. */
function holdsValue(text: TextView, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const one = text.byteAt(at)
    if ((one >= 0x30 && one <= 0x39) || one === 0x40) return true
  }
  return false
}

function isAscii(text: TextView, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.byteAt(at) >= 0x80) return false
  return true
}
