import type { TextView } from '../../model.ts'
import { utf8Length } from '../../text/view.ts'
import { byte, type Cells, type Column, dropBlanks, longestCell, longestLine, skipBlanks } from './spans.ts'

/** Elements of HTML that make a table or a list of terms (HTML Living Standard 4.9, 4.4.9). */
const tags = new Set(['table', '/table', 'tr', '/tr', 'th', '/th', 'td', '/td', 'dl', '/dl', 'dt', '/dt', 'dd', '/dd'])
const mostColumns = 256
/** A longer tag of an input is not looked at. */
const longestInput = 1024

interface Box {
  readonly start: number
  readonly end: number
  /** `th`, `td`, `dt` or `dd`. */
  readonly kind: string
  readonly span: number
}

/**
 * The rest of a table, or list of terms, of HTML from one of its cells on. A row of heads names the columns below it; else the cell before
 * a value does.
 *
 * @param at where a `<td`, `<th` or `<dt` begins
 * @returns where it ends
 */
export function markupTable(text: TextView, at: number, cells: Cells): number {
  // Another element whose name begins so: to look for the table it is not in takes long, each time.
  if (!tags.has(tagName(text, at))) return at
  const table = new Table(text, cells)
  let from = at
  let open: { readonly start: number; readonly kind: string; readonly span: number } | undefined
  let last = at
  const shut = (end: number) => {
    if (open !== undefined) table.add(inner(text, open, end))
    open = undefined
  }
  while (from < text.length && from - last < longestLine) {
    if (text.byteAt(from) !== byte.less) {
      from += 1
      continue
    }
    const name = tagName(text, from)
    if (!tags.has(name)) {
      from += 1
      continue
    }
    shut(from)
    const end = tagEnd(text, from)
    if (name === '/table' || name === '/dl') {
      table.row()
      table.close()
      return end
    }
    if (name === 'tr' || name === '/tr' || name === 'dt') table.row()
    if (name === 'th' || name === 'td' || name === 'dt' || name === 'dd') open = { start: end, kind: name, span: spanOf(text, from, end) }
    last = end
    from = end
  }
  table.row()
  table.close()
  return last
}

/**
 * A field of a form of HTML with its value filled in: `<input name="phone" value="…">`.
 *
 * @param at where `<input` begins
 * @returns where the tag ends
 */
export function inputField(text: TextView, at: number, cells: Cells): number {
  const end = tagEnd(text, at)
  if (end - at > longestInput) return end
  const tag = text.decode(at, end)
  const name = /[\s"'](?:name|id)\s?=\s?\\?["']?([^\s"'<>=\\]{1,60})/i.exec(tag)?.[1]
  const value = /[\s"']value\s?=\s?\\?(["'])([^"'<>\\]{1,256})\\?\1/i.exec(tag)
  if (name === undefined || value === null) return end
  const column = cells.column(name)
  const from = at + utf8Length(tag, 0, value.index + value[0].indexOf(value[2]!, value[0].indexOf(value[1]!) + 1))
  if (column.names) cells.cell(column, from, from + utf8Length(value[2]!, 0, value[2]!.length), 'pair')
  return end
}

class Table {
  readonly #text: TextView
  readonly #cells: Cells
  #row: Box[] = []
  /** The first row, until the second says whether it is a head. */
  #first: readonly Box[] | undefined
  #rows = 0
  #heads: readonly Column[] | undefined
  /** The head of the only column so far. */
  #only: Column | undefined

  constructor(text: TextView, cells: Cells) {
    this.#text = text
    this.#cells = cells
  }

  add(box: Box): void {
    if (this.#row.length < mostColumns) this.#row.push(box)
  }

  /** Ends a row. */
  row(): void {
    const row = this.#row
    if (row.length === 0) return
    this.#row = []
    this.#rows += 1
    // The head of a table of one column, or a title, under which rows of more than one cell are no column.
    if (this.#rows === 1 && row.length === 1 && row[0]!.kind === 'th' && row[0]!.span === 1) {
      this.#only = this.#column(row[0]!)
      return
    }
    if (this.#only !== undefined) {
      if (row.length === 1 && row[0]!.kind === 'td' && this.#only.names) {
        this.#below(row, [this.#only])
        return
      }
      this.#only = undefined
    }
    if (this.#rows === 1 && row.length > 1 && !row.some(({ kind }) => kind !== 'th' && kind !== 'td')) {
      if (row.every(({ kind }) => kind === 'th')) this.#heads = this.#columns(row)
      else if (row.every(({ kind }) => kind === 'td')) this.#first = row
      else this.#pairs(row)
      return
    }
    if (this.#first !== undefined) {
      const first = this.#first
      this.#first = undefined
      const columns = this.#columns(first)
      // A row that begins with a label is a form, and so was the one before.
      if (first.length === row.length && columns.filter(({ names }) => names).length > 0 && !this.#column(row[0]!).names)
        this.#heads = columns
      else this.#pairs(first)
    }
    if (this.#heads?.some(({ names }) => names) === true) this.#below(row, this.#heads)
    else if (!this.#pairs(row) && this.#heads !== undefined) this.#below(row, this.#heads)
  }

  close(): void {
    if (this.#first !== undefined) this.#pairs(this.#first)
    this.#first = undefined
  }

  #column({ start, end }: Box): Column {
    return this.#cells.column(end - start > longestCell ? '' : this.#text.decode(start, end))
  }

  #columns(row: readonly Box[]): readonly Column[] {
    return row.flatMap((box) => new Array<Column>(box.span).fill(this.#column(box)))
  }

  #below(row: readonly Box[], heads: readonly Column[]): void {
    let at = 0
    for (const { start, end, span } of row) {
      const column = heads[at]
      if (column !== undefined) this.#cells.cell(column, start, end, 'column')
      at += span
    }
  }

  /** Tells values beside their labels; whether there are any. */
  #pairs(row: readonly Box[]): boolean {
    let told = false
    for (let i = 0; i + 1 < row.length; i++) {
      const column = this.#column(row[i]!)
      if (!column.names) continue
      i += 1
      this.#cells.cell(column, row[i]!.start, row[i]!.end, 'pair')
      told = true
    }
    return told
  }
}

/** The name of the tag at `at`, in small letters, with its slash; empty for none of a letter or more than eight. */
function tagName(text: TextView, at: number): string {
  let name = ''
  for (let i = at + 1; i < text.length && name.length < 9; i++) {
    const one = text.byteAt(i)
    const small = one | 0x20
    if (small >= 0x61 && small <= 0x7a) name += String.fromCharCode(small)
    else if (one === byte.slash && name === '') name = '/'
    else return name
  }
  return name
}

/** Behind the `>` of the tag at `at`, or where another begins. */
function tagEnd(text: TextView, at: number): number {
  for (let i = at + 1; i < text.length && i - at < longestLine; i++) {
    const one = text.byteAt(i)
    if (one === byte.more) return i + 1
    if (one === byte.less) return i
  }
  return at + 1
}

/** How many columns a cell spans: its attribute `colspan`. */
function spanOf(text: TextView, start: number, end: number): number {
  if (end - start < 12 || end - start > longestCell) return 1
  const found = /\scolspan ?= ?["']?(\d{1,3})/i.exec(text.decode(start, end))
  return found === null ? 1 : Math.min(mostColumns, Math.max(1, Number(found[1])))
}

/** What is in a cell, without blanks and without elements around all of it, such as `<b>` and `<p>`. */
function inner(text: TextView, { start, kind, span }: { start: number; kind: string; span: number }, until: number): Box {
  let from = skipBlanks(text, start, until)
  let to = until
  for (;;) {
    while (to > from && (text.byteAt(to - 1) === byte.newline || dropBlanks(text, from, to) < to)) {
      to = dropBlanks(text, from, to)
      if (to > from && text.byteAt(to - 1) === byte.newline) to -= 1
    }
    if (to > from && text.byteAt(to - 1) === byte.more) {
      let open = to - 1
      while (open > from && to - open < longestCell && text.byteAt(open) !== byte.less) open -= 1
      if (text.byteAt(open) !== byte.less || open === from) break
      to = open
    } else break
  }
  for (;;) {
    while (from < to && (text.byteAt(from) === byte.newline || skipBlanks(text, from, to) > from)) {
      from = skipBlanks(text, from, to)
      if (from < to && text.byteAt(from) === byte.newline) from += 1
    }
    if (from < to && text.byteAt(from) === byte.less) {
      const end = tagEnd(text, from)
      if (end > to || end === from + 1) break
      from = end
    } else break
  }
  return { start: from, end: Math.max(from, to), kind, span }
}
