import type { Arena, Format, Input, ReadLimits, RowSink } from '../model.ts'
import { jsonlRewriter } from './json-rewrite.ts'
import { JsonRows } from './json-rows.ts'

/**
 * JSON Lines: one JSON text (RFC 8259) a line. Rows are read on bytes in kernel memory: a strict walker finds the values, strings
 * are unescaped in place, and no JavaScript string is made of them.
 */
export const jsonl: Format = { id: 'jsonl', extensions: ['jsonl', 'ndjson', 'jsonlines'], splittable: true, read, rewriter: jsonlRewriter }

const newline = 10

async function read(input: Input, sink: RowSink, limits: ReadLimits): Promise<void> {
  const { arena } = sink
  const start = input.shard.range?.start ?? 0
  const stop = input.shard.range?.end ?? Number.POSITIVE_INFINITY
  const rows = new JsonRows(sink)
  let row = 0
  // Where the buffered bytes begin in the file, and how many there are.
  let position = start
  let buffered = 0
  // A range owns the lines that begin after its start and up to its end: the line its start cuts belongs to the range before.
  let skipping = start > 0
  let dropping = 0
  for await (const chunk of input.chunks()) {
    const at = arena.reserve(buffered + chunk.length)
    arena.memory().set(chunk, at + buffered)
    let view = window(arena, at, buffered + chunk.length)
    const total = buffered + chunk.length
    // What was buffered holds no newline, or it would be gone.
    let line = 0
    let search = buffered
    while (true) {
      // The memory may have moved while the last row was judged.
      if (view.buffer !== arena.memory().buffer) view = window(arena, at, total)
      const found = view.indexOf(newline, search)
      if (found < 0) break
      const size = found + 1 - line
      if (skipping) skipping = false
      else if (dropping > 0) {
        sink.fault({ code: 'record.too-large', effect: 'lost', row, bytes: dropping + size })
        row += 1
        dropping = 0
      } else if (size > limits.maxRecordBytes) {
        sink.fault({ code: 'record.too-large', effect: 'lost', row, bytes: size })
        row += 1
      } else if (readLine(rows, arena, sink, at + line, at + found, row, size)) row += 1
      line = found + 1
      search = line
      if (position + line > stop) return
    }
    position += line
    buffered = total - line
    if (skipping) {
      position += buffered
      buffered = 0
    } else if (dropping > 0 || buffered > limits.maxRecordBytes) {
      dropping += buffered
      position += buffered
      buffered = 0
    } else if (line > 0 && buffered > 0) arena.memory().copyWithin(at, at + line, at + total)
  }
  if (skipping) return
  if (dropping > 0) sink.fault({ code: 'record.too-large', effect: 'lost', row, bytes: dropping + buffered })
  else if (buffered > 0) {
    const at = arena.reserve(buffered)
    readLine(rows, arena, sink, at, at + buffered, row, buffered)
  }
}

function window(arena: Arena, at: number, size: number): Buffer {
  return Buffer.from(arena.memory().buffer, at, size)
}

/** Reads the line at [at, end); false when it is blank and takes no row number. `bytes` counts its newline. */
function readLine(rows: JsonRows, arena: Arena, sink: RowSink, at: number, end: number, row: number, bytes: number): boolean {
  const start = at + (hasMark(arena.memory(), at, end) ? 3 : 0)
  const lost = rows.push(start, end, row, bytes)
  if (lost === undefined) return true
  if (lost === 'json.syntax' && isBlank(arena.memory(), start, end)) {
    sink.blank(bytes)
    return false
  }
  sink.fault({ code: lost, effect: 'lost', row, bytes })
  return true
}

/** Whether a line begins with a byte order mark, as files do that were put together from others; a reader may ignore it (RFC 8259, 8.1). */
function hasMark(memory: Uint8Array, start: number, end: number): boolean {
  return memory[start] === 0xef && end - start >= 3 && memory[start + 1] === 0xbb && memory[start + 2] === 0xbf
}

function isBlank(memory: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const b = memory[i]!
    if (b !== 0x20 && b !== 0x09 && b !== 0x0d) return false
  }
  return true
}
