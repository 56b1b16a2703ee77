import type { Format, Input, ReadLimits, RowSink } from '../model.ts'
import { wholeRow } from '../notation/pointer.ts'
import { faultOf } from '../words/faults.ts'
import { type Pending, pending } from './pending.ts'
import { textRewriter } from './text-rewrite.ts'
import { isUtf8Between } from './utf8.ts'

const newline = 0x0a
const carriageReturn = 0x0d

/**
 * Plain text and Markdown: the whole file as one row, or its lines, or its paragraphs (runs of lines without an empty one). The only
 * value is the row itself. Lines end in LF or CRLF; the end belongs to its row's bytes, not to its text.
 */
export const text: Format = {
  id: 'text',
  extensions: ['txt', 'text', 'md', 'markdown'],
  splittable: false,
  async read(input, sink, limits) {
    if (limits.split === 'file') await readWhole(input, sink, limits)
    else await readLines(input, sink, limits, limits.split === 'paragraphs')
  },
  rewriter: textRewriter,
}

/** Pushes rows of text that lie in a store. */
const rowsOf = (sink: RowSink, store: Pending) => ({
  /** Pushes bytes [start, end) as a row. The last `ending` bytes are its line end and no part of its text; `valid` says that it is known to be UTF-8. */
  push(row: number, start: number, end: number, ending: number, valid: boolean): void {
    sink.begin(row)
    if (valid || isUtf8Between(store.bytes(), start, end)) sink.bytes(wholeRow, store.address() + start, store.address() + end - ending)
    else {
      sink.text(wholeRow, store.bytes().toString('utf8', start, end - ending))
      sink.fault(faultOf('text.invalid-utf8', 0, row))
    }
    sink.end(end - start)
  },
})

const readWhole = async (input: Input, sink: RowSink, limits: ReadLimits): Promise<void> => {
  const store = pending(sink.arena)
  let length = 0
  for await (const chunk of input.chunks()) {
    length += chunk.length
    if (length <= limits.maxRecordBytes) store.append(chunk)
  }
  if (length > limits.maxRecordBytes) sink.fault(faultOf('record.too-large', length, 0))
  else if (isBlank(store.bytes(), 0, length)) sink.blank(length)
  else rowsOf(sink, store).push(0, 0, length, 0, false)
}

const readLines = async (input: Input, sink: RowSink, limits: ReadLimits, paragraphs: boolean): Promise<void> => {
  const store = pending(sink.arena)
  const rows = rowsOf(sink, store)
  let row = 0
  /** Where in the store the search goes on, and where its line begins. The row that is open begins at 0. */
  let at = 0
  let line = 0
  /** Bytes of a row too long to keep that are gone already. */
  let dropped = 0

  const scan = (final: boolean): void => {
    let bytes = store.bytes()
    // One look at the whole piece instead of one at each row; the end may be cut inside a character.
    const looked = bytes.lastIndexOf(newline) + 1
    const valid = isUtf8Between(bytes, 0, looked)
    let start = 0
    const close = (end: number): void => {
      const length = dropped + end - start
      if (length > limits.maxRecordBytes) sink.fault(faultOf('record.too-large', length, row++))
      else if (isBlank(bytes, start, end)) sink.blank(length)
      else rows.push(row++, start, end, lineEnd(bytes, start, end), valid && end <= looked)
      // The memory may have moved while the row was judged.
      bytes = store.bytes()
      start = end
      line = end
      dropped = 0
    }
    for (let found = bytes.indexOf(newline, at); found >= 0; found = bytes.indexOf(newline, at)) {
      at = found + 1
      if (!paragraphs) close(at)
      else if (!isBlank(bytes, line, at)) line = at
      else {
        // A paragraph ends with the line before; the empty line is nobody's.
        const empty = line
        if (empty > start || dropped > 0) close(empty)
        close(at)
      }
    }
    if (final && (start < bytes.length || dropped > 0)) close(bytes.length)
    store.drop(start)
    at = bytes.length - start
    line -= start
    if (at > limits.maxRecordBytes || dropped > 0) {
      // The row is lost; of a paragraph the open line stays, because an empty one ends it.
      const gone = paragraphs && at - line <= limits.maxRecordBytes ? line : at
      dropped += gone
      store.drop(gone)
      at -= gone
      line = Math.max(0, line - gone)
    }
  }

  for await (const chunk of input.chunks()) {
    store.append(chunk)
    scan(false)
  }
  scan(true)
}

/** Length of the line end before `end`: LF, CRLF or none. */
const lineEnd = (bytes: Buffer, start: number, end: number): number =>
  end === start || bytes[end - 1] !== newline ? 0 : end - 1 > start && bytes[end - 2] === carriageReturn ? 2 : 1

/** Whether there is nothing but ASCII white space. */
const isBlank = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return false
  }
  return true
}
