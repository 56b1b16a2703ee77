import { createHash, type Hash } from 'node:crypto'
import { type BigIntStats, closeSync, constants, fstatSync, openSync, read, readSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { FaultCode } from '../words/faults.ts'

/** Bytes are read in pieces of this size: large enough that calls cost nothing, small enough for the processor's cache and for a thread that sees to others in between. */
const pieceBytes = 256 * 1024

/** The stored bytes of a file or of standard input, read once, in order. */
export interface Stored {
  /** The next piece, undefined at the end. Its memory is used again by the next call. */
  next(): Promise<Uint8Array | undefined> | Uint8Array | undefined
  /** Bytes [start, start + length) without moving the reading position; standard input has none. */
  at(start: number, length: number): Uint8Array
  /** Reads what is left, so that the digest covers the whole file, compares the file with what was opened, and closes it. */
  finish(): Promise<StoredResult>
}

export interface StoredResult {
  /** SHA-256 of all stored bytes in hex; absent for a range and after a read error. */
  readonly sha256?: string
  /** Bytes read. */
  readonly bytes: number
  /** Size, modification and change time and inode when opened: two readers of one file must have seen the same. */
  readonly stamp: string
  /** `file.changed`, or `file.unreadable` after a read error in mid-file. */
  readonly fault?: FaultCode
}

interface StoredOptions {
  /** Reading starts here, without a digest. */
  readonly start?: number
  /** The size found when the corpus was listed: any other size now is a change. */
  readonly expected?: number
  /** False: no digest. */
  readonly digest?: boolean
  /** Told of every piece read, for a progress bar. */
  readonly onBytes?: (bytes: number) => void
  /** True once the run is interrupted: what is left is then not read for the digest, and there is none. */
  readonly stopped?: () => boolean
  /** Awaited between pieces that are read for the digest alone. */
  readonly pause?: (() => Promise<void>) | undefined
}

/** Opens a regular file. Returns the fault code when that fails: links, pipes and devices are refused even if they took the file's place after the walk. */
export const openStored = (absolute: string, options: StoredOptions): Stored | FaultCode => {
  let fd: number
  try {
    fd = openSync(absolute, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? 'file.vanished'
      : code === 'ELOOP'
        ? 'file.symlink'
        : code === 'ENXIO'
          ? 'file.special'
          : 'file.unreadable'
  }
  const opened = fstatSync(fd, { bigint: true })
  if (!opened.isFile()) {
    closeSync(fd)
    return 'file.special'
  }
  return reader(fd, opened, options)
}

const reader = (fd: number, opened: BigIntStats, options: StoredOptions): Stored => {
  const size = Number(opened.size)
  const first = options.start ?? 0
  const hash: Hash | undefined = options.start === undefined && options.digest !== false ? createHash('sha256') : undefined
  // One byte more than a small file holds, so that one call both reads it and sees its end.
  const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(1, size - first + 1)))
  let position = first
  let failed = false
  let ended = false
  let closed: StoredResult | undefined

  const next = (): Uint8Array | undefined => {
    if (failed || ended || closed !== undefined) return undefined
    let length: number
    try {
      length = readSync(fd, buffer, 0, buffer.length, position)
    } catch {
      failed = true
      return undefined
    }
    if (length === 0) return undefined
    position += length
    // Less than was asked for, and as much as there was when it was opened: what grows since then shows in the stamp.
    ended = length < buffer.length && position >= size
    const piece = buffer.subarray(0, length)
    hash?.update(piece)
    options.onBytes?.(length)
    return piece
  }

  return {
    next,
    at(start, length) {
      // A closed descriptor may by now be another file.
      if (closed !== undefined) return new Uint8Array(0)
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - start)))
      let filled = 0
      try {
        while (filled < bytes.length) {
          const read = readSync(fd, bytes, filled, bytes.length - filled, start + filled)
          if (read === 0) break
          filled += read
        }
      } catch {
        // The same error meets `next`, which reports it.
      }
      return bytes.subarray(0, filled)
    },
    async finish() {
      if (closed !== undefined) return closed
      const digested = options.start === undefined && options.digest !== false
      if (digested) while (options.stopped?.() !== true && next() !== undefined) await options.pause?.()
      const cut = digested && position < size && options.stopped?.() === true
      const stamp = stampOf(opened)
      const changed =
        stamp !== stampOf(fstatSync(fd, { bigint: true })) ||
        (digested && !cut && !failed && position !== size) ||
        (options.expected !== undefined && options.expected !== size)
      closeSync(fd)
      const fault: FaultCode | undefined = failed ? 'file.unreadable' : changed ? 'file.changed' : undefined
      closed = {
        bytes: position - first,
        stamp,
        ...(hash === undefined || failed || cut ? {} : { sha256: hash.digest('hex') }),
        ...(fault === undefined ? {} : { fault }),
      }
      return closed
    },
  }
}

/** A change of content leaves at least one of these changed; so does a rename over the file, through its link count and change time. */
export const stampOf = (stats: BigIntStats): string =>
  // Joined and not a template, which would keep every part of every stamp in memory.
  [stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino].join(':')

/** How long to wait for a standard input that does not block and has nothing yet. */
const waitMs = 10

/**
 * The bytes of standard input as they come. Whoever started this program may have made its end non-blocking (Node.js does), so that there is
 * nothing yet and an error says so. The memory of a piece is used again for the next.
 */
export async function* standardInput(): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(pieceBytes)
  for (;;) {
    let length: number
    try {
      length = await readFrom(0, buffer)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EOF') return
      if (code !== 'EAGAIN') throw error
      await setTimeout(waitMs)
      continue
    }
    if (length === 0) return
    yield buffer.subarray(0, length)
  }
}

const readFrom = (fd: number, buffer: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    read(fd, buffer, 0, buffer.length, null, (error, length) => (error === null ? resolve(length) : reject(error)))
  })

/** Reads standard input, or any other stream, as if it were a file. */
export const streamStored = (stream: AsyncIterable<Uint8Array>, options: Pick<StoredOptions, 'onBytes' | 'digest' | 'stopped'>): Stored => {
  const iterator = stream[Symbol.asyncIterator]()
  const hash = options.digest === false ? undefined : createHash('sha256')
  let bytes = 0
  let failed = false
  let ended = false
  const next = async (): Promise<Uint8Array | undefined> => {
    while (!ended) {
      try {
        const step = await iterator.next()
        if (step.done === true) ended = true
        else if (step.value.length > 0) {
          bytes += step.value.length
          hash?.update(step.value)
          options.onBytes?.(step.value.length)
          return step.value
        }
      } catch {
        failed = true
        ended = true
      }
    }
    return undefined
  }
  return {
    next,
    at: () => new Uint8Array(0),
    async finish() {
      while (options.stopped?.() !== true && (await next()) !== undefined);
      return {
        bytes,
        stamp: '',
        ...(!ended ? {} : failed ? { fault: 'file.unreadable' } : hash === undefined ? {} : { sha256: hash.copy().digest('hex') }),
      }
    },
  }
}

/** The digest of a file on its way, when it is read in steps. */
export interface Digestion {
  /** Reads on, at least to this byte. */
  upTo(position: number): Promise<void>
  /** Reads what is left and closes the file; the fault code when the run was interrupted. */
  finish(): Promise<StoredResult | FaultCode>
}

/**
 * Begins the digest of a whole file that is judged in ranges: one more read of it, in steps, so that each range is read while the system still holds it in
 * memory. The stamp must equal that of every range. Returns the fault code when the file cannot be opened.
 */
export const openDigest = (
  absolute: string,
  options: Pick<StoredOptions, 'onBytes' | 'expected' | 'stopped' | 'pause'> = {},
): Digestion | FaultCode => {
  const stored = openStored(absolute, options)
  if (typeof stored === 'string') return stored
  let position = 0
  return {
    async upTo(end) {
      while (position < end && options.stopped?.() !== true) {
        const piece = await stored.next()
        if (piece === undefined) return
        position += piece.length
        await options.pause?.()
      }
    },
    async finish() {
      const result = await stored.finish()
      return result.sha256 === undefined && result.fault === undefined ? 'run.interrupted' : result
    },
  }
}

/** The digest of a whole file, read at once. Returns the fault code when the file cannot be opened or the run was interrupted. */
export const digestFile = async (
  absolute: string,
  options: Pick<StoredOptions, 'onBytes' | 'expected' | 'stopped' | 'pause'> = {},
): Promise<StoredResult | FaultCode> => {
  const digestion = openDigest(absolute, options)
  return typeof digestion === 'string' ? digestion : digestion.finish()
}
