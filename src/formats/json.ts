import type { Format, Input, ReadLimits, RowSink } from '../model.ts'
import { type FaultCode, faultOf } from '../words/faults.ts'
import { jsonRewriter } from './json-rewrite.ts'
import { JsonRows } from './json-rows.ts'
import { maxDepth } from './limits.ts'
import { pending } from './pending.ts'

/**
 * JSON (RFC 8259): every element of a top-level array is a row; any other top-level value is a row; values may follow each other.
 * Record separators (RFC 7464) and byte order marks may stand between them. A scan of the bytes finds where each row ends, so memory holds one row,
 * and the kernel's walker reads it where it lies. A row too long, too deep or of too many values is lost alone, and so is an element of an array in
 * which something is wrong while its brackets and quotes hold. After any other error the text no longer says where rows are: the rest of it is lost.
 */
export const json: Format = { id: 'json', extensions: ['json', 'geojson'], splittable: false, read, rewriter: jsonRewriter }

/** What the text around the rows calls for next. */
type Expect = 'value' | 'first' | 'element' | 'comma'
/** What the scan is inside of. */
type Inside = 'between' | 'nested' | 'string' | 'scalar'

async function read(input: Input, sink: RowSink, limits: ReadLimits): Promise<void> {
  const reader = new JsonReader(sink, limits)
  for await (const chunk of input.chunks()) reader.take(chunk)
  reader.finish()
}

/** Finds where rows begin and end in a JSON text that comes piece by piece. */
class JsonReader {
  readonly #sink: RowSink
  readonly #limits: ReadLimits
  readonly #store: ReturnType<typeof pending>
  readonly #rows: JsonRows
  #expect: Expect = 'value'
  #inside: Inside = 'between'
  #row = 0
  /** Where the scan goes on in the store; the row that is open begins at 0. */
  #at = 0
  #depth = 0
  #quoted = false
  #escaped = false
  /** How much of a byte order mark has been seen: files that were put together have one between values. */
  #marks = 0
  /** Why the open row is lost, and its bytes that are gone already. */
  #lost: FaultCode | undefined
  #dropped = 0
  /** The error after which all bytes are lost, and how many came since. */
  #broken: FaultCode | undefined
  #unread = 0

  constructor(sink: RowSink, limits: ReadLimits) {
    this.#sink = sink
    this.#limits = limits
    this.#store = pending(sink.arena)
    this.#rows = new JsonRows(sink)
  }

  /** The next bytes of the text. */
  take(chunk: Uint8Array): void {
    if (this.#broken !== undefined) {
      this.#unread += chunk.length
      return
    }
    this.#store.append(chunk)
    this.#scan(false)
  }

  /** The end of the text. */
  finish(): void {
    if (this.#broken === undefined) this.#scan(true)
    const open = this.#inside !== 'between' || this.#expect !== 'value' || this.#marks > 0
    if (this.#broken === undefined && open) this.#broken = this.#lost ?? 'json.truncated'
    if (this.#broken === undefined) return
    this.#sink.fault(faultOf(this.#broken, this.#dropped + this.#store.bytes().length + this.#unread, this.#row))
  }

  /** Hands on all rows that end in the store, and drops them. */
  #scan(final: boolean): void {
    let bytes = this.#store.bytes()
    const { length } = bytes
    let i = this.#at
    /** Where the open row begins, or what is between rows and not yet counted. */
    let start = 0
    while (i < length && this.#broken === undefined) {
      if (this.#inside === 'between') {
        while (i < length && (isSpace(bytes[i]!) || this.#between(bytes[i]!))) i++
        if (i > start) this.#sink.blank(i - start)
        start = i
        if (this.#inside === 'between') continue
        // The first byte of the row is known.
        i++
        continue
      }
      i = this.#inside === 'scalar' ? scalarEnd(bytes, i) : this.#nestedEnd(bytes, i)
      if (this.#inside === 'scalar' ? i === length : this.#quoted || this.#depth > 0) break
      if (this.#close(start, i)) start = i
      // The memory may have moved while the row was judged.
      bytes = this.#store.bytes()
    }
    if (final && this.#broken === undefined && this.#inside === 'scalar' && this.#close(start, i)) start = i
    this.#store.drop(start)
    this.#at = i - start
    if (this.#broken === undefined && (this.#lost !== undefined || this.#at > this.#limits.maxRecordBytes)) {
      this.#lost ??= 'record.too-large'
      this.#dropped += this.#at
      this.#store.drop(this.#at)
      this.#at = 0
    }
  }

  /** A byte between rows: a bracket, a comma, or the start of a row. True when it belongs to no row. */
  #between(byte: number): boolean {
    if (this.#expect === 'value' && (byte === separator || (this.#row > 0 && this.#marked(byte)))) return true
    if (byte === comma && this.#expect === 'comma') this.#expect = 'element'
    else if (byte === openBracket && this.#expect === 'value') this.#expect = 'first'
    else if (byte === closeBracket && (this.#expect === 'first' || this.#expect === 'comma')) this.#expect = 'value'
    else {
      if (this.#expect === 'comma' || !startsValue(byte)) this.#broken = this.#wrong()
      else {
        this.#inside = byte === quote ? 'string' : byte === openBrace || byte === openBracket ? 'nested' : 'scalar'
        this.#depth = this.#inside === 'nested' ? 1 : 0
        this.#quoted = this.#inside === 'string'
        this.#escaped = false
      }
      return false
    }
    return true
  }

  #marked(byte: number): boolean {
    if (byte !== byteOrderMark[this.#marks]) {
      if (this.#marks > 0) this.#broken = this.#wrong()
      return false
    }
    this.#marks = (this.#marks + 1) % 3
    return true
  }

  /** What an error here is: behind a whole value, it is something else that was put there. */
  #wrong(): FaultCode {
    return this.#expect === 'value' && this.#row > 0 ? 'json.trailing' : 'json.syntax'
  }

  /** The end of the string, object or array that is open at `from`; the end of the bytes where it goes on. The hot loop: strings are skipped, brackets counted. */
  #nestedEnd(bytes: Buffer, from: number): number {
    const { length } = bytes
    let depth = this.#depth
    let quoted = this.#quoted
    let escaped = this.#escaped
    let i = from
    for (; i < length && (quoted || depth > 0); i++) {
      if (escaped) escaped = false
      else if (quoted) {
        const found = bytes.indexOf(quote, i)
        const end = found < 0 ? length : found
        // An odd number of backslashes before it escapes the quote, or what the next chunk begins with.
        let slashes = 0
        while (end - slashes > i && bytes[end - slashes - 1] === backslash) slashes++
        const odd = (slashes & 1) === 1
        if (found < 0) escaped = odd
        else quoted = odd
        i = found < 0 ? length - 1 : found
      } else {
        const byte = bytes[i]!
        if (byte === quote) quoted = true
        else if (byte === openBrace || byte === openBracket) {
          if (++depth > maxDepth) this.#lost = 'json.too-deep'
        } else if (byte === closeBrace || byte === closeBracket) depth--
      }
    }
    this.#depth = depth
    this.#quoted = quoted
    this.#escaped = escaped
    return i
  }

  /** The open row lies in bytes [start, end). False when it is no JSON. */
  #close(start: number, end: number): boolean {
    const length = this.#dropped + end - start
    this.#inside = 'between'
    if (this.#lost !== undefined || length > this.#limits.maxRecordBytes) {
      this.#sink.fault(faultOf(this.#lost ?? 'record.too-large', length, this.#row))
      this.#lost = undefined
      this.#dropped = 0
    } else {
      const at = this.#store.address()
      const why = this.#rows.push(at + start, at + end, this.#row, length)
      if (why === 'record.too-many-values' || (why !== undefined && this.#expect !== 'value')) {
        this.#sink.fault(faultOf(why, length, this.#row))
      } else if (why !== undefined) {
        this.#broken = this.#wrong()
        return false
      }
    }
    this.#row++
    if (this.#expect !== 'value') this.#expect = 'comma'
    return true
  }
}

function scalarEnd(bytes: Buffer, from: number): number {
  let i = from
  while (i < bytes.length && !endsScalar(bytes[i]!)) i++
  return i
}

/** Before each text of a JSON text sequence (RFC 7464). */
const separator = 0x1e
const byteOrderMark = [0xef, 0xbb, 0xbf]
const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** `{ [ "`, a digit or sign, or a letter of a literal: whether the rest is right is for the tokenizer to say. */
const startsValue = (byte: number): boolean =>
  byte === 0x7b ||
  byte === 0x5b ||
  byte === 0x22 ||
  byte === 0x2d ||
  (byte >= 0x30 && byte <= 0x39) ||
  byte === 0x74 ||
  byte === 0x66 ||
  byte === 0x6e

/** Space, bracket, comma, colon or quote. */
const endsScalar = (byte: number): boolean =>
  isSpace(byte) || byte === 0x2c || byte === 0x5d || byte === 0x7d || byte === 0x5b || byte === 0x7b || byte === 0x22 || byte === 0x3a
