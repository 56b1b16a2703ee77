import type { ValuePath } from '../model.ts'

/** A value of a row, in kernel memory. */
export interface Value {
  /** Counted over everything the format pushed for the row. */
  readonly number: number
  readonly path: ValuePath
  readonly start: number
  readonly end: number
}

/** Objects that are kept for the values of the next rows. */
const mostKept = 4096

/** The row that is being read. It is one for all rows, and so are the objects of its values: a corpus has millions. */
export class Row {
  /** 0-based in its shard. */
  number = -1
  /** Places that hold no value but keys with hits. */
  hollow: ValuePath[] = []
  #values: { -readonly [name in keyof Value]: Value[name] }[] = []
  #count = 0
  #pushed = 0

  /** How many of `values` are of this row. */
  get count(): number {
    return this.#count
  }

  get values(): readonly Value[] {
    return this.#values
  }

  begin(number: number): void {
    this.number = number
    this.#count = 0
    this.#pushed = 0
    if (this.hollow.length > 0) this.hollow = []
  }

  add(path: ValuePath, start: number, end: number): void {
    const value = this.#values[this.#count]
    const number = this.#pushed++
    if (value === undefined) this.#values.push({ number, path, start, end })
    else {
      value.number = number
      value.path = path
      value.start = start
      value.end = end
    }
    this.#count += 1
  }

  /** Counts a value that is not judged. */
  pass(): void {
    this.#pushed += 1
  }

  /** Lets go of the objects of a row that had very many. */
  trim(): void {
    if (this.#values.length > mostKept) this.#values.length = mostKept
  }
}
