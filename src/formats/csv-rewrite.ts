import type { Edit, Rewriter } from '../model.ts'
import type { Dialect } from './csv-records.ts'
import { type Step, splice, utf8Step } from './splice.ts'

const quote = 0x22

/** A cell of a record: its bytes with its quotes, and whether it is quoted as a whole. */
interface Cell {
  readonly start: number
  readonly end: number
  readonly quoted: boolean
}

/** The cells of a record [0, end), as `recordScanner` sees them: a quote that does not close its field makes the field a plain one. */
const cellsOf = (record: Buffer, end: number, { delimiter, quotes }: Dialect): Cell[] => {
  const cells: Cell[] = []
  for (let at = 0; ; ) {
    const start = at
    let quoted = quotes && record[at] === quote && at < end
    if (quoted) {
      at += 1
      while (at < end) {
        if (record[at] !== quote) at += 1
        else if (record[at + 1] === quote && at + 1 < end) at += 2
        else break
      }
      at += 1
      if (at < end && record[at] !== delimiter) quoted = false
    }
    while (at < end && record[at] !== delimiter) at += 1
    cells.push({ start, end: Math.min(at, end), quoted })
    if (at >= end) return cells
    at += 1
  }
}

/** A character inside quotes: a doubled quote is one. */
const quotedStep = (source: Uint8Array, at: number, end: number, step: Step): void => {
  utf8Step(source, at, end, step)
  if (source[at] === quote) step.source = 2
}

/** What is written into a cell must not part it. */
const harmless = (text: string): string => text.replace(/["\r\n,;|\t]/g, ' ')

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
  const rewrite = (
    source: Buffer,
    editsOf: (n: number, cell: Cell) => { readonly length: number; readonly edits: readonly Edit[] } | undefined,
  ): Uint8Array[] | undefined => {
    const pieces: Uint8Array[] = []
    let kept = 0
    for (const [n, cell] of cellsOf(source, contentEnd(source), dialect).entries()) {
      const own = editsOf(n, cell)
      if (own === undefined || own.edits.length === 0) continue
      const inside = cell.quoted ? 1 : 0
      const made = splice(
        source,
        cell.start + inside,
        cell.end - inside,
        own.edits,
        own.length,
        cell.quoted ? quotedStep : utf8Step,
        harmless,
      )
      if (made === undefined) return undefined
      pieces.push(source.subarray(kept, cell.start + inside), ...made)
      kept = cell.end - inside
    }
    pieces.push(source.subarray(kept))
    return pieces
  }
  return {
    between(whole, key) {
      // The line that tells the delimiter stays as it is.
      const told = whole.subarray(0, before)
      before -= told.length
      const source = whole.subarray(told.length)
      if (told.length > 0) return [told, ...this.between(source, key)]
      if (header || source.every((byte) => byte === 0x0a || byte === 0x0d)) return [source]
      header = true
      return (
        rewrite(source, (_, { start, end, quoted }) => {
          const name = quoted ? source.toString('utf8', start + 1, end - 1).replaceAll('""', '"') : source.toString('utf8', start, end)
          return { length: Buffer.byteLength(name), edits: key(name) }
        }) ?? [source]
      )
    },
    row(source, change) {
      if (change === undefined) return [source]
      return change === 'drop' ? [] : rewrite(source, (n) => change.values.get(n))
    },
    end: () => [],
  }
}
