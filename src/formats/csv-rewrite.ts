import type { Rewriter } from '../model.ts'
import { type CellSpan, cellSpans, cellTexts } from './csv-cells.ts'
import type { Dialect } from './csv-records.ts'
import { type Encoding, splice, utf8Step, type ValueEdits } from './splice.ts'

const quote = 0x22

/** How a cell is written. Between its opening and its closing quote two quotes are one character; what is put in must not split the cell. */
const encodingOf = ({ start, closing }: CellSpan): Encoding => ({
  step(source, at, end, step) {
    utf8Step(source, at, end, step)
    if (source[at] === quote && at > start && at < closing) step.source = 2
  },
  write: (text) => text.replace(/["\r\n,;|\t]/g, ' '),
})

/** Whether the cells of two records are quoted alike. Cells whose quote is closed before their end must hold as many quotes as before. */
const sameQuotes = (record: Buffer, cells: readonly CellSpan[], made: Buffer, madeCells: readonly CellSpan[]): boolean =>
  cells.length === madeCells.length &&
  cells.every((cell, n) => {
    const other = madeCells[n]!
    const opens = cell.closing > cell.start
    if (cell.quoted !== other.quoted || opens !== other.closing > other.start) return false
    return !opens || cell.quoted || quotesOf(record, cell) === quotesOf(made, other)
  })

const quotesOf = (record: Buffer, { start, end }: CellSpan): number => record.subarray(start, end).filter((byte) => byte === quote).length

/** Writes CSV back: cells in place, quotes kept. */
export const csvRewriter = (dialect: Dialect): Rewriter => {
  const { carriageReturns, preamble } = dialect
  let header = false
  let before = preamble
  const contentEnd = (source: Buffer): number => {
    const { length } = source
    if (length === 0 || source[length - 1] !== (carriageReturns ? 0x0d : 0x0a)) return length
    return !carriageReturns && length > 1 && source[length - 2] === 0x0d ? length - 2 : length - 1
  }
  const rewrite = (source: Buffer, editsOf: (n: number) => ValueEdits | undefined): Uint8Array[] | undefined => {
    const pieces: Uint8Array[] = []
    let kept = 0
    const cells = cellSpans(source, contentEnd(source), dialect)
    for (const [n, cell] of cells.entries()) {
      const own = editsOf(n)
      if (own === undefined || own.edits.length === 0) continue
      const inside = cell.quoted ? 1 : 0
      const made = splice(source, cell.start + inside, cell.end - inside, own, encodingOf(cell))
      if (made === undefined) return undefined
      pieces.push(source.subarray(kept, cell.start + inside), ...made)
      kept = cell.end - inside
    }
    pieces.push(source.subarray(kept))
    // An edit may remove a stray quote or uncover one: the record would then be read as other cells.
    if (kept === 0 || !source.includes(quote)) return pieces
    const made = Buffer.concat(pieces)
    return sameQuotes(source, cells, made, cellSpans(made, contentEnd(made), dialect)) ? [made] : undefined
  }
  return {
    between(whole, key) {
      // The line `sep=;` stays as it is.
      const told = whole.subarray(0, before)
      before -= told.length
      const source = whole.subarray(told.length)
      if (told.length > 0) return [told, ...this.between(source, key)]
      if (header || source.every((byte) => byte === 0x0a || byte === 0x0d)) return [source]
      header = true
      const names = cellTexts(source, 0, contentEnd(source), dialect)
      return rewrite(source, (n) => ({ length: Buffer.byteLength(names[n]!), edits: key(names[n]!) })) ?? [source]
    },
    row(source, change) {
      if (change === undefined) return [source]
      return change === 'drop' ? [] : rewrite(source, (n) => change.values.get(n))
    },
    end: () => [],
  }
}
