import type { Arena, Format, Input, ReadLimits, RowSink } from '../model.ts'
import { pushTokens, readTokens } from './json-tokens.ts'

/**
 * JSON Lines: one JSON text (RFC 8259) a line. Rows are read on bytes in kernel memory: a strict walker finds the values, strings
 * are unescaped in place, and no JavaScript string is made of them.
 */
export const jsonl: Format = { id: 'jsonl', extensions: ['jsonl', 'ndjson', 'jsonlines'], splittable: true, read }

const newline = 10
const maxDepth = 1000

async function read(input: Input, sink: RowSink, limits: ReadLimits): Promise<void> {
  const { arena } = sink
  const start = input.shard.range?.start ?? 0
  const stop = input.shard.range?.end ?? Number.POSITIVE_INFINITY
  const paths = new Paths()
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
      } else if (readLine(arena, sink, paths, at + line, at + found, row, size)) row += 1
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
    readLine(arena, sink, paths, at, at + buffered, row, buffered)
  }
}

function window(arena: Arena, at: number, size: number): Buffer {
  return Buffer.from(arena.memory().buffer, at, size)
}

/** Reads the line at [start, end); false when it is blank and takes no row number. `bytes` counts its newline. */
function readLine(arena: Arena, sink: RowSink, paths: Paths, start: number, end: number, row: number, bytes: number): boolean {
  let at = start
  let stop = end
  const repaired = !arena.validUtf8(start, end)
  if (repaired) {
    // Bytes that are no UTF-8 become U+FFFD; what can still be read is judged, and the damage is counted.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(arena.memory().subarray(start, end))
    const copy = arena.push(text)
    at = copy.start
    stop = copy.end
  }
  const tokens = arena.jsonRow(at, stop)
  if (tokens >= 0) {
    sink.begin(row)
    const odd = push(arena, sink, paths, tokens, row)
    sink.end(bytes)
    if (odd.duplicates) sink.fault({ code: 'json.duplicate-key', effect: 'noted', row, bytes: 0 })
    if (odd.surrogates) sink.fault({ code: 'json.lone-surrogate', effect: 'damaged', row, bytes: 0 })
    if (repaired) sink.fault({ code: 'json.invalid-utf8', effect: 'damaged', row, bytes: 0 })
    return true
  }
  if (tokens === -1 && isBlank(arena.memory(), start, end)) {
    sink.blank(bytes)
    return false
  }
  if (tokens === -3) pushParsed(arena, sink, at, stop, row, bytes)
  else sink.fault({ code: tokens === -2 ? 'json.too-deep' : 'json.syntax', effect: 'lost', row, bytes })
  return true
}

function isBlank(memory: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const b = memory[i]!
    if (b !== 0x20 && b !== 0x09 && b !== 0x0d) return false
  }
  return true
}

/** A place in a row, by its JSON Pointer: the rows of a file have few, so each is made once. */
interface Place {
  readonly pointer: string
  readonly keys: Map<number, { readonly key: Buffer; readonly place: Place }[]>
  readonly items: Place[]
  /** The row that last came by: twice in one row is a duplicate key. */
  row: number
}

class Paths {
  #made = 0
  root: Place = { pointer: '', keys: new Map(), items: [], row: -1 }

  /** Rows with ever new keys must not fill the memory. */
  trim(): void {
    if (this.#made < 20000) return
    this.#made = 0
    this.root = { pointer: '', keys: new Map(), items: [], row: -1 }
  }

  key(parent: Place, memory: Uint8Array, start: number, end: number, hash: number): Place {
    let bucket = parent.keys.get(hash)
    if (bucket === undefined) {
      bucket = []
      parent.keys.set(hash, bucket)
    }
    for (const { key, place } of bucket) {
      if (key.length === end - start && key.compare(memory, start, end) === 0) return place
    }
    const key = Buffer.from(memory.subarray(start, end))
    const place = this.#make(`${parent.pointer}/${key.toString('utf8').replaceAll('~', '~0').replaceAll('/', '~1')}`)
    bucket.push({ key, place })
    return place
  }

  item(parent: Place, index: number): Place {
    const known = parent.items[index]
    if (known !== undefined) return known
    const place = this.#make(`${parent.pointer}/${index}`)
    if (index < 64 && index === parent.items.length) parent.items.push(place)
    return place
  }

  #make(pointer: string): Place {
    this.#made += 1
    return { pointer, keys: new Map(), items: [], row: -1 }
  }
}

/** The kernel's hash of a key, for one that had escapes: the same key must have the same hash however it was written. */
function hashOf(memory: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ memory[i]!, 0x01000193)
  hash ^= hash >>> 15
  return (hash & 0xfffffffe) >>> 0
}

/** Pushes the values of the row whose tokens the kernel has just written. */
function push(arena: Arena, sink: RowSink, paths: Paths, count: number, row: number): { duplicates: boolean; surrogates: boolean } {
  paths.trim()
  const tokens = arena.tokens()
  const memory = arena.memory()
  const latin = Buffer.from(memory.buffer)
  let duplicates = false
  let place = paths.root
  // The places of the open objects and arrays; for an array also its next index, -1 for an object.
  const parents: Place[] = []
  const indexes: number[] = []
  let index = -1
  let parent = paths.root
  for (let i = 0; i < count; i++) {
    const kind = tokens[i * 4]!
    if (kind === 2 || kind === 4) {
      parent = parents.pop()!
      index = indexes.pop()!
      continue
    }
    const start = tokens[i * 4 + 1]!
    let end = tokens[i * 4 + 2]!
    const extra = tokens[i * 4 + 3]!
    if (kind === 5) {
      let hash = extra
      if ((extra & 1) !== 0) {
        end = arena.unescape(start, end)
        hash = hashOf(memory, start, end)
      }
      place = paths.key(parent, memory, start, end, hash)
      if (place.row === row) duplicates = true
      place.row = row
      continue
    }
    if (index >= 0) {
      place = paths.item(parent, index)
      index += 1
    }
    if (kind === 6) {
      if ((extra & 1) !== 0) end = arena.unescape(start, end)
      sink.bytes(place.pointer, start, end)
    } else if (kind === 1 || kind === 3) {
      parents.push(parent)
      indexes.push(index)
      parent = place
      index = kind === 3 ? 0 : -1
    } else sink.scalar(place.pointer, latin.toString('latin1', start, end))
  }
  return { duplicates, surrogates: arena.repaired() > 0 }
}

/** The slow way for a row with more values than the kernel's token buffer holds: numbers stay as they are written. */
function pushParsed(arena: Arena, sink: RowSink, start: number, end: number, row: number, bytes: number): void {
  const tokens = readTokens(Buffer.from(arena.memory().subarray(start, end)).toString('utf8'))
  if (tokens === undefined) {
    sink.fault({ code: 'json.syntax', effect: 'lost', row, bytes })
    return
  }
  let depth = 0
  for (const { name } of tokens) {
    if (name === 'startObject' || name === 'startArray') depth += 1
    else if (name === 'endObject' || name === 'endArray') depth -= 1
    if (depth > maxDepth) {
      sink.fault({ code: 'json.too-deep', effect: 'lost', row, bytes })
      return
    }
  }
  sink.begin(row)
  const { duplicateKey, loneSurrogate } = pushTokens(tokens, sink)
  sink.end(bytes)
  if (duplicateKey) sink.fault({ code: 'json.duplicate-key', effect: 'noted', row, bytes: 0 })
  if (loneSurrogate) sink.fault({ code: 'json.lone-surrogate', effect: 'damaged', row, bytes: 0 })
}
