import { type FaultCode, faultOf } from '../faults.ts'
import type { Format, Input, ReadLimits, RowSink } from '../model.ts'
import { jsonRewriter } from './json-rewrite.ts'
import { JsonRows } from './json-rows.ts'
import { maxDepth } from './limits.ts'
import { pending } from './pending.ts'

/**
 * JSON (RFC 8259): every element of a top-level array is a row; any other top-level value is a row; values may follow each other.
 * Record separators (RFC 7464) and byte order marks may stand between them. A scan of the bytes finds where each row ends, so memory holds one row, and the kernel's walker reads it where it lies. After a syntax error the text
 * no longer says where rows are, so the rest of the file is lost; a row too long, too deep or of too many values is lost alone.
 */
export const json: Format = { id: 'json', extensions: ['json'], splittable: false, read, rewriter: jsonRewriter }

/** What the text around the rows calls for next. */
type Expect = 'value' | 'first' | 'element' | 'comma'
/** What the scan is inside of. */
type Inside = 'between' | 'nested' | 'string' | 'scalar'

async function read(input: Input, sink: RowSink, limits: ReadLimits): Promise<void> {
  const store = pending(sink.arena)
  const rows = new JsonRows(sink)
  let expect: Expect = 'value'
  let inside: Inside = 'between'
  let row = 0
  /** Where the scan goes on in the store; the row that is open begins at 0. */
  let at = 0
  let depth = 0
  let quoted = false
  let escaped = false
  /** Why the open row is lost, and its bytes that are gone already. */
  let lost: FaultCode | undefined
  let dropped = 0
  /** The error after which all bytes are lost. */
  let broken: FaultCode | undefined

  /** What an error here is: behind a whole value, it is something else that was put there. */
  const wrong = (): FaultCode => (expect === 'value' && row > 0 ? 'json.trailing' : 'json.syntax')

  /** A byte between rows: a bracket, a comma, or the start of a row. True when it belongs to no row. */
  const between = (byte: number): boolean => {
    if (expect === 'value' && (byte === separator || (row > 0 && marked(byte)))) return true
    if (byte === comma && expect === 'comma') expect = 'element'
    else if (byte === openBracket && expect === 'value') expect = 'first'
    else if (byte === closeBracket && (expect === 'first' || expect === 'comma')) expect = 'value'
    else {
      if (expect === 'comma' || !startsValue(byte)) broken = wrong()
      else {
        inside = byte === quote ? 'string' : byte === openBrace || byte === openBracket ? 'nested' : 'scalar'
        depth = inside === 'nested' ? 1 : 0
        quoted = inside === 'string'
        escaped = false
      }
      return false
    }
    return true
  }

  /** How much of a byte order mark has been seen: files that were put together have one between values. */
  let marks = 0
  const marked = (byte: number): boolean => {
    if (byte !== byteOrderMark[marks]) {
      if (marks > 0) broken = wrong()
      return false
    }
    marks = (marks + 1) % 3
    return true
  }

  /** The open row lies in bytes [start, end). False when it is no JSON. */
  const close = (start: number, end: number): boolean => {
    const length = dropped + end - start
    inside = 'between'
    if (lost !== undefined || length > limits.maxRecordBytes) {
      sink.fault(faultOf(lost ?? 'record.too-large', length, row))
      lost = undefined
      dropped = 0
    } else {
      const at = store.address()
      const why = rows.push(at + start, at + end, row, length)
      if (why === 'record.too-many-values') sink.fault(faultOf(why, length, row))
      else if (why !== undefined) {
        broken = wrong()
        return false
      }
    }
    row++
    if (expect !== 'value') expect = 'comma'
    return true
  }

  const scan = (final: boolean): void => {
    let bytes = store.bytes()
    const { length } = bytes
    let i = at
    /** Where the open row begins, or what is between rows and not yet counted. */
    let start = 0
    const blank = (): void => {
      if (i > start) sink.blank(i - start)
      start = i
    }
    while (i < length && broken === undefined) {
      if (inside === 'between') {
        while (i < length && (isSpace(bytes[i]!) || between(bytes[i]!))) i++
        blank()
        if (inside === 'between') continue
        // The first byte of the row is known.
        i++
        continue
      }
      if (inside === 'scalar') while (i < length && !endsScalar(bytes[i]!)) i++
      // The hot loop: strings are skipped, brackets counted.
      else {
        for (; i < length && (quoted || depth > 0); i++) {
          if (escaped) {
            escaped = false
            continue
          }
          if (quoted) {
            const found = bytes.indexOf(quote, i)
            const end = found < 0 ? length : found
            // An odd number of backslashes before it escapes the quote, or what the next chunk begins with.
            let slashes = 0
            while (end - slashes > i && bytes[end - slashes - 1] === backslash) slashes++
            const odd = (slashes & 1) === 1
            if (found < 0) escaped = odd
            else quoted = odd
            i = found < 0 ? length - 1 : found
            continue
          }
          const byte = bytes[i]!
          if (byte === quote) quoted = true
          else if (byte === openBrace || byte === openBracket) {
            if (++depth > maxDepth) lost = 'json.too-deep'
          } else if (byte === closeBrace || byte === closeBracket) depth--
        }
        if (quoted || depth > 0) break
      }
      if (inside === 'scalar' && i === length) break
      if (close(start, i)) start = i
      // The memory may have moved while the row was judged.
      bytes = store.bytes()
    }
    if (final && broken === undefined && inside === 'scalar' && close(start, i)) start = i
    store.drop(start)
    at = i - start
    if (broken === undefined && (lost !== undefined || at > limits.maxRecordBytes)) {
      lost ??= 'record.too-large'
      dropped += at
      store.drop(at)
      at = 0
    }
  }

  let unread = 0
  for await (const chunk of input.chunks()) {
    if (broken === undefined) {
      store.append(chunk)
      scan(false)
    } else unread += chunk.length
  }
  if (broken === undefined) {
    scan(true)
    if (broken === undefined && (inside !== 'between' || expect !== 'value' || marks > 0)) broken = lost ?? 'json.truncated'
  }
  if (broken !== undefined) sink.fault(faultOf(broken, dropped + store.bytes().length + unread, row))
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
