/** Bytes that came in and are not used up yet, in one piece, so that a record may lie across any number of chunks. */
export interface Pending {
  /** What is there. Valid until the next `append`. */
  bytes(): Buffer
  /** Copies a chunk to the end: its memory belongs to whoever made it. */
  append(chunk: Uint8Array): void
  /** Forgets the first bytes. */
  drop(length: number): void
}

/** An empty store. It grows to the longest record plus one chunk and is moved at most once per chunk. */
export const pending = (): Pending => {
  let store = Buffer.allocUnsafe(64 * 1024)
  let start = 0
  let end = 0
  return {
    bytes: () => store.subarray(start, end),
    append(chunk) {
      if (end + chunk.length > store.length) {
        const length = end - start
        const needed = length + chunk.length
        const roomy = needed <= store.length ? store : Buffer.allocUnsafe(Math.max(needed, 2 * store.length))
        store.copy(roomy, 0, start, end)
        store = roomy
        start = 0
        end = length
      }
      store.set(chunk, end)
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
