import { createGunzip, type Gunzip } from 'node:zlib'
import type { FaultCode } from '../words/faults.ts'

/** What unpacking came to, known once the chunks have ended. */
interface GunzipResult {
  readonly fault?: FaultCode
  /** Stored bytes that gave no content because of the fault. */
  readonly lost: number
}

/**
 * Stored bytes are unpacked in pieces of this size, smaller ones after a piece that grew more than `dense` times: deflate at its densest
 * (1 : 1032) then makes 2 MiB of one, and 32 MiB of the first.
 */
const pieceBytes = 32 * 1024
const densePieceBytes = 2 * 1024
const dense = 64

/** The stored bytes again, from the start to an offset: only asked for after damage. Undefined when they cannot be read twice. */
type Replay = ((end: number) => AsyncIterable<Uint8Array>) | undefined

/**
 * Unpacks gzip (RFC 1952), all members of it. It never throws: everything before damage is delivered, then the result says what
 * was lost. Zero bytes after the last member are padding, as for gzip(1).
 *
 * One piece is unpacked ahead, on a thread of Node's own pool, while the one before it is judged: where a core is free,
 * unpacking costs the reader no time, and memory holds what two pieces unpack to.
 */
export const gunzip = (
  next: () => Promise<Uint8Array | undefined> | Uint8Array | undefined,
  replay: Replay,
): { chunks(): AsyncGenerator<Uint8Array>; result(): GunzipResult } => {
  let result: GunzipResult = { lost: 0 }

  async function* chunks(): AsyncGenerator<Uint8Array> {
    const stream = inflater()
    try {
      yield* unpack(stream)
    } finally {
      stream.close()
    }
  }

  async function* unpack(stream: Inflater): AsyncGenerator<Uint8Array> {
    let fed = 0
    let delivered = 0
    let size = pieceBytes
    for (;;) {
      const stored = await next()
      if (stored === undefined) break
      let at = 0
      let piece = stored.subarray(0, size)
      let unpacked = stream.feed(piece)
      while (piece.length > 0) {
        const chunks = await unpacked
        if (stream.failed() !== undefined) {
          for (const chunk of chunks) {
            delivered += chunk.length
            yield chunk
          }
          const good = replay === undefined ? fed : yield* recover(replay, fed, delivered, piece)
          // "incorrect header check" after a whole member: something else was put behind it.
          const fault = good > 0 && stream.failed() === 'header' ? 'gzip.trailing' : 'gzip.corrupt'
          result = { fault, lost: fed + stored.length - at - good + (await rest(next)) }
          return
        }
        fed += piece.length
        at += piece.length
        const over = fed - stream.consumed()
        const grown = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
        size = grown > dense * piece.length ? densePieceBytes : pieceBytes
        piece = stored.subarray(at, at + size)
        // The next piece is unpacked while this one is judged. The memory of the last one of `stored` is safe: all of it is used up.
        if (over === 0 && piece.length > 0) unpacked = stream.feed(piece)
        for (const chunk of chunks) {
          delivered += chunk.length
          yield chunk
        }
        if (over > 0) {
          // zlib stopped at a zero byte after a member: padding, unless something else follows.
          const { bytes, zero } = await padding(stored.subarray(at - over), next)
          if (!zero) result = { fault: 'gzip.trailing', lost: bytes }
          return
        }
      }
    }
    yield* await stream.end()
    if (stream.failed() !== undefined) result = { fault: 'gzip.truncated', lost: 0 }
  }
  return { chunks, result: () => result }
}

/**
 * zlib throws away what it unpacked of the piece it fails in, so the stored bytes before it are unpacked once more and the piece is
 * fed in small steps, then the failing step byte by byte. Yields what was not `delivered` yet; returns where the good bytes end.
 */
async function* recover(
  replay: NonNullable<Replay>,
  fed: number,
  delivered: number,
  piece: Uint8Array,
): AsyncGenerator<Uint8Array, number> {
  let good = fed
  let bad = piece
  let known = delivered
  for (const step of [256, 1]) {
    const stream = inflater()
    let skip = known
    const fresh = (unpacked: readonly Uint8Array[]): Uint8Array[] =>
      unpacked.flatMap((chunk) => {
        const cut = Math.min(skip, chunk.length)
        skip -= cut
        known += chunk.length - cut
        return cut < chunk.length ? [chunk.subarray(cut)] : []
      })
    try {
      for await (const stored of replay(good)) {
        for (let at = 0; at < stored.length; at += pieceBytes) yield* fresh(await stream.feed(stored.subarray(at, at + pieceBytes)))
      }
      for (let at = 0; at < bad.length; at += step) {
        yield* fresh(await stream.feed(bad.subarray(at, at + step)))
        if (stream.failed() === undefined) continue
        good += at
        bad = bad.subarray(at, at + step)
        break
      }
    } finally {
      stream.close()
    }
  }
  return good
}

type Inflater = ReturnType<typeof inflater>

/** zlib's gunzip as a function from piece to chunks. */
const inflater = () => {
  const stream: Gunzip = createGunzip({ chunkSize: 256 * 1024 })
  let out: Uint8Array[] = []
  let failure: string | undefined
  let wake: (() => void) | undefined
  stream.on('data', (chunk: Uint8Array) => out.push(chunk))
  // When zlib stops before the end of a piece, the stream ends without calling back.
  stream.on('end', () => wake?.())
  stream.on('error', (error) => {
    failure = error.message === 'incorrect header check' ? 'header' : 'data'
    wake?.()
  })
  const take = (): Uint8Array[] => {
    const taken = out
    out = []
    return taken
  }
  const settled = async (begin: (done: () => void) => void): Promise<Uint8Array[]> => {
    if (failure !== undefined) return []
    await new Promise<void>((done) => {
      wake = done
      begin(done)
    })
    // What was unpacked is pushed before the callback, but may still wait in the stream for its next turn.
    while (stream.readableLength > 0 && failure === undefined) await new Promise((turn) => setImmediate(turn))
    return take()
  }
  return {
    feed: (piece: Uint8Array) => settled((done) => stream.write(piece, () => done())),
    end: () => settled(() => stream.end()),
    close: () => stream.destroy(),
    failed: () => failure,
    consumed: () => stream.bytesWritten,
  }
}

/** Counts the bytes that are left. */
const rest = async (next: () => Promise<Uint8Array | undefined> | Uint8Array | undefined): Promise<number> => {
  let bytes = 0
  for (let piece = await next(); piece !== undefined; piece = await next()) bytes += piece.length
  return bytes
}

/** Whether everything left is zero, and how many bytes it is. */
const padding = async (over: Uint8Array, next: () => Promise<Uint8Array | undefined> | Uint8Array | undefined) => {
  let bytes = 0
  let zero = true
  for (let piece: Uint8Array | undefined = over; piece !== undefined; piece = await next()) {
    bytes += piece.length
    if (zero) zero = piece.every((byte) => byte === 0)
  }
  return { bytes, zero }
}
