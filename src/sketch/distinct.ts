import { below } from './hash.ts'
import { sortLanes } from './order.ts'

/**
 * How many different things there are, and how often they occur: the k smallest 64-bit hashes with exact counts (bottom-k, also
 * KMV with counts; Beyer et al., CACM 2009; Cohen & Kaplan, VLDB 2008). A hash that belongs to the k smallest in the end was
 * never turned away before, so the counts of what is kept are exact and any grouping of merges gives what one stream gives.
 */
export interface Distinct {
  readonly k: number
  /** Hashes in the table, at most 2k. */
  size: number
  /** Hashes above this are not kept; all ones while nothing was dropped. */
  limitHigh: number
  limitLow: number
  dropped: boolean
  /** Open addressing; count 0 marks an empty slot. Lengths are equal powers of two. */
  high: Uint32Array
  low: Uint32Array
  count: Float64Array
}

/** What a sketch says. Entries are sorted by hash: the same for every order of additions. */
export interface DistinctSummary {
  readonly distinct: number
  readonly exact: boolean
  /** Relative standard error of `distinct` in ppm: 1 / √(k − 2); 0 when exact. */
  readonly errorPpm: number
  /** Estimated number of things seen exactly once. */
  readonly once: number
  /** Share of all things that are kept, in (0, 1]. */
  readonly inclusion: number
  /** Counts of the kept things in hash order. */
  readonly counts: Float64Array
}

const top = 0xffffffff

/** An empty sketch that is exact up to k different things. Memory grows with use, to 64 k bytes at most. */
export const createDistinct = (k: number): Distinct => ({
  k,
  size: 0,
  limitHigh: top,
  limitLow: top,
  dropped: false,
  high: new Uint32Array(64),
  low: new Uint32Array(64),
  count: new Float64Array(64),
})

/** The slot of a hash, or the empty one where it belongs. */
const slotOf = ({ high, low, count }: Distinct, ofHigh: number, ofLow: number): number => {
  const mask = count.length - 1
  // The top bits are small in a bottom-k sample; the low lane is uniform.
  let at = ofLow & mask
  while (count[at] !== 0 && (high[at] !== ofHigh || low[at] !== ofLow)) at = (at + 1) & mask
  return at
}

/** Whether the hash is new. */
const place = (sketch: Distinct, high: number, low: number, n: number): boolean => {
  const at = slotOf(sketch, high, low)
  if (sketch.count[at] !== 0) {
    sketch.count[at]! += n
    return false
  }
  sketch.high[at] = high
  sketch.low[at] = low
  sketch.count[at] = n
  return true
}

const rebuild = (sketch: Distinct, slots: number): void => {
  const { high, low, count } = sketch
  sketch.high = new Uint32Array(slots)
  sketch.low = new Uint32Array(slots)
  sketch.count = new Float64Array(slots)
  sketch.size = 0
  for (let i = 0; i < count.length; i++) {
    if (count[i] === 0) continue
    if (below(sketch.limitHigh, sketch.limitLow, high[i]!, low[i]!)) sketch.dropped = true
    else if (place(sketch, high[i]!, low[i]!, count[i]!)) sketch.size++
  }
}

/** The kept hashes in ascending order, two words each, the lower lane first. */
const ordered = ({ high, low, count, size }: Distinct): Uint32Array => {
  const words = new Uint32Array(2 * size)
  let n = 0
  for (let i = 0; i < count.length; i++) {
    if (count[i] === 0) continue
    words[n++] = low[i]!
    words[n++] = high[i]!
  }
  return sortLanes(words)
}

/** Keeps the k smallest. */
const prune = (sketch: Distinct): void => {
  if (sketch.size <= sketch.k) return
  const words = ordered(sketch)
  sketch.limitLow = words[2 * sketch.k - 2]!
  sketch.limitHigh = words[2 * sketch.k - 1]!
  rebuild(sketch, sketch.count.length)
}

/** Counts a thing n times, by its hash in two unsigned 32-bit lanes. */
export const addDistinct = (sketch: Distinct, high: number, low: number, n = 1): void => {
  if (high > sketch.limitHigh || (high === sketch.limitHigh && low > sketch.limitLow)) {
    sketch.dropped = true
    return
  }
  if (!place(sketch, high, low, n)) return
  sketch.size++
  if (sketch.size > 2 * sketch.k) prune(sketch)
  else if (sketch.size * 2 > sketch.count.length) rebuild(sketch, sketch.count.length * 2)
}

/** Says that the source of what was added kept nothing above this hash itself. */
export const limitDistinct = (sketch: Distinct, high: number, low: number): void => {
  sketch.dropped = true
  if (!below(high, low, sketch.limitHigh, sketch.limitLow)) return
  sketch.limitHigh = high
  sketch.limitLow = low
  rebuild(sketch, sketch.count.length)
}

/** Adds `from` into `into`; both must have the same k. */
export const mergeDistinct = (into: Distinct, from: Distinct): void => {
  if (from.dropped) limitDistinct(into, from.limitHigh, from.limitLow)
  for (let i = 0; i < from.count.length; i++) if (from.count[i] !== 0) addDistinct(into, from.high[i]!, from.low[i]!, from.count[i]!)
}

/** Estimates from the k smallest hashes: (k − 1) / τ things, where τ is the k-th smallest as a share of the hash space. */
export const summarizeDistinct = (sketch: Distinct): DistinctSummary => {
  prune(sketch)
  const words = ordered(sketch)
  const counts = Float64Array.from({ length: words.length / 2 }, (_, i) => sketch.count[slotOf(sketch, words[2 * i + 1]!, words[2 * i]!)]!)
  let once = 0
  for (const count of counts) if (count === 1) once++
  const size = counts.length
  if (!sketch.dropped || size < 3) return { distinct: size, exact: !sketch.dropped, errorPpm: 0, once, inclusion: 1, counts }
  const threshold = (sketch.limitHigh + (sketch.limitLow + 1) / 0x100000000) / 0x100000000
  const distinct = (size - 1) / threshold
  return {
    distinct: Math.round(distinct),
    exact: false,
    errorPpm: Math.round(1e6 / Math.sqrt(size - 2)),
    once: Math.round((distinct * once) / size),
    inclusion: size / distinct,
    counts,
  }
}
