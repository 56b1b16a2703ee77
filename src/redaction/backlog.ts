/** Decoded bytes that wait until it is known what row they belong to, in one piece. */
export class Backlog {
  #store = Buffer.allocUnsafe(64 * 1024)
  #start = 0
  #end = 0

  /** What waits. Valid until the next `append`. */
  bytes(): Buffer {
    return this.#store.subarray(this.#start, this.#end)
  }

  /** Copies a chunk to the end: its memory belongs to whoever made it. It grows to the longest row plus one chunk. */
  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#store.length) {
      const length = this.#end - this.#start
      const needed = length + chunk.length
      const roomy = needed <= this.#store.length ? this.#store : Buffer.allocUnsafe(Math.max(needed, 2 * this.#store.length))
      this.#store.copy(roomy, 0, this.#start, this.#end)
      this.#store = roomy
      this.#start = 0
      this.#end = length
    }
    this.#store.set(chunk, this.#end)
    this.#end += chunk.length
  }

  /** Forgets the first bytes. */
  drop(length: number): void {
    this.#start += length
    if (this.#start === this.#end) {
      this.#start = 0
      this.#end = 0
    }
  }
}
