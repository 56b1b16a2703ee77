import type { TextView } from '../../model.ts'

/** Bytes of a text that recognisers of tables look for. */
export const byte = {
  tab: 0x09,
  newline: 0x0a,
  space: 0x20,
  quote: 0x22,
  apostrophe: 0x27,
  open: 0x28,
  close: 0x29,
  plus: 0x2b,
  comma: 0x2c,
  dash: 0x2d,
  slash: 0x2f,
  colon: 0x3a,
  semicolon: 0x3b,
  tick: 0x60,
  less: 0x3c,
  equals: 0x3d,
  more: 0x3e,
  backslash: 0x5c,
  pipe: 0x7c,
  /** The first of three of an ideographic space. */
  ideographic: 0xe3,
} as const

/** A line or a cell with more bytes than this is none that names or is named. */
export const longestLine = 4096
export const longestCell = 512

/** Where the line that holds `at` begins; -1 when that is more than `longestLine` bytes away. */
export function lineStart(text: TextView, at: number): number {
  const stop = Math.max(0, at - longestLine)
  let from = at
  while (from > stop && text.byteAt(from - 1) !== byte.newline) from -= 1
  return from === 0 || text.byteAt(from - 1) === byte.newline ? from : -1
}

/** The end of the line that holds `at`, its line feed not included. */
export function lineEnd(text: TextView, at: number): number {
  let end = at
  while (end < text.length && text.byteAt(end) !== byte.newline) end += 1
  return end
}

const isBlank = (one: number) => one === byte.space || one === byte.tab || one === 0x0d

/** The first byte of [start, end) that is no blank, an ideographic space among them; `end` when all are. */
export function skipBlanks(text: TextView, start: number, end: number): number {
  let from = start
  for (;;) {
    if (from < end && isBlank(text.byteAt(from))) from += 1
    else if (from + 2 < end && text.byteAt(from) === byte.ideographic && text.byteAt(from + 1) === 0x80 && text.byteAt(from + 2) === 0x80)
      from += 3
    else return from
  }
}

/** The end of [start, end) without the blanks before it. */
export function dropBlanks(text: TextView, start: number, end: number): number {
  let to = end
  for (;;) {
    if (to > start && isBlank(text.byteAt(to - 1))) to -= 1
    else if (to - 2 > start && text.byteAt(to - 1) === 0x80 && text.byteAt(to - 2) === 0x80 && text.byteAt(to - 3) === byte.ideographic)
      to -= 3
    else return to
  }
}

/** Where a value stands: under its head, so that the words of other columns say nothing of it, or in the cell behind its label. */
export type Place = 'column' | 'pair'

/** What recognisers tell of what they find. */
export interface Cells {
  /** What a label says of the values it names. */
  column(label: string): Column
  /** Bytes [start, end) are a value. */
  cell(column: Column, start: number, end: number, place: Place): void
}

/** A label, as far as rules know it. */
export interface Column {
  /** Whether a rule takes it for the name of its values. */
  readonly names: boolean
}
