import { type OpenOptions, openInput, type ReadResult } from '../corpus/index.ts'
import { Kernel } from '../kernel/index.ts'
import type { Arena, Fault, ReadLimits, RowSink, Shard, ValuePath } from '../model.ts'

/** Reads the records of a file one after another, for a look at what they say: no rules, no statistics. */

/** A record as it lies in memory: good only while it is looked at. */
export interface VisitedRecord {
  /** Number of the record in its file, as findings count them. */
  readonly record: number
  readonly values: readonly VisitedValue[]
}
interface VisitedValue {
  /** JSON Pointer (RFC 6901) of the value in its record. */
  readonly pointer: string
  /** The value as text; numbers as they were written. */
  text(): string
}

/** What reading a file came to. */
interface ReadFile {
  readonly read: ReadResult
  readonly state: 'readable' | 'skipped' | 'unreadable'
  /** Records, those that could not be read among them: they have numbers too. */
  readonly records: number
  readonly lost: number
}

/**
 * Reads a whole file and shows every record that can be read. Bad content is counted, never thrown.
 * @throws whatever `visit` throws
 */
export async function readRecords(
  shard: Shard,
  absolute: string,
  options: OpenOptions & { readonly limits: ReadLimits },
  visit: (record: VisitedRecord) => void,
): Promise<ReadFile> {
  const opened = await openInput(shard, absolute, options)
  const sink = new VisitingSink(visit)
  try {
    if (opened.probe.state === 'readable' && opened.probe.format !== undefined)
      await opened.probe.format.read({ ...opened, shard: opened.shard }, sink, options.limits)
  } finally {
    sink.arena.clear()
  }
  const read = await opened.finish()
  return { read, state: opened.probe.state, records: sink.rows + sink.lost, lost: sink.lost }
}

/** One kernel serves all files of a thread: its memory is large. */
let shared: Kernel | undefined

class VisitingSink implements RowSink {
  readonly #kernel: Kernel
  readonly #visit: (record: VisitedRecord) => void
  #row = -1
  #values: VisitedValue[] = []
  rows = 0
  lost = 0

  constructor(visit: (record: VisitedRecord) => void) {
    shared ??= new Kernel()
    this.#kernel = shared
    this.#visit = visit
  }

  get arena(): Arena & { clear(): void } {
    return this.#kernel
  }

  begin(row: number): void {
    this.#row = row
    this.#values = []
  }

  text(path: ValuePath, value: string): void {
    this.#values.push({ pointer: path.pointer, text: () => value })
  }

  bytes(path: ValuePath, start: number, end: number): void {
    this.#values.push({ pointer: path.pointer, text: () => this.#kernel.buffer().toString('utf8', start, end) })
  }

  scalar(path: ValuePath, source: string): void {
    this.text(path, source)
  }

  hollow(path: ValuePath): void {
    this.text(path, '')
  }

  end(): void {
    this.rows += 1
    this.#visit({ record: this.#row, values: this.#values })
    this.#values = []
    this.#kernel.clear()
  }

  fault(fault: Fault): void {
    if (fault.effect !== 'lost') return
    this.#values = []
    this.#kernel.clear()
    if (fault.row !== undefined) this.lost += 1
  }

  blank(): void {}
}
