import type { Arena, RowSink } from '../model.ts'
import type { FaultCode } from '../words/faults.ts'
import { hashOf, type JsonPath, JsonPaths } from './json-paths.ts'
import { pushTokens, readTokens } from './json-tokens.ts'
import { maxDepth } from './limits.ts'

/** Why a row was not pushed. */
type LostRow = Extract<FaultCode, 'json.syntax' | 'json.too-deep' | 'record.too-many-values'>

/**
 * Reads JSON texts (RFC 8259) that lie in kernel memory, one row each: a strict walker finds the values, strings are unescaped in
 * place, and no JavaScript string is made of them.
 */
export class JsonRows {
  readonly #sink: RowSink
  readonly #paths = new JsonPaths()

  constructor(sink: RowSink) {
    this.#sink = sink
  }

  /**
   * Pushes the row at [start, end), which took `bytes` bytes of the input, and the faults it was read with. When it is no JSON text,
   * or too much of one, nothing is pushed and the fault code is returned.
   */
  push(start: number, end: number, row: number, bytes: number): LostRow | undefined {
    const sink = this.#sink
    const { arena } = sink
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
    let tokens = arena.jsonRow(at, stop)
    let nonFinite = false
    if (tokens === -1) {
      tokens = arena.jsonRow(at, stop, true)
      nonFinite = tokens !== -1
    }
    if (tokens === -1) return 'json.syntax'
    if (tokens === -2) return 'json.too-deep'
    let odd: { readonly duplicates: boolean; readonly surrogates: boolean }
    if (tokens >= 0) {
      sink.begin(row)
      odd = pushValues(arena, sink, this.#paths, tokens)
    } else {
      // More values than the kernel's token buffer holds.
      const source = Buffer.from(arena.memory().subarray(at, stop)).toString('utf8')
      let parsed = readTokens(source)
      if (parsed === undefined) {
        parsed = readTokens(source.replace(stringOrNonFinite, (found) => (found[0] === '"' ? found : 'null')))
        nonFinite = true
      }
      if (parsed === undefined) return 'json.syntax'
      if (parsed === 'too-many') return 'record.too-many-values'
      if (deeper(parsed)) return 'json.too-deep'
      sink.begin(row)
      const { duplicateKey, loneSurrogate } = pushTokens(parsed, sink, this.#paths)
      odd = { duplicates: duplicateKey, surrogates: loneSurrogate }
    }
    sink.end(bytes)
    if (odd.duplicates) sink.fault({ code: 'json.duplicate-key', effect: 'noted', row, bytes: 0 })
    if (odd.surrogates) sink.fault({ code: 'json.lone-surrogate', effect: 'damaged', row, bytes: 0 })
    if (nonFinite) sink.fault({ code: 'json.non-finite', effect: 'noted', row, bytes: 0 })
    if (repaired) sink.fault({ code: 'json.invalid-utf8', effect: 'damaged', row, bytes: 0 })
    return undefined
  }
}

/** A string, so that what stands in it is passed over, or a number that JSON does not have. */
const stringOrNonFinite = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g

function deeper(tokens: readonly { readonly name: string }[]): boolean {
  let depth = 0
  for (const { name } of tokens) {
    if (name === 'startObject' || name === 'startArray') depth += 1
    else if (name === 'endObject' || name === 'endArray') depth -= 1
    if (depth > maxDepth) return true
  }
  return false
}

/** Pushes the values of the row whose tokens the kernel has just written. */
function pushValues(arena: Arena, sink: RowSink, paths: JsonPaths, count: number): { duplicates: boolean; surrogates: boolean } {
  let tokens = arena.tokens()
  let memory = arena.memory()
  let duplicates = false
  let path = paths.row()
  // The open objects and arrays; for an array also its next index, -1 for an object.
  const parents: JsonPath[] = []
  const indexes: number[] = []
  let index = -1
  let parent = path
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
      path = paths.member(parent, memory, start, end, hash)
      duplicates ||= paths.duplicate
      continue
    }
    if (index >= 0) {
      path = paths.item(parent, index)
      index += 1
    }
    if (kind === 6) {
      if ((extra & 1) !== 0) end = arena.unescape(start, end)
      sink.bytes(path, start, end)
    } else if (kind === 1 || kind === 3) {
      // What is closed as soon as it is opened leads to no value.
      if (tokens[i * 4 + 4]! === kind + 1) sink.hollow(path)
      parents.push(parent)
      indexes.push(index)
      parent = path
      index = kind === 3 ? 0 : -1
    } else {
      sink.scalar(path, Buffer.from(memory.buffer, start, end - start).toString('latin1'))
      // A long number becomes a text of its own, and the memory may have moved to make room for it.
      if (memory.buffer !== arena.memory().buffer) {
        tokens = arena.tokens()
        memory = arena.memory()
      }
    }
  }
  return { duplicates, surrogates: arena.repaired() > 0 }
}
