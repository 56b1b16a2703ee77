import type { Edit } from '../model.ts'

/** Arithmetic of what is taken out of a value: byte spans of its UTF-8 form, and what stands in their place. */

/** What is to go, and the rule that says so. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly rule: string
}

/** Spans in order, those that overlap made one; it keeps the rule of the one that begins first, the longest of these. */
export const merged = (spans: readonly Span[]): Span[] => {
  const order = [...spans].sort((a, b) => a.start - b.start || b.end - a.end || (a.rule < b.rule ? -1 : 1))
  const result: Span[] = []
  for (const span of order) {
    const last = result.at(-1)
    if (last !== undefined && span.start < last.end) {
      if (span.end > last.end) result[result.length - 1] = { ...last, end: span.end }
    } else if (span.end > span.start) result.push(span)
  }
  return result
}

/** A text with its edits. */
export const apply = (text: Buffer, edits: readonly Edit[]): string => {
  let out = ''
  let at = 0
  for (const edit of edits) {
    out += text.toString('utf8', at, edit.start) + edit.text
    at = edit.end
  }
  return out + text.toString('utf8', at)
}

/** A span of an edited text as a span of the original: what lies in a replacement stands for all that was replaced. */
export const before = (edits: readonly Edit[], start: number, end: number): { readonly start: number; readonly end: number } => {
  let shift = 0
  let from = start
  let to = end
  let fromKnown = false
  for (const edit of edits) {
    const at = edit.start + shift
    const length = Buffer.byteLength(edit.text)
    if (!fromKnown && start < at) {
      from = start - shift
      fromKnown = true
    }
    if (end <= at) return { start: from, end: end - shift }
    if (!fromKnown && start < at + length) {
      from = edit.start
      fromKnown = true
    }
    if (end <= at + length) return { start: from, end: edit.end }
    shift += length - (edit.end - edit.start)
    to = end - shift
  }
  return { start: fromKnown ? from : start - shift, end: to }
}
