import type { TextView } from '../../model.ts'
import { rowsBelow } from './rows.ts'
import { byte, type Cells, type Column, dropBlanks, lineEnd, lineStart, longestLine, skipBlanks } from './spans.ts'

/** What opens a statement that names its columns and gives rows of values. */
export const statementWords = ['insert into', 'replace into', 'from stdin'] as const

const quoted = /^[\s"'`[\]]+|[\s"'`[\]]+$/g
const columnsOf = (list: string, cells: Cells): readonly Column[] => list.split(',').map((name) => cells.column(name.replace(quoted, '')))

/**
 * The values of an INSERT or REPLACE statement of SQL with a list of columns, or of COPY … FROM stdin (PostgreSQL).
 *
 * @param at where one of `statementWords` begins
 * @returns where the last row ends; 0 when there is none
 */
export function statement(text: TextView, at: number, cells: Cells): number {
  return (text.byteAt(at) | 0x20) === 0x66 ? copied(text, at, cells) : inserted(text, at, cells)
}

function copied(text: TextView, at: number, cells: Cells): number {
  const start = lineStart(text, at)
  if (start < 0) return 0
  const found = /^\s{0,8}copy\s+[^\s(]{1,128}\s*\(([^()]*)\)\s*$/i.exec(text.decode(start, at))
  if (found === null) return 0
  // Up to a line of `\.`.
  return rowsBelow(text, lineEnd(text, at), { columns: columnsOf(found[1]!, cells), delimiter: 'tab' }, true, cells)
}

const opening = /^(?:insert|replace) into\s{1,8}[^\s(]{1,128}\s{0,8}\(([^()]*)\)\s{0,8}values?\s{0,8}(?=\()/i

function inserted(text: TextView, at: number, cells: Cells): number {
  const head = text.decode(at, text.forward(at, longestLine))
  const found = opening.exec(head)
  if (found === null) return 0
  const columns = columnsOf(found[1]!, cells)
  let from = at + Buffer.byteLength(found[0])
  let reached = from
  // Rows without end, but each byte of them once.
  while (from < text.length && text.byteAt(from) === byte.open) {
    const end = row(text, from + 1, columns, cells)
    // What was looked at in vain is not looked at again.
    if (end < 0) return Math.max(reached, -end)
    reached = end
    from = skipSpace(text, end)
    if (text.byteAt(from) !== byte.comma) break
    from = skipSpace(text, from + 1)
  }
  return reached
}

/** The values of one row from behind its bracket; where it ends, negative how far it was looked for in vain. */
function row(text: TextView, start: number, columns: readonly Column[], cells: Cells): number {
  let at = start
  let column = 0
  while (at < text.length) {
    let first = skipSpace(text, at)
    let last: number
    const one = text.byteAt(first)
    // N'…', E'…', _utf8'…'
    if (
      one !== byte.apostrophe &&
      one !== byte.quote &&
      (text.byteAt(first + 1) === byte.apostrophe || text.byteAt(first + 1) === byte.quote)
    )
      first += 1
    const mark = text.byteAt(first)
    if (mark === byte.apostrophe || mark === byte.quote) {
      first += 1
      last = first
      while (last < text.length) {
        const each = text.byteAt(last)
        if (each === byte.backslash || (each === mark && text.byteAt(last + 1) === mark)) last += 2
        else if (each === mark) break
        else last += 1
      }
      if (last >= text.length) return -last
      at = skipSpace(text, last + 1)
    } else {
      let depth = 0
      at = first
      while (at < text.length) {
        const each = text.byteAt(at)
        if (depth === 0 && (each === byte.comma || each === byte.close)) break
        if (each === byte.open) depth += 1
        if (each === byte.close) depth -= 1
        at += 1
      }
      last = dropBlanks(text, first, at)
    }
    if (column < columns.length) cells.cell(columns[column]!, first, last, 'column')
    column += 1
    const next = text.byteAt(at)
    if (next === byte.close) return at + 1
    if (next !== byte.comma) return -at
    at += 1
  }
  return -at
}

function skipSpace(text: TextView, at: number): number {
  let from = at
  for (;;) {
    from = skipBlanks(text, from, text.length)
    if (from < text.length && text.byteAt(from) === byte.newline) from += 1
    else return from
  }
}
