import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { createGzip } from 'node:zlib'

/** The digests of a file that was written. */
export interface Written {
  /** SHA-256 of the file. */
  readonly sha256: string
  /** SHA-256 of what is in it once decompressed: it does not depend on how well the machine's zlib packs. */
  readonly contentSha256: string
  readonly bytes: number
}

/** A file being written. */
interface Output {
  /** Writes a piece; it has been used up once the promise is kept. */
  write(piece: Uint8Array): Promise<void>
  /** Finishes the file, on the disk. */
  end(): Promise<Written>
  /** Gives up: what is there is of no use. */
  abandon(): void
}

/** The byte of a gzip header that names the operating system (RFC 1952, 2.3.1): 255 is unknown, so that every machine writes the same. */
const systemByte = 9

/** Opens a new file, packed with gzip or not, and makes its folder. Throws what the file system throws: a full disk ends the run. */
export const openOutput = (path: string, compression: 'none' | 'gzip'): Output => {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'wx')
  const hash = createHash('sha256')
  const content = createHash('sha256')
  let bytes = 0
  let failure: unknown
  let closed = false
  const put = (piece: Uint8Array): void => {
    for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at)
    hash.update(piece)
    bytes += piece.length
  }
  const gzip = compression === 'gzip' ? createGzip() : undefined
  gzip?.on('data', (piece: Buffer) => {
    if (bytes <= systemByte && systemByte < bytes + piece.length) piece[systemByte - bytes] = 255
    try {
      if (failure === undefined) put(piece)
    } catch (error) {
      failure = error
    }
  })
  const close = (): void => {
    if (closed) return
    closed = true
    closeSync(file)
  }
  return {
    async write(piece) {
      if (piece.length === 0) return
      content.update(piece)
      if (gzip === undefined) put(piece)
      // The piece's memory is used again: wait until it is packed.
      else await new Promise<void>((resolve, reject) => gzip.write(piece, (error) => (error ? reject(error) : resolve())))
      if (failure !== undefined) throw failure
    },
    async end() {
      if (gzip !== undefined) {
        await new Promise<void>((resolve, reject) => {
          gzip.on('end', resolve)
          gzip.on('error', reject)
          gzip.end()
        })
      }
      if (failure !== undefined) throw failure
      fsyncSync(file)
      close()
      return { sha256: hash.digest('hex'), contentSha256: content.digest('hex'), bytes }
    },
    abandon() {
      gzip?.destroy()
      close()
    },
  }
}
