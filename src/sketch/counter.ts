import { addDistinct, createDistinct, type Distinct, mergeDistinct, summarizeDistinct } from './distinct.ts'
import { below, createHash, finishHash, hashText, seedHash } from './hash.ts'

/**
 * Records and bytes per value, such as a domain. Exact up to `cap` values. Beyond that the counts go into a Count-Min sketch
 * (Cormode & Muthukrishnan, J. Algorithms 55, 2005), whose cells add up, and the values worth printing are found by a sample: every
 * record draws a hash of its value and content, a value's key is the smallest of them, and the `cap` values with the smallest keys
 * are kept. A value draws as often as it has records, so one of any weight stays; and every order of records ends alike.
 */
export interface Counter {
  readonly cap: number
  readonly kept: Map<string, Kept>
  /** Null while there are at most `cap` values. */
  overflow: Overflow | null
}
interface Kept {
  /** Exact while there is no overflow, 0 afterwards. */
  records: number
  bytes: number
  /** Hash of the value. */
  readonly high: number
  readonly low: number
  /** Smallest hash of value and record. */
  keyHigh: number
  keyLow: number
}
interface Overflow {
  readonly records: Float64Array
  readonly bytes: Float64Array
  readonly values: Distinct
  limitHigh: number
  limitLow: number
}
export interface CounterRow {
  readonly value: string
  readonly records: number
  readonly bytes: number
}

const depth = 4
const width = 1 << 16
const distinctSize = 4096
const seed = 0xc0047e5
const valueHash = createHash(seed)
const key = createHash(0)

/** An empty counter, exact up to `cap` values; 4 MB more once there are more. */
export const createCounter = (cap: number): Counter => ({ cap, kept: new Map(), overflow: null })

const hashValue = (value: string): void => {
  seedHash(valueHash, seed)
  hashText(valueHash, value)
  finishHash(valueHash)
}

const cell = (row: number, high: number, low: number): number => row * width + ((low + Math.imul(row, high | 1)) & (width - 1))

const pour = (overflow: Overflow, high: number, low: number, records: number, bytes: number): void => {
  for (let row = 0; row < depth; row++) {
    const at = cell(row, high, low)
    overflow.records[at]! += records
    overflow.bytes[at]! += bytes
  }
  addDistinct(overflow.values, high, low, records)
}

/** Keeps the `cap` values with the smallest keys. */
const prune = (counter: Counter, overflow: Overflow): void => {
  if (counter.kept.size <= counter.cap) return
  const rows = [...counter.kept].sort((a, b) => a[1].keyHigh - b[1].keyHigh || a[1].keyLow - b[1].keyLow || (a[0] < b[0] ? -1 : 1))
  const last = rows[counter.cap - 1]![1]
  overflow.limitHigh = last.keyHigh
  overflow.limitLow = last.keyLow
  for (let i = counter.cap; i < rows.length; i++) counter.kept.delete(rows[i]![0])
}

const spill = (counter: Counter): Overflow => {
  if (counter.overflow !== null) return counter.overflow
  const overflow: Overflow = {
    records: new Float64Array(depth * width),
    bytes: new Float64Array(depth * width),
    values: createDistinct(distinctSize),
    limitHigh: 0xffffffff,
    limitLow: 0xffffffff,
  }
  for (const row of counter.kept.values()) {
    pour(overflow, row.high, row.low, row.records, row.bytes)
    row.records = 0
    row.bytes = 0
  }
  counter.overflow = overflow
  return overflow
}

const keep = (
  counter: Counter,
  value: string,
  high: number,
  low: number,
  keyHigh: number,
  keyLow: number,
  records: number,
  bytes: number,
): void => {
  counter.kept.set(value, { records, bytes, high, low, keyHigh, keyLow })
  if (counter.overflow === null) {
    if (counter.kept.size > counter.cap) spill(counter)
  } else if (counter.kept.size > 2 * counter.cap) prune(counter, counter.overflow)
}

const lower = (row: Kept, high: number, low: number): void => {
  if (!below(high, low, row.keyHigh, row.keyLow)) return
  row.keyHigh = high
  row.keyLow = low
}

/** Counts a record with this value; `contentHigh` and `contentLow` are the lanes of its content hash. */
export const addCount = (counter: Counter, value: string, bytes: number, contentHigh: number, contentLow: number): void => {
  const { overflow } = counter
  const row = counter.kept.get(value)
  if (row === undefined) hashValue(value)
  const high = row === undefined ? valueHash.high : row.high
  const low = row === undefined ? valueHash.low : row.low
  key.high = high ^ contentHigh
  key.low = low ^ contentLow
  finishHash(key)
  if (overflow !== null) pour(overflow, high, low, 1, bytes)
  if (row !== undefined) {
    lower(row, key.high, key.low)
    if (overflow === null) {
      row.records++
      row.bytes += bytes
    }
  } else if (overflow === null) keep(counter, value, high, low, key.high, key.low, 1, bytes)
  else if (!below(overflow.limitHigh, overflow.limitLow, key.high, key.low)) keep(counter, value, high, low, key.high, key.low, 0, 0)
}

/** Adds `from` into `into`; both must have the same cap. */
export const mergeCounter = (into: Counter, from: Counter): void => {
  if (from.overflow !== null) {
    const own = spill(into)
    for (let i = 0; i < depth * width; i++) {
      own.records[i]! += from.overflow.records[i]!
      own.bytes[i]! += from.overflow.bytes[i]!
    }
    mergeDistinct(own.values, from.overflow.values)
  }
  for (const [value, theirs] of from.kept) {
    const { overflow } = into
    if (overflow !== null && from.overflow === null) pour(overflow, theirs.high, theirs.low, theirs.records, theirs.bytes)
    const row = into.kept.get(value)
    if (row !== undefined) {
      lower(row, theirs.keyHigh, theirs.keyLow)
      if (overflow === null) {
        row.records += theirs.records
        row.bytes += theirs.bytes
      }
    } else if (overflow === null) keep(into, value, theirs.high, theirs.low, theirs.keyHigh, theirs.keyLow, theirs.records, theirs.bytes)
    else if (!below(overflow.limitHigh, overflow.limitLow, theirs.keyHigh, theirs.keyLow))
      keep(into, value, theirs.high, theirs.low, theirs.keyHigh, theirs.keyLow, 0, 0)
  }
}

/** The counts of the kept values, most records first, then by code units; `distinct` is estimated when not exact. */
export const countsOf = (
  counter: Counter,
): { readonly distinct: number; readonly exact: boolean; readonly rows: readonly CounterRow[] } => {
  const { overflow } = counter
  if (overflow !== null) prune(counter, overflow)
  const rows: CounterRow[] = []
  for (const [value, row] of counter.kept) {
    let { records, bytes } = row
    if (overflow !== null) {
      records = bytes = Number.POSITIVE_INFINITY
      for (let i = 0; i < depth; i++) {
        records = Math.min(records, overflow.records[cell(i, row.high, row.low)]!)
        bytes = Math.min(bytes, overflow.bytes[cell(i, row.high, row.low)]!)
      }
    }
    rows.push({ value, records, bytes })
  }
  rows.sort((a, b) => b.records - a.records || (a.value < b.value ? -1 : 1))
  const distinct = overflow === null ? rows.length : summarizeDistinct(overflow.values).distinct
  return { distinct, exact: overflow === null, rows }
}
