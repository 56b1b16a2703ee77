import type { TextView } from '../../model.ts'
import { byte, dropBlanks, skipBlanks } from './spans.ts'

/** What parts the cells of a line: one sign, blanks, or a gap of two blanks or more; an ideographic blank is one. */
export type Delimiter = 'tab' | 'pipe' | 'semicolon' | 'comma' | 'gap' | 'blank'
const signs = { tab: byte.tab, pipe: byte.pipe, semicolon: byte.semicolon, comma: byte.comma } as const
const mostColumns = 256

/** Cells of the line [start, end) as `start, end, start, end …`, without blanks and quotes around them; those beyond `mostColumns` are left out. */
export function split(text: TextView, start: number, end: number, delimiter: Delimiter): number[] {
  const cells: number[] = []
  let from = start
  let to = end
  // The first cell and the last may be empty where tabs part them.
  if (delimiter !== 'tab') {
    from = skipBlanks(text, start, end)
    to = dropBlanks(text, from, end)
  }
  if (delimiter === 'pipe') {
    if (from < to && text.byteAt(from) === byte.pipe) from += 1
    if (to > from && text.byteAt(to - 1) === byte.pipe && (to - 2 < from || text.byteAt(to - 2) !== byte.backslash)) to -= 1
  }
  for (let cell = from; cells.length < mostColumns * 2; ) {
    const until = delimiter === 'gap' || delimiter === 'blank' ? nextBlanks(text, cell, to, delimiter) : nextSign(text, cell, to, delimiter)
    addTrimmed(cells, text, cell, until)
    if (until >= to) break
    cell = delimiter === 'gap' || delimiter === 'blank' ? skipBlanks(text, until, to) : until + 1
  }
  return cells
}

function addTrimmed(cells: number[], text: TextView, start: number, end: number): void {
  const first = skipBlanks(text, start, end)
  const last = dropBlanks(text, first, end)
  const quoted = last - first > 1 && text.byteAt(first) === byte.quote && text.byteAt(last - 1) === byte.quote
  cells.push(quoted ? first + 1 : first, quoted ? last - 1 : last)
}

/** Where the next sign stands that parts cells, or the end: not one in quotes (RFC 4180), nor a pipe behind a backslash (GitHub Flavored Markdown 4.10). */
function nextSign(text: TextView, start: number, end: number, delimiter: keyof typeof signs): number {
  const sign = signs[delimiter]
  const quotes = delimiter === 'comma' || delimiter === 'semicolon'
  let inside = false
  for (let at = start; at < end; at++) {
    const one = text.byteAt(at)
    if (one === sign && !inside) return at
    if (one === byte.quote && quotes) inside = !inside
    else if (one === byte.backslash && delimiter === 'pipe') at += 1
  }
  return end
}

/** Where blanks begin that part cells, or the end. */
function nextBlanks(text: TextView, start: number, end: number, delimiter: 'gap' | 'blank'): number {
  const few = delimiter === 'gap' ? 1 : 0
  for (let at = start; at < end; at++) {
    const one = text.byteAt(at)
    if ((one === byte.space || one === byte.ideographic) && skipBlanks(text, at, end) > at + (one === byte.space ? few : 0)) return at
  }
  return end
}
