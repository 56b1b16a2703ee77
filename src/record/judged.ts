import type { Unit } from '../model.ts'
import type { LocatedHit } from '../rules/index.ts'

/** A row as the scan judged it: what a cleaned copy is made from. */

/** A value of a row with the hits in it and in the keys that lead to it, suppressed ones included. */
export interface JudgedValue {
  /** Counted over everything the format pushed for the row. */
  readonly number: number
  /** Where it lies in kernel memory. */
  readonly start: number
  readonly end: number
  readonly unit: Unit
  /** Printable JSON Pointer: what findings call the value. */
  readonly pointer: string
  readonly keys: readonly string[]
  readonly hits: readonly LocatedHit[]
  readonly keyHits: readonly LocatedHit[]
}

/** Follows a shard row by row: read, lost and blank bytes come in the order of the decoded input. */
export interface RowObserver {
  /** Whether it wants every value of a row, not only those with hits. */
  readonly everyValue: boolean
  /** A row that was judged, before its values leave kernel memory. */
  row(bytes: number, row: number, values: readonly JudgedValue[]): void
  /** Bytes that could not be judged; `row` when they were a record. */
  lost(bytes: number, row: number | undefined): void
  blank(bytes: number): void
}
