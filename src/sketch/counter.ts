import { addDistinct, createDistinct, type Distinct, mergeDistinct, summarizeDistinct } from './distinct.ts'
import { below, createHash, finishHash, hashText, seedHash } from './hash.ts'
import { sortLanes } from './order.ts'

/**
 * Records and bytes per value, such as a domain. Exact up to `cap` values. Beyond that the counts go into a Count-Min sketch
 * (Cormode & Muthukrishnan, J. Algorithms 55, 2005), whose cells add up, and the values worth printing are found by a sample: every
 * record draws a hash of its value and content, a value's key is the smallest of them, and the `cap` values with the smallest keys
 * are kept. A value draws as often as it has records, so one of any weight stays; and every order of records ends alike.
 */
export interface Counter {
  readonly cap: number
  /** Where a kept value stands in the columns. */
  readonly kept: Map<string, number>
  columns: Columns
  /** Null while there are at most `cap` values. */
  overflow: Overflow | null
}
/** One number a kept value, in arrays: as objects tens of thousands of them would take five times the memory. */
interface Columns {
  /** Hash of the value. */
  readonly high: Uint32Array
  readonly low: Uint32Array
  /** The smallest hash of the value and the content of a record that has it: the value's key in the sample. */
  readonly keyHigh: Uint32Array
  readonly keyLow: Uint32Array
  /** Exact while there is no overflow, 0 afterwards. */
  readonly records: Float64Array
  readonly bytes: Float64Array
}
interface Overflow {
  /** Records and bytes of each cell, side by side. */
  readonly cells: Float64Array
  readonly values: Distinct
  limitHigh: number
  limitLow: number
}
interface CounterRow {
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

const createColumns = (room: number): Columns => ({
  high: new Uint32Array(room),
  low: new Uint32Array(room),
  keyHigh: new Uint32Array(room),
  keyLow: new Uint32Array(room),
  records: new Float64Array(room),
  bytes: new Float64Array(room),
})

const names = ['high', 'low', 'keyHigh', 'keyLow', 'records', 'bytes'] as const satisfies readonly (keyof Columns)[]

/** An empty counter, exact up to `cap` values; 4 MB more once there are more. */
export const createCounter = (cap: number): Counter => ({ cap, kept: new Map(), columns: createColumns(16), overflow: null })

const hashValue = (value: string): void => {
  seedHash(valueHash, seed)
  hashText(valueHash, value)
  finishHash(valueHash)
}

const cell = (row: number, high: number, low: number): number => 2 * (row * width + ((low + Math.imul(row, high | 1)) & (width - 1)))

/** Counts records and bytes of a value, given by its hash, in the sketch. */
const pour = ({ cells, values }: Overflow, high: number, low: number, records: number, bytes: number): void => {
  for (let row = 0; row < depth; row++) {
    const at = cell(row, high, low)
    cells[at]! += records
    cells[at + 1]! += bytes
  }
  addDistinct(values, high, low, records)
}

/** Keeps the `cap` values with the smallest keys; of several with the greatest of those, the first by code units. */
const prune = (counter: Counter, overflow: Overflow): void => {
  const { kept, columns, cap } = counter
  if (kept.size <= cap) return
  const { keyHigh, keyLow } = columns
  const keys = new Uint32Array(2 * kept.size)
  let n = 0
  for (const row of kept.values()) {
    keys[n++] = keyLow[row]!
    keys[n++] = keyHigh[row]!
  }
  sortLanes(keys)
  overflow.limitLow = keys[2 * cap - 2]!
  overflow.limitHigh = keys[2 * cap - 1]!
  const left: [string, number][] = []
  const last: [string, number][] = []
  for (const entry of kept) {
    const [high, low] = [keyHigh[entry[1]]!, keyLow[entry[1]]!]
    if (below(high, low, overflow.limitHigh, overflow.limitLow)) left.push(entry)
    else if (high === overflow.limitHigh && low === overflow.limitLow) last.push(entry)
  }
  last.sort(([one], [other]) => (one < other ? -1 : 1))
  left.push(...last.slice(0, cap - left.length))
  const rows = createColumns(keyHigh.length)
  for (const name of names) for (let row = 0; row < cap; row++) rows[name][row] = columns[name][left[row]![1]]!
  counter.columns = rows
  kept.clear()
  for (let row = 0; row < cap; row++) kept.set(left[row]![0], row)
}

/** Goes over to the sketch: what was counted exactly so far is counted there. */
const spill = (counter: Counter): Overflow => {
  if (counter.overflow !== null) return counter.overflow
  const overflow: Overflow = {
    cells: new Float64Array(2 * depth * width),
    values: createDistinct(distinctSize),
    limitHigh: 0xffffffff,
    limitLow: 0xffffffff,
  }
  const { high, low, records, bytes } = counter.columns
  for (const row of counter.kept.values()) pour(overflow, high[row]!, low[row]!, records[row]!, bytes[row]!)
  records.fill(0)
  bytes.fill(0)
  counter.overflow = overflow
  return overflow
}

/** What the columns hold of one value. */
type Entry = { readonly [name in keyof Columns]: number }

/** Keeps a value that is not kept yet. */
const keep = (counter: Counter, value: string, entry: Entry): void => {
  const row = counter.kept.size
  if (row === counter.columns.high.length) {
    const larger = createColumns(2 * row)
    for (const name of names) larger[name].set(counter.columns[name])
    counter.columns = larger
  }
  const { columns } = counter
  columns.high[row] = entry.high
  columns.low[row] = entry.low
  columns.keyHigh[row] = entry.keyHigh
  columns.keyLow[row] = entry.keyLow
  columns.records[row] = entry.records
  columns.bytes[row] = entry.bytes
  counter.kept.set(value, row)
  if (counter.overflow === null) {
    if (counter.kept.size > counter.cap) spill(counter)
  } else if (counter.kept.size > 2 * counter.cap) prune(counter, counter.overflow)
}

/** Lowers the key of a kept value to this hash, where the hash is smaller. */
const lower = ({ keyHigh, keyLow }: Columns, row: number, high: number, low: number): void => {
  if (!below(high, low, keyHigh[row]!, keyLow[row]!)) return
  keyHigh[row] = high
  keyLow[row] = low
}

/** Counts a record with this value; `contentHigh` and `contentLow` are the lanes of its content hash. */
export const addCount = (counter: Counter, value: string, bytes: number, contentHigh: number, contentLow: number): void => {
  const { overflow, columns } = counter
  const row = counter.kept.get(value)
  if (row === undefined) hashValue(value)
  const high = row === undefined ? valueHash.high : columns.high[row]!
  const low = row === undefined ? valueHash.low : columns.low[row]!
  key.high = high ^ contentHigh
  key.low = low ^ contentLow
  finishHash(key)
  if (overflow !== null) pour(overflow, high, low, 1, bytes)
  if (row !== undefined) {
    lower(columns, row, key.high, key.low)
    if (overflow === null) {
      columns.records[row]!++
      columns.bytes[row]! += bytes
    }
  } else if (overflow === null) keep(counter, value, { high, low, keyHigh: key.high, keyLow: key.low, records: 1, bytes })
  else if (!below(overflow.limitHigh, overflow.limitLow, key.high, key.low))
    keep(counter, value, { high, low, keyHigh: key.high, keyLow: key.low, records: 0, bytes: 0 })
}

/** Adds `from` into `into`; both must have the same cap. */
export const mergeCounter = (into: Counter, from: Counter): void => {
  if (from.overflow !== null) {
    const own = spill(into)
    for (let i = 0; i < own.cells.length; i++) own.cells[i]! += from.overflow.cells[i]!
    mergeDistinct(own.values, from.overflow.values)
  }
  const theirs = from.columns
  for (const [value, at] of from.kept) {
    const { overflow } = into
    const [high, low, keyHigh, keyLow] = [theirs.high[at]!, theirs.low[at]!, theirs.keyHigh[at]!, theirs.keyLow[at]!]
    const [records, bytes] = [theirs.records[at]!, theirs.bytes[at]!]
    if (overflow !== null && from.overflow === null) pour(overflow, high, low, records, bytes)
    const row = into.kept.get(value)
    if (row !== undefined) {
      lower(into.columns, row, keyHigh, keyLow)
      if (overflow === null) {
        into.columns.records[row]! += records
        into.columns.bytes[row]! += bytes
      }
    } else if (overflow === null) keep(into, value, { high, low, keyHigh, keyLow, records, bytes })
    else if (!below(overflow.limitHigh, overflow.limitLow, keyHigh, keyLow))
      keep(into, value, { high, low, keyHigh, keyLow, records: 0, bytes: 0 })
  }
}

/** The counts of the kept values, most records first, then by code units; `distinct` is estimated when not exact. */
export const countsOf = (
  counter: Counter,
): { readonly distinct: number; readonly exact: boolean; readonly rows: readonly CounterRow[] } => {
  const { overflow } = counter
  if (overflow !== null) prune(counter, overflow)
  const { columns } = counter
  const rows: CounterRow[] = []
  for (const [value, row] of counter.kept) {
    let records = columns.records[row]!
    let bytes = columns.bytes[row]!
    if (overflow !== null) {
      records = bytes = Number.POSITIVE_INFINITY
      for (let i = 0; i < depth; i++) {
        const at = cell(i, columns.high[row]!, columns.low[row]!)
        records = Math.min(records, overflow.cells[at]!)
        bytes = Math.min(bytes, overflow.cells[at + 1]!)
      }
    }
    rows.push({ value, records, bytes })
  }
  rows.sort((a, b) => b.records - a.records || (a.value < b.value ? -1 : 1))
  const distinct = overflow === null ? rows.length : summarizeDistinct(overflow.values).distinct
  return { distinct, exact: overflow === null, rows }
}
