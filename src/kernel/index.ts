import { readFileSync } from 'node:fs'
import type { Arena, CharacterCounts, TokenCounts } from '../model.ts'
import { addressSpace, memoryRefused } from '../stop.ts'
import { placeConstants } from './constants.ts'
import { type GateTables, gateTables } from './tables.ts'

export { byteSetOf, isByteExpression } from './beside.ts'
export { type GateTables, gateTables } from './tables.ts'

/** The functions of the WebAssembly module: see assembly/. All numbers are addresses or counts. */
interface Exports {
  readonly memory: WebAssembly.Memory
  configure(at: number): void
  scan(text: number, length: number, count: number): number
  tokensReset(): void
  tokensPrune(): number
  fold(start: number, end: number, to: number, map: number): number
  needsFold(start: number, end: number): number
  validUtf8(start: number, end: number): number
  hash64(at: number, length: number, high: number, low: number): number
  hashHigh(): number
  jsonRow(start: number, end: number, tokens: number, capacity: number, stack: number, beyond: number): number
  unescape(start: number, end: number): number
  damaged(): number
}

const outCapacity = 16384
const tokenCapacity = 65536
const kept = 4096
const page = 65536
let module: WebAssembly.Module | undefined

/** A normalised text in kernel memory: where it lies, and how its offsets map back (undefined: it is the original). */
interface FoldedText {
  readonly start: number
  readonly end: number
  readonly pairs: Uint32Array | undefined
}

/** The one-pass byte scanner and the memory it works in: one per thread. It knows bytes, gates and tokens; no rule, no file. */
export class Kernel implements Arena {
  readonly #wasm: Exports
  readonly #counts: number
  readonly #tokenTable: { readonly scratch: number; readonly buckets: number }
  readonly #out: number
  readonly #rowTokens: number
  readonly #stack: number
  readonly #input: number
  #inputEnd: number
  #top: number
  #bytes: Uint8Array
  #buffer: Buffer
  #words: Uint32Array
  #visit: (gate: number, start: number, end: number) => void = () => {}
  /** Tokens counted since the last drain. */
  #total = 0

  /** Makes a kernel that looks for the candidates of gates, by their tables. */
  constructor(t: GateTables = gateTables([])) {
    module ??= new WebAssembly.Module(readFileSync(new URL('./kernel.wasm', import.meta.url)))
    try {
      const instance = new WebAssembly.Instance(module, { host: { flush: (count: number) => this.#flush(count) } })
      this.#wasm = instance.exports as unknown as Exports
    } catch (error) {
      throw addressSpace(error)
    }
    this.#bytes = new Uint8Array(this.#wasm.memory.buffer)
    this.#buffer = Buffer.from(this.#wasm.memory.buffer)
    this.#words = new Uint32Array(this.#wasm.memory.buffer)
    let top = 2048
    const take = (size: number) => {
      const at = top
      top = (top + size + 63) & ~63
      this.#room(top)
      return at
    }
    const place = (table: Uint8Array | Uint32Array) => {
      const at = take(table.byteLength)
      this.#bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at)
      return at
    }
    this.#counts = take(64)
    const scratch = take(16384 * 16)
    const buckets = take(65536 * 4)
    this.#tokenTable = { scratch, buckets }
    this.#out = take(outCapacity * 12)
    const gateMemory = place(t.gates)
    const configuration = [
      place(t.classes),
      place(t.twos),
      place(t.threes),
      place(t.longs),
      t.longMask,
      place(t.freeBuckets),
      place(t.heads),
      t.heads.length - 1,
      place(t.literals),
      place(t.wides),
      this.#counts,
      place(t.signs),
      t.hasFree ? 1 : 0,
      this.#out,
      outCapacity,
      gateMemory,
      gateMemory + t.gateRecords,
      // The lists of places.ts.
      take(3 * (4096 + 64) * 4),
      place(t.regionLists),
      place(t.byteLists),
      place(t.tokenTable),
      gateMemory + t.tokenList,
      take(16384 * 16),
      scratch,
      buckets,
      take(65536 * 4),
    ]
    this.#rowTokens = take(tokenCapacity * 16)
    this.#stack = take(1024)
    this.#words.set(configuration, 1024 / 4)
    placeConstants(this.#bytes)
    this.#wasm.configure(1024)
    this.#input = top
    this.#inputEnd = top
    this.#top = top
  }

  /** Makes sure that addresses below `end` exist, with some bytes to spare for reads past a text's end. */
  #room(end: number): void {
    const missing = end + 128 - this.#wasm.memory.buffer.byteLength
    if (missing <= 0) return
    // Grow by an eighth at least, so that a long record does not cost a copy of the memory for each piece.
    try {
      this.#wasm.memory.grow(Math.ceil(Math.max(missing, this.#wasm.memory.buffer.byteLength / 8) / page))
    } catch (error) {
      throw memoryRefused(error)
    }
    this.#bytes = new Uint8Array(this.#wasm.memory.buffer)
    this.#buffer = Buffer.from(this.#wasm.memory.buffer)
    this.#words = new Uint32Array(this.#wasm.memory.buffer)
  }

  memory(): Uint8Array {
    return this.#bytes
  }

  /** The memory as a Buffer. */
  buffer(): Buffer {
    return this.#buffer
  }

  /** Bytes of memory held. */
  get size(): number {
    return this.#bytes.length
  }

  reserve(bytes: number): number {
    if (this.#input + bytes > this.#inputEnd) {
      // The arena behind the input is empty between rows, so it simply moves.
      this.#inputEnd = (this.#input + bytes + 63) & ~63
      this.#top = Math.max(this.#top, this.#inputEnd)
      this.#room(this.#inputEnd)
    }
    return this.#input
  }

  /** Forgets the texts of the last row. */
  clear(): void {
    this.#top = this.#inputEnd
  }

  push(text: string): { readonly start: number; readonly end: number } {
    const start = this.#top
    this.#room(start + text.length * 3)
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(start, start + text.length * 3))
    // A gap keeps the scan of one text from reading into the next.
    this.#top = start + written + 16
    return { start, end: start + written }
  }

  validUtf8(start: number, end: number): boolean {
    return this.#wasm.validUtf8(start, end) !== 0
  }

  jsonRow(start: number, end: number, nonFinite = false): number {
    return this.#wasm.jsonRow(start, end, this.#rowTokens, tokenCapacity, this.#stack, nonFinite ? 1 : 0)
  }

  tokens(): Uint32Array {
    return this.#words.subarray(this.#rowTokens / 4, this.#rowTokens / 4 + tokenCapacity * 4)
  }

  unescape(start: number, end: number): number {
    return this.#wasm.unescape(start, end)
  }

  repaired(): number {
    return this.#wasm.damaged()
  }

  /** The normalised form of the valid UTF-8 text [start, end): itself when nothing folds. Good until `clear`. */
  fold(start: number, end: number): FoldedText {
    const folds = this.#wasm.needsFold(start, end)
    if (folds === 0) return { start, end, pairs: undefined }
    const to = (this.#top + 7) & ~7
    const map = (to + (end - start) + 16 + 7) & ~7
    this.#room(map + 16 * folds + 16)
    const length = this.#wasm.fold(start, end, to, map)
    const count = this.#words[map / 4 - 1]!
    return { start: to, end: to + length, pairs: this.#words.slice(map / 4, map / 4 + count * 2) }
  }

  /**
   * Scans the text [start, end), valid UTF-8, and calls `visit` with every candidate: gate, and byte offsets into the text.
   * With `count` the text's tokens are added to the token counts. Adds its characters to `counts`.
   */
  scan(
    start: number,
    end: number,
    count: boolean,
    visit: (gate: number, start: number, end: number) => void,
    counts?: CharacterCounts,
  ): void {
    this.#visit = visit
    this.#flush(this.#wasm.scan(start, end - start, count ? 1 : 0))
    const at = this.#counts / 4
    const w = this.#words
    if (count) this.#total += w[at + 10]! + w[at + 3]!
    if (counts === undefined) return
    counts.characters += w[at]!
    counts.latin += w[at + 1]!
    counts.digit += w[at + 2]!
    counts.han += w[at + 3]!
    counts.kana += w[at + 4]!
    counts.hangul += w[at + 5]!
    counts.cyrillic += w[at + 6]!
    counts.arabic += w[at + 7]!
    counts.other += w[at + 8]!
    counts.space += w[at + 9]!
    counts.words += w[at + 10]!
  }

  #flush(count: number): void {
    const w = this.#words
    const visit = this.#visit
    for (let i = 0, at = this.#out / 4; i < count; i++, at += 3) visit(w[at]!, w[at + 1]!, w[at + 2]!)
  }

  /** 64-bit hash of [start, end) continued from a seed: two unsigned lanes. */
  hash(start: number, end: number, seedHigh: number, seedLow: number): { readonly high: number; readonly low: number } {
    const low = this.#wasm.hash64(start, end - start, seedHigh, seedLow) >>> 0
    return { high: this.#wasm.hashHigh() >>> 0, low }
  }

  /** Tokens counted since the last drain. */
  get tokensPending(): number {
    return this.#total
  }

  /** Takes the token counts since the last drain. */
  drainTokens(): TokenCounts {
    const found = this.#wasm.tokensPrune()
    const n = Math.min(found, kept)
    const high = new Uint32Array(n)
    const low = new Uint32Array(n)
    const count = new Float64Array(n)
    for (let i = 0, at = this.#tokenTable.scratch / 4; i < n; i++, at += 4) {
      low[i] = this.#words[at]!
      high[i] = this.#words[at + 1]!
      count[i] = this.#words[at + 2]!
    }
    const from = this.#tokenTable.buckets / 4
    const buckets = Float64Array.from(this.#words.subarray(from, from + 65536))
    const total = this.#total
    this.#total = 0
    this.#wasm.tokensReset()
    return { total, high, low, count, buckets }
  }
}

const encoder = new TextEncoder()
