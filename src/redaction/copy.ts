import type { Edit, Finding, Rewriter, RowEdits } from '../model.ts'
import type { JudgedValue, RowObserver } from '../record/judged.ts'
import { shapeOf } from '../redact.ts'
import { Backlog } from './backlog.ts'
import type { Cleaner } from './cleaning.ts'
import type { Span } from './spans.ts'

/** What was done with the records of a file: kept as they were, changed, left out, copied without having been judged. */
export interface CopyCounts {
  records: number
  changed: number
  dropped: number
  /** Could not be judged: copied as they are, or left out. */
  faultyKept: number
  faultyDropped: number
  /** Left out because what was found in them could not be taken out in place. */
  notRewritable: number
  /** Findings taken out, by rule. */
  readonly rules: Map<string, number>
}

/** A finding of a list, as far as it says what to take out. */
export type ListedFinding = Pick<Finding, 'rule' | 'field' | 'unit' | 'byteOffset' | 'length' | 'excerpt'>

interface CopyOptions {
  readonly rewriter: Rewriter
  readonly cleaner: Cleaner
  /** Whole records with a finding go. */
  readonly drop: boolean
  readonly faulty: 'keep' | 'drop'
  /** Findings by record; absent: what the scan finds. */
  readonly listed: ReadonlyMap<number, readonly ListedFinding[]> | undefined
  readonly maxRecordBytes: number
  /** The memory values lie in. */
  readonly memory: () => Uint8Array
  /** Called behind a look at text outside a row. */
  readonly settle: () => void
}

/** Bytes that may wait for their row beyond the longest row there is. */
const slack = 4 << 20

/** The counts of a copy before its first row. */
export const nothingCounted = (): CopyCounts => ({
  records: 0,
  changed: 0,
  dropped: 0,
  faultyKept: 0,
  faultyDropped: 0,
  notRewritable: 0,
  rules: new Map(),
})

/**
 * Makes the cleaned copy of one file while the scan reads it. It is given the decoded bytes before the scan is (`feed`), hears what
 * became of them in their order, and hands out the bytes of the copy (`take`). Memory holds what waits for its row.
 */
export class CleanedCopy implements RowObserver {
  readonly counts = nothingCounted()
  readonly everyValue: boolean
  readonly #options: CopyOptions
  readonly #store = new Backlog()
  #out: Uint8Array[] = []
  /** Bytes of a row too long to keep that were handed on before its end was seen. */
  #ahead = 0
  #found = 0

  constructor(options: CopyOptions) {
    this.#options = options
    this.everyValue = options.listed !== undefined
  }

  /** Takes the next decoded bytes. What `take` gave before must be written by now. */
  feed(chunk: Uint8Array): void {
    this.#store.append(chunk)
  }

  /** The bytes of the copy since the last call: valid until the next `feed`. */
  take(): Uint8Array {
    const { maxRecordBytes, faulty } = this.#options
    const waiting = this.#store.bytes()
    if (this.#ahead > 0 || waiting.length > maxRecordBytes + slack) {
      // No row is that long: it will be reported lost, whatever comes.
      if (faulty === 'keep') this.#out.push(...this.#flushHeld(), Buffer.from(waiting))
      this.#ahead += waiting.length
      this.#store.drop(waiting.length)
    }
    const bytes = Buffer.concat(this.#out)
    this.#out = []
    return bytes
  }

  /** The end of the file: what is still held. */
  end(): void {
    this.#out.push(...this.#options.rewriter.end())
  }

  row(bytes: number, row: number, values: readonly JudgedValue[]): void {
    const { rewriter, drop, cleaner } = this.#options
    const source = this.#source(bytes)
    this.counts.records += 1
    this.#found = 0
    const changed = new Map<number, { length: number; edits: readonly Edit[] }>()
    let keys = false
    const listed = this.#options.listed?.get(row)
    for (const value of values) {
      const original = Buffer.from(this.#options.memory().subarray(value.start, value.end))
      const spans = this.#options.listed === undefined ? cleaner.selected(value.hits) : this.#spansOf(listed ?? [], value, original)
      const keySpans = this.#options.listed === undefined ? cleaner.selected(value.keyHits) : this.#keysOf(listed ?? [], value)
      if (keySpans.length > 0) keys = true
      this.#count([...spans, ...keySpans])
      if (spans.length === 0 || drop) continue
      const edits = cleaner.edits(original, spans, { field: value.pointer, unit: value.unit })
      changed.set(value.number, { length: original.length, edits })
    }
    if (this.#found === 0) {
      this.#out.push(...rewriter.row(source, undefined)!)
      return
    }
    if (drop) {
      this.counts.dropped += 1
      this.#out.push(...(rewriter.row(source, 'drop') ?? []))
      return
    }
    const change: RowEdits = { values: changed, key: keys ? (name) => cleaner.keyEdits(name) : undefined }
    const made = rewriter.row(source, change)
    if (made === undefined) {
      this.counts.notRewritable += 1
      this.#out.push(...(rewriter.row(source, 'drop') ?? []))
      return
    }
    this.counts.changed += 1
    this.#out.push(...made)
  }

  lost(bytes: number, row: number | undefined): void {
    const { rewriter, faulty } = this.#options
    const rest = this.#source(bytes - this.#ahead)
    this.#ahead = 0
    if (row !== undefined) {
      this.counts.records += 1
      if (faulty === 'keep') this.counts.faultyKept += 1
      else this.counts.faultyDropped += 1
    }
    this.#out.push(...(rewriter.row(rest, faulty === 'keep' ? undefined : 'drop') ?? []))
  }

  blank(bytes: number): void {
    const source = this.#source(bytes)
    this.#out.push(
      ...this.#options.rewriter.between(source, (name) => {
        const edits = this.#options.cleaner.keyEdits(name)
        this.#options.settle()
        return edits
      }),
    )
  }

  /** What the rewriter holds before a row that goes out in pieces. */
  #flushHeld(): readonly Uint8Array[] {
    return this.#ahead > 0 ? [] : (this.#options.rewriter.row(Buffer.alloc(0), undefined) ?? [])
  }

  /** The next decoded bytes, copied: they outlive the store. */
  #source(bytes: number): Buffer {
    const source = Buffer.from(this.#store.bytes().subarray(0, bytes))
    if (source.length !== bytes || bytes < 0) throw new Error('the bytes of a row were not fed')
    this.#store.drop(bytes)
    return source
  }

  #count(spans: readonly Span[]): void {
    this.#found += spans.length
    for (const { rule } of spans) this.counts.rules.set(rule, (this.counts.rules.get(rule) ?? 0) + 1)
  }

  /** The listed findings in a value: those whose text has the shape the list says. */
  #spansOf(listed: readonly ListedFinding[], value: JudgedValue, original: Buffer): Span[] {
    return listed
      .filter(({ unit, field, byteOffset: start, length, excerpt }) => {
        if (unit === 'key' || field !== value.pointer || start + length > original.length) return false
        return shapeOf(original.toString('utf8', start, start + length)) === excerpt
      })
      .map(({ rule, byteOffset: start, length }) => ({ rule, start, end: start + length }))
  }

  #keysOf(listed: readonly ListedFinding[], value: JudgedValue): Span[] {
    return listed
      .filter(({ unit, field, excerpt, byteOffset: start, length }) => {
        if (unit !== 'key' || field !== value.pointer) return false
        return value.keys.some((key) => shapeOf(Buffer.from(key, 'utf8').toString('utf8', start, start + length)) === excerpt)
      })
      .map(({ rule, byteOffset: start, length }) => ({ rule, start, end: start + length }))
  }
}
