import type { Arena } from '../model.ts'

/** Bytes that came in and are not used up yet, in one piece, so that a record may lie across any number of chunks. */
export interface Pending {
  /** What is there, in kernel memory: bytes are scanned where they were read to. Asked for again after each row, because the memory may move. */
  bytes(): Buffer
  /** The kernel's address of the first of these bytes; it stays the same until the next `append` or `drop`. */
  address(): number
  /** Copies a chunk to the end: its memory belongs to whoever made it. Between rows only. */
  append(chunk: Uint8Array): void
  /** Forgets the first bytes. */
  drop(length: number): void
}

/** An empty store in the kernel's input buffer, which grows to the longest record plus one chunk. What is left is moved once per chunk. */
export const pending = (arena: Arena): Pending => {
  let base = arena.reserve(0)
  let start = 0
  let end = 0
  let view: Buffer = Buffer.alloc(0)
  const bytes = (): Buffer => {
    const { buffer } = arena.memory()
    if (view.buffer !== buffer || view.byteOffset !== base + start || view.length !== end - start) {
      view = Buffer.from(buffer, base + start, end - start)
    }
    return view
  }
  return {
    bytes,
    address: () => base + start,
    append(chunk) {
      if (start > 0) {
        arena.memory().copyWithin(base, base + start, base + end)
        end -= start
        start = 0
      }
      base = arena.reserve(end + chunk.length)
      arena.memory().set(chunk, base + end)
      end += chunk.length
    },
    drop(length) {
      start += length
      if (start === end) {
        start = 0
        end = 0
      }
    },
  }
}
