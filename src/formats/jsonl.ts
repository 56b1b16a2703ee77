import type { Arena, Format, Input, ReadLimits, RowSink } from '../model.ts'
import { jsonlRewriter } from './json-rewrite.ts'
import { JsonRows } from './json-rows.ts'

/**
 * JSON Lines: one JSON text (RFC 8259) a line. Rows are read on bytes in kernel memory: a strict walker finds the values, strings
 * are unescaped in place, and no JavaScript string is made of them. Lines that end in CR alone, as old Macs wrote them, are lines too;
 * of several texts in a line each is a row.
 */
export const jsonl: Format = { id: 'jsonl', extensions: ['jsonl', 'ndjson', 'jsonlines'], splittable: true, read, rewriter: jsonlRewriter }

const lineFeed = 10
const carriageReturn = 13
/** The head that says how lines end; a range sees the same bytes and comes to the same answer. */
const headBytes = 64 * 1024

async function read(input: Input, sink: RowSink, limits: ReadLimits): Promise<void> {
  const { arena } = sink
  const start = input.shard.range?.start ?? 0
  const stop = input.shard.range?.end ?? Number.POSITIVE_INFINITY
  const lines = new Lines(sink)
  const head = (await input.head(headBytes)).subarray(0, headBytes)
  const newline = !head.includes(lineFeed) && head.includes(carriageReturn) ? carriageReturn : lineFeed
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
      } else row += lines.read(at + line, at + found, row, size)
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
    lines.read(at, at + buffered, row, buffered)
  }
}

function window(arena: Arena, at: number, size: number): Buffer {
  return Buffer.from(arena.memory().buffer, at, size)
}

/** Reads lines that lie in kernel memory, each as the rows it holds. */
class Lines {
  readonly #sink: RowSink
  readonly #arena: Arena
  readonly #rows: JsonRows

  constructor(sink: RowSink) {
    this.#sink = sink
    this.#arena = sink.arena
    this.#rows = new JsonRows(sink)
  }

  /**
   * Reads the line at [at, end). A line is one row, none where it is blank, several where a line end between them was lost.
   *
   * @param row the number of its first row
   * @param bytes its length in the input, its newline included
   * @returns how many rows it was
   */
  read(at: number, end: number, row: number, bytes: number): number {
    const arena = this.#arena
    const start = afterMarks(arena.memory(), at, end)
    const lost = this.#rows.push(start, end, row, bytes)
    if (lost === undefined) return 1
    if (lost === 'json.syntax') {
      if (isBlank(arena.memory(), start, end)) {
        this.#sink.blank(bytes)
        return 0
      }
      const parts = returns(arena.memory(), start, end)
      // A CR that ends a row: what stands before it is JSON by itself. In a broken row it would be a CR like any other.
      if (parts.length > 0 && arena.jsonRow(start, parts[0]!) !== -1) return this.#readParts(at, [...parts, end], row, bytes)
      const first = textEnd(arena.memory(), start, end)
      if (first < end && arena.jsonRow(start, first) !== -1) return this.#readTexts(at, first, end, row, bytes)
    }
    this.#sink.fault({ code: lost, effect: 'lost', row, bytes })
    return 1
  }

  /** Reads a line that CRs part: each part, up to one of `ends`, is a line of its own. */
  #readParts(at: number, ends: readonly number[], row: number, bytes: number): number {
    let from = at
    let count = 0
    for (const [n, to] of ends.entries()) {
      const size = n + 1 < ends.length ? to + 1 - from : bytes - (from - at)
      count += this.read(from, to, row + count, size)
      from = to + 1
    }
    return count
  }

  /** Reads a line of several JSON texts, as writers leave it that lost a line end between two of them. The first text lies in [at, next). */
  #readTexts(at: number, next: number, end: number, row: number, bytes: number): number {
    let from = at
    let to = next
    for (let count = 0; ; count++) {
      const last = to >= end
      const size = last ? bytes - (from - at) : to - from
      const lost = this.#rows.push(from === at ? afterMarks(this.#arena.memory(), from, to) : from, to, row + count, size)
      if (lost !== undefined) this.#sink.fault({ code: lost, effect: 'lost', row: row + count, bytes: size })
      if (last) return count + 1
      this.#sink.fault({ code: 'json.several-texts', effect: 'noted', row: row + count, bytes: 0 })
      from = to
      to = textEnd(this.#arena.memory(), from, end)
    }
  }
}

/** Where the object or array that begins at `start` ends, if another one follows it in the line; else the end of the line. */
function textEnd(memory: Uint8Array, start: number, end: number): number {
  let depth = 0
  let at = start
  for (; at < end; at++) {
    const byte = memory[at]!
    if (byte === 0x22) {
      for (at += 1; at < end && memory[at] !== 0x22; at++) if (memory[at] === 0x5c) at += 1
    } else if (byte === 0x7b || byte === 0x5b) depth += 1
    else if ((byte === 0x7d || byte === 0x5d) && --depth <= 0) break
  }
  let next = at + 1
  while (next < end && isWhite(memory[next]!)) next += 1
  return next < end && (memory[next] === 0x7b || memory[next] === 0x5b) ? next : end
}

const isWhite = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d

/** Where CRs lie in [start, end) that are not its end. */
function returns(memory: Uint8Array, start: number, end: number): number[] {
  const found: number[] = []
  // Not beyond the line: a search that finds nothing would go through all the memory there is, for every broken line.
  const line = memory.subarray(start, end - 1)
  for (let at = line.indexOf(carriageReturn); at >= 0; at = line.indexOf(carriageReturn, at + 1)) found.push(start + at)
  return found
}

/**
 * Where a line begins behind byte order marks, as files have them that were put together from others and that a reader may ignore (RFC 8259,
 * 8.1), and behind the record separators of a JSON text sequence (RFC 7464).
 */
function afterMarks(memory: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end) {
    if (memory[at] === 0x1e) at += 1
    else if (memory[at] === 0xef && memory[at + 1] === 0xbb && memory[at + 2] === 0xbf && end - at >= 3) at += 3
    else break
  }
  return at
}

function isBlank(memory: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const b = memory[i]!
    if (b !== 0x20 && b !== 0x09 && b !== 0x0d) return false
  }
  return true
}
