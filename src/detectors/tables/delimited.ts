import type { TextView } from '../../model.ts'
import { byte, lineEnd, lineStart } from './spans.ts'

/** What parts the cells of a row; a space stands for two or more of them. */
const delimiters: ReadonlySet<number> = new Set([byte.comma, byte.tab, byte.semicolon, byte.pipe])

/** Rows that follow each other with as many cells: lines that begin at `top` to `last`. */
interface Block {
  readonly top: number
  last: number
  readonly delimiter: number
  readonly heads: readonly string[] | undefined
}

/**
 * Heads of columns in delimited rows inside a text (a CSV file in a document, TSV). Such rows are too common to be looked for: they are asked for
 * where a value was found. Each line is read once for each delimiter, however many values are asked for.
 */
export class DelimitedHeads {
  #text: TextView | undefined
  /** By delimiter, in the order of the text. */
  readonly #blocks = new Map<number, Block[]>()

  begin(text: TextView): void {
    this.#text = text
    if (this.#blocks.size > 0) this.#blocks.clear()
  }

  /** The head of the column of a value that is all of a cell; undefined where none is known. */
  head(text: TextView, start: number, end: number): string | undefined {
    if (text !== this.#text) return undefined
    const [left, right] = [edge(text, start, -1), edge(text, end, 1)]
    const found = [left, right].find(({ bound }) => delimiters.has(bound))?.bound
    const delimiter = found ?? (left.blanks > 1 || right.blanks > 1 ? byte.space : undefined)
    const bounds = ({ bound, blanks }: Edge) => bound === byte.newline || (delimiter === byte.space ? blanks > 1 : bound === delimiter)
    if (delimiter === undefined || !bounds(left) || !bounds(right)) return undefined
    const line = lineStart(text, start)
    if (line < 0) return undefined
    const heads = this.#block(text, line, delimiter).heads
    return heads?.[cells(text, line, start + 1, delimiter) - 1]
  }

  #block(text: TextView, line: number, delimiter: number): Block {
    let blocks = this.#blocks.get(delimiter)
    if (blocks === undefined) {
      blocks = []
      this.#blocks.set(delimiter, blocks)
    }
    const known = holding(blocks, line)
    if (known !== undefined) return known
    const wanted = cells(text, line, lineEnd(text, line), delimiter)
    let top = line
    while (top > 0) {
      const above = lineStart(text, top - 1)
      const block = above < 0 ? undefined : holding(blocks, above)
      if (above < 0 || (block === undefined && cells(text, above, top - 1, delimiter) !== wanted)) break
      if (block !== undefined) {
        if (cells(text, above, top - 1, delimiter) !== wanted) break
        block.last = line
        return block
      }
      top = above
    }
    const block = { top, last: line, delimiter, heads: top === line ? undefined : headsIn(text, top, delimiter, wanted) }
    blocks.splice(place(blocks, top), 0, block)
    return block
  }
}

/** How many blocks begin at a place or before. */
function place(blocks: readonly Block[], at: number): number {
  let low = 0
  let high = blocks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (blocks[middle]!.top <= at) low = middle + 1
    else high = middle
  }
  return low
}

const holding = (blocks: readonly Block[], line: number): Block | undefined => {
  const block = blocks[place(blocks, line) - 1]
  return block !== undefined && line <= block.last ? block : undefined
}

/** Blanks that set a value in within its cell. */
const mostBlanks = 40

interface Edge {
  readonly bound: number
  readonly blanks: number
}

/** What a value ends at on one side, a quote and blanks left out: a line feed for an end of the text. */
function edge(text: TextView, at: number, step: 1 | -1): Edge {
  const one = (n: number) => {
    const i = step > 0 ? at + n : at - 1 - n
    return i < 0 || i >= text.length ? byte.newline : text.byteAt(i)
  }
  let n = one(0) === byte.quote || one(0) === byte.tick ? 1 : 0
  const from = n
  while (n - from < mostBlanks && (one(n) === byte.space || one(n) === 0x0d)) n += 1
  return { bound: one(n), blanks: n - from }
}

/** Cells that begin in [start, end), delimiters in quotes not counted. */
function cells(text: TextView, start: number, end: number, delimiter: number): number {
  if (delimiter === byte.space) return columns(text, start, end)
  let count = 1
  let inside = false
  for (let at = start; at < end; at++) {
    const one = text.byteAt(at)
    if (one === byte.quote) inside = !inside
    else if (one === delimiter && !inside) count += 1
  }
  return count
}

/** Cells that begin in [start, end), parted by two blanks or more. */
function columns(text: TextView, start: number, end: number): number {
  let count = 0
  let blanks = 2
  for (let at = start; at < end; at++) {
    if (text.byteAt(at) === byte.space) blanks += 1
    else {
      if (blanks > 1) count += 1
      blanks = 0
    }
  }
  return count
}

const headLike = /^(?:\p{L}|[_#$])[^\n]{0,40}$/u
const program = /^[A-Za-z_][\w.$-]*$/

/** The heads in the line at `top`, which all are words; of two columns, where any two clauses could be meant, as programs write names. */
function headsIn(text: TextView, top: number, delimiter: number, wanted: number): readonly string[] | undefined {
  const line = text.decode(top, lineEnd(text, top))
  const parts = (delimiter === byte.space ? line.trim() : line)
    .split(delimiter === byte.space ? / {2,}/ : String.fromCharCode(delimiter))
    .map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
  if (parts.length !== wanted || wanted < 2) return undefined
  const form = wanted > 2 ? headLike : program
  // The first column may have no name; outside the pipes of Markdown is none.
  const last = wanted - 1
  const fits = (part: string, n: number) => form.test(part) || (part === '' && (n === 0 || (n === last && delimiter === byte.pipe)))
  return wanted > 2 || parts[0] !== '' ? (parts.every(fits) ? parts : undefined) : undefined
}
