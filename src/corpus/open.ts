import { isAscii } from 'node:buffer'
import { detectFormat } from '../formats/index.ts'
import type { Fault, Format, Input, Shard } from '../model.ts'
import { type FaultCode, faultOf } from '../words/faults.ts'
import { type Charset, detectCharset } from './charset.ts'
import { charsetNamed, type Decoder, decoder } from './decode.ts'
import { gunzip } from './gunzip.ts'
import { foreignKind, isLfsPointer, isText } from './kind.ts'
import { openStored, type Stored, type StoredResult, streamStored } from './stored.ts'

/** The bytes that formats and charsets are judged by. */
export const windowBytes = 64 * 1024

/** What the first bytes of a file told. */
export interface Probe {
  readonly state: 'readable' | 'skipped' | 'unreadable'
  /** Why it is not readable. */
  readonly reason?: FaultCode
  readonly compression: 'none' | 'gzip'
  /** WHATWG name, `utf-32le` or `utf-32be`; `-` when the file is not text. */
  readonly charset: string
  /** Absent when the file is not readable. */
  readonly format?: Format
  /** Whether a reader of a byte range could make sense of the file: plain, surely UTF-8, no byte order mark. */
  readonly splittable: boolean
}

/** What reading came to, once the input is finished. */
export interface ReadResult {
  /** SHA-256 of the stored bytes in hex; absent for a range and for a file that could not be read to its end. */
  readonly sha256?: string
  readonly storedBytes: number
  /** UTF-8 bytes handed out, which the format accounts for. */
  readonly decodedBytes: number
  readonly compression: 'none' | 'gzip'
  /** As in Probe, corrected by what came after the first bytes. */
  readonly charset: string
  /** Faults of the file as a whole; those of rows go through the sink. */
  readonly faults: readonly Fault[]
  /** Size, times and inode: equal for every range and the digest of one file, or the file changed in between. */
  readonly stamp: string
}

/** An input that was opened. It must be finished, also when it is not readable: the digest covers skipped files as well. */
export interface OpenInput extends Input {
  readonly probe: Probe
  /**
   * UTF-8 chunks. The memory of a chunk is used again for the next one: copy what must be kept. Ends early at damage, never throws.
   */
  chunks(): AsyncIterable<Uint8Array>
  /** Up to `length` UTF-8 bytes from the start of the file. More than 64 KiB only of plain UTF-8 files. */
  head(length: number): Promise<Uint8Array>
  finish(): Promise<ReadResult>
}

export interface OpenOptions {
  /** Where `-` reads from. */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** A declared charset (any WHATWG label) in place of detection. */
  readonly charset?: string
  /** False: no digest, for a look at the first bytes only. */
  readonly digest?: boolean
  readonly onBytes?: (bytes: number) => void
  /** Given every piece of a whole file as it is after decompression and before decoding; its memory is used again. */
  readonly onUnpacked?: (piece: Uint8Array) => void
  /** True once the run is interrupted: `finish` then reads no further for the digest. */
  readonly stopped?: () => boolean
  /** Awaited between pieces that are read for the digest alone. */
  readonly pause?: (() => Promise<void>) | undefined
}

/**
 * Opens a shard: reads each stored byte once, through the digest, the decompressor and the decoder. It throws for nothing that the
 * corpus does; a file that cannot be opened has the reason in `probe` and no chunks.
 *
 * @throws Stop `usage`, code `corpus.charset-unknown`, for a declared charset nobody knows.
 */
export const openInput = async (shard: Shard, absolute: string, options: OpenOptions = {}): Promise<OpenInput> => {
  const declared = options.charset === undefined ? undefined : charsetNamed(options.charset)
  const watch = {
    ...(options.onBytes === undefined ? {} : { onBytes: options.onBytes }),
    ...(options.stopped === undefined ? {} : { stopped: options.stopped }),
    digest: options.digest !== false,
    pause: options.pause,
  }
  const stored =
    shard.path === '-'
      ? streamStored(options.stdin ?? nothing(), watch)
      : openStored(absolute, {
          ...watch,
          ...(shard.range === undefined ? {} : { start: shard.range.start }),
          ...(shard.size < 0 ? {} : { expected: shard.size }),
        })
  if (typeof stored === 'string') return unopened(shard, stored)
  return shard.range === undefined ? whole(shard, stored, declared, options) : range(shard, stored)
}

/** A range of a plain UTF-8 file: the planner has seen to that. */
const range = (shard: Shard, stored: Stored): OpenInput => {
  const format = detectFormat(shard.path, stored.at(0, windowBytes))
  const read = { bytes: 0 }
  return {
    shard,
    probe: { state: 'readable', compression: 'none', charset: 'utf-8', format, splittable: true },
    head: async (length) => stored.at(0, length),
    chunks: () => stretch(stored, read),
    async finish() {
      const end = await stored.finish()
      return summary(end, read.bytes, 'none', 'utf-8', [])
    },
  }
}

// The generators below stand in the module and not in a function that is called for each file: V8 would take the iterators of each call for another kind of object,
// and compile what reads them again and again.

/** The bytes of a range. */
async function* stretch(stored: Stored, read: { bytes: number }): AsyncGenerator<Uint8Array> {
  for (let piece = await stored.next(); piece !== undefined; piece = await stored.next()) {
    read.bytes += piece.length
    yield piece
  }
}

const whole = async (shard: Shard, stored: Stored, declared: string | undefined, options: OpenOptions): Promise<OpenInput> => {
  // One piece ahead, to see what it is; its memory is not used again until it is asked for the next.
  const first = await stored.next()
  let ahead: Uint8Array | undefined = first
  const next = (): Promise<Uint8Array | undefined> | Uint8Array | undefined => {
    if (ahead === undefined) return stored.next()
    const piece = ahead
    ahead = undefined
    return piece
  }
  const packed = first !== undefined && first[0] === 0x1f && (first.length === 1 || first[1] === 0x8b)
  const empty = first === undefined
  const replay = shard.path === '-' ? undefined : (end: number) => storedUpTo(stored, end)
  const unpacked = packed ? gunzip(next, replay) : undefined
  const { window, source } = await peek(unpacked === undefined ? plain(next) : unpacked.chunks())
  const charset: Charset =
    declared === undefined
      ? detectCharset(window.subarray(0, windowBytes))
      : { name: declared, mark: markOf(window, declared), sure: true, ascii: false }
  const head = headOf(window, charset)
  const probe = judge(shard, window, head, charset, packed)

  const text: Decoding = { charset, decoder: undefined, bytes: 0 }

  return {
    shard,
    probe,
    async head(length) {
      if (length <= head.length || packed || shard.path === '-' || text.charset.name !== 'utf-8') return head.subarray(0, length)
      const more = stored.at(charset.mark, length)
      return more.length > head.length ? more : head
    },
    chunks: () => (probe.state === 'readable' ? decoded(source(), text, declared === undefined, options.onUnpacked) : nothing()),
    async finish() {
      const end = await stored.finish()
      const faults: Fault[] = []
      const damage = unpacked?.result()
      if (damage?.fault !== undefined) faults.push(faultOf(damage.fault, damage.lost))
      if (empty && /\.gz$/i.test(shard.path)) faults.push(faultOf('gzip.truncated', 0))
      if (probe.reason !== undefined) faults.push(faultOf(probe.reason, end.bytes))
      else {
        const used = text.charset
        if (used.name !== 'utf-8' && text.decoder === undefined && decoder(used.name) === undefined)
          faults.push(faultOf('charset.undecodable', end.bytes))
        if ((text.decoder?.replaced() ?? 0) > 0) faults.push(faultOf('charset.invalid-bytes', 0))
        if (!used.sure) faults.push(faultOf('charset.guessed', 0))
      }
      return summary(end, text.bytes, packed ? 'gzip' : 'none', probe.state === 'readable' ? text.charset.name : '-', faults)
    },
  }
}

/** How the bytes of a file became text so far. */
interface Decoding {
  /** What was detected, until a byte above 0x7F comes late and says more. */
  charset: Charset
  decoder: Decoder | undefined
  /** Bytes of UTF-8 given. */
  bytes: number
}

/** The text of a file as UTF-8. `detected`: nobody declared the charset. */
async function* decoded(
  source: AsyncGenerator<Uint8Array>,
  text: Decoding,
  detected: boolean,
  onUnpacked: ((piece: Uint8Array) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  const count = (piece: Uint8Array): Uint8Array => {
    text.bytes += piece.length
    return piece
  }
  let { mark } = text.charset
  for await (const chunk of source) {
    onUnpacked?.(chunk)
    let piece = chunk.subarray(mark)
    mark = 0
    if (text.charset.ascii && detected && text.bytes < asciiBytes && !isAscii(piece)) {
      const from = piece.findIndex((byte) => byte > 0x7f)
      if (text.bytes + from < asciiBytes) {
        // The first byte above 0x7F comes late: only now is there something to judge, by as many bytes as at the start however they come in.
        if (from > 0) yield count(piece.subarray(0, from))
        piece = await gathered(piece.subarray(from), source, onUnpacked)
        text.charset = lateCharset(piece)
      }
    }
    if (text.charset.name !== 'utf-8') {
      text.decoder ??= decoder(text.charset.name)
      if (text.decoder === undefined) return
      piece = text.decoder.push(piece)
    }
    if (piece.length > 0) yield count(piece)
  }
  const last = text.decoder?.end()
  if (last !== undefined && last.length > 0) yield count(last)
}

/** A text that begins with so many ASCII bytes is UTF-8: to look on would be to read files that are ASCII to their end, as JSON often is, twice. */
export const asciiBytes = 8 << 20

/** The charset of a file whose first byte above 0x7F came after the first `windowBytes`, judged from that byte on. */
export const lateCharset = (from: Uint8Array): Charset => ({ ...detectCharset(from.subarray(0, windowBytes)), mark: 0, ascii: false })

/** A piece with those behind it, until there are `windowBytes` or no more. */
const gathered = async (
  piece: Uint8Array,
  source: AsyncGenerator<Uint8Array>,
  onUnpacked: ((piece: Uint8Array) => void) | undefined,
): Promise<Uint8Array> => {
  if (piece.length >= windowBytes) return piece
  // Copies: the memory is used again by the next piece.
  const parts = [new Uint8Array(piece)]
  for (let length = piece.length; length < windowBytes; ) {
    const step = await source.next()
    if (step.done === true) break
    onUnpacked?.(step.value)
    parts.push(new Uint8Array(step.value))
    length += step.value.length
  }
  return Buffer.concat(parts)
}

/** What kind of file it is. */
const judge = (shard: Shard, window: Uint8Array, head: Uint8Array, charset: Charset, packed: boolean): Probe => {
  const compression = packed ? 'gzip' : 'none'
  const not = (state: 'skipped' | 'unreadable', reason: FaultCode): Probe => ({
    state,
    reason,
    compression,
    charset: '-',
    splittable: false,
  })
  const foreign = foreignKind(window)
  if (foreign !== undefined) return not('skipped', foreign)
  if (!packed && isLfsPointer(window, window.length)) return not('unreadable', 'lfs.pointer')
  if (charset.name !== 'utf-8' && decoder(charset.name) === undefined) return not('unreadable', 'charset.undecodable')
  if (!isText(head)) return not('skipped', 'file.binary')
  const format = detectFormat(shard.path, head)
  return {
    state: 'readable',
    compression,
    charset: charset.name,
    format,
    // That a charset is a guess is said once for a file, by the reader of the whole.
    splittable: !packed && shard.path !== '-' && charset.name === 'utf-8' && charset.sure && charset.mark === 0,
  }
}

/** The first bytes as UTF-8, kept while what they were read to is used again. */
const headOf = (window: Uint8Array, charset: Charset): Uint8Array => {
  const start = window.subarray(charset.mark, charset.mark + windowBytes)
  if (charset.name !== 'utf-8') return decoder(charset.name)?.push(start) ?? new Uint8Array(0)
  return window.length >= windowBytes ? new Uint8Array(start) : start
}

const markOf = (window: Uint8Array, name: string): number => {
  const found = detectCharset(window.subarray(0, 4))
  return found.mark > 0 && found.name === name ? found.mark : 0
}

/** Collects the first bytes of a stream; what it then gives starts with them. They are to be looked at before it is asked for more. */
const peek = async (source: AsyncGenerator<Uint8Array>): Promise<{ window: Uint8Array; source: () => AsyncGenerator<Uint8Array> }> => {
  const parts: Uint8Array[] = []
  let length = 0
  let ended = false
  while (length < windowBytes && !ended) {
    const step = await source.next()
    if (step.done === true) ended = true
    else {
      length += step.value.length
      // Before more is read, a copy: the memory is used again by the next piece.
      parts.push(length < windowBytes ? new Uint8Array(step.value) : step.value)
    }
  }
  const window = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  return { window, source: () => behind(window, ended ? undefined : source) }
}

async function* behind(window: Uint8Array, rest: AsyncGenerator<Uint8Array> | undefined): AsyncGenerator<Uint8Array> {
  if (window.length > 0) yield window
  if (rest !== undefined) yield* rest
}

async function* plain(next: () => Promise<Uint8Array | undefined> | Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  for (let piece = await next(); piece !== undefined; piece = await next()) yield piece
}

async function* storedUpTo(stored: Stored, end: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < end; ) {
    const piece = stored.at(at, Math.min(windowBytes, end - at))
    if (piece.length === 0) return
    at += piece.length
    yield piece
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

const unopened = (shard: Shard, reason: FaultCode): OpenInput => ({
  shard,
  probe: { state: 'unreadable', reason, compression: 'none', charset: '-', splittable: false },
  chunks: nothing,
  head: async () => new Uint8Array(0),
  finish: async () => ({
    storedBytes: 0,
    decodedBytes: 0,
    compression: 'none',
    charset: '-',
    faults: [faultOf(reason, Math.max(0, shard.size))],
    stamp: '',
  }),
})

const summary = (
  end: StoredResult,
  decodedBytes: number,
  compression: 'none' | 'gzip',
  charset: string,
  faults: readonly Fault[],
): ReadResult => ({
  storedBytes: end.bytes,
  decodedBytes,
  compression,
  charset,
  stamp: end.stamp,
  faults: end.fault === undefined ? faults : [...faults, faultOf(end.fault, 0)],
  ...(end.sha256 === undefined ? {} : { sha256: end.sha256 }),
})
