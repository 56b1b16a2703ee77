/**
 * Quantiles of non-negative integers with a relative error of at most 1 %: DDSketch (Masson, Rim & Lee, PVLDB 12, 2019) with
 * bounds in whole numbers. Where DDSketch takes logarithms, each bucket here is the widest run of integers that one of them
 * stands for within 1 %: no floating point decides where a value goes, and small values are exact.
 */
export interface Quantiles {
  count: number
  sum: number
  min: number
  max: number
  /** Values per bucket; bucket 0 is the value 0. */
  buckets: Float64Array
}

/** Greatest value of each bucket, and the value that stands for it: m ≤ 1.01 · least and m ≥ 0.99 · greatest. */
const bounds = (() => {
  const greatest = [0]
  const middle = [0]
  // 2^44 characters are more than any record can have.
  for (let least = 1; least < 2 ** 44; ) {
    const stand = Math.floor((101 * least) / 100)
    const last = Math.floor((100 * stand) / 99)
    greatest.push(last)
    middle.push(stand)
    least = last + 1
  }
  return { greatest: Float64Array.from(greatest), middle: Float64Array.from(middle) }
})()
export const quantileBuckets = bounds.greatest.length

/** An empty sketch; 12 kB. */
export const createQuantiles = (): Quantiles => ({ count: 0, sum: 0, min: 0, max: 0, buckets: new Float64Array(quantileBuckets) })

/** Bucket of 2^b for each b: the search for a value starts between two powers. */
const powers: Uint16Array = Uint16Array.from({ length: 33 }, (_, bit) => bounds.greatest.findIndex((greatest) => greatest >= 2 ** bit))

const bucketOf = (value: number): number => {
  const { greatest } = bounds
  let low = 0
  let high = quantileBuckets - 1
  if (value < 0x80000000) {
    const bits = 32 - Math.clz32(value)
    low = bits === 0 ? 0 : powers[bits - 1]!
    high = powers[bits]!
  }
  while (low < high) {
    const middle = (low + high) >> 1
    if (greatest[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Adds a non-negative integer. */
export const addQuantile = (sketch: Quantiles, value: number): void => {
  if (sketch.count === 0 || value < sketch.min) sketch.min = value
  if (value > sketch.max) sketch.max = value
  sketch.count++
  sketch.sum += value
  sketch.buckets[bucketOf(value)]!++
}

/** Adds `from` into `into`. */
export const mergeQuantiles = (into: Quantiles, from: Quantiles): void => {
  if (from.count === 0) return
  into.min = into.count === 0 ? from.min : Math.min(into.min, from.min)
  into.max = Math.max(into.max, from.max)
  into.count += from.count
  into.sum += from.sum
  for (let i = 0; i < quantileBuckets; i++) into.buckets[i]! += from.buckets[i]!
}

/** The value at a quantile in ppm (500,000 is the median): the element of rank ⌊q · (n − 1)⌋, within 1 %; 0 when empty. */
export const quantileAt = (sketch: Quantiles, qPpm: number): number => {
  if (sketch.count === 0) return 0
  const rank = Math.floor((qPpm / 1e6) * (sketch.count - 1))
  let seen = 0
  for (let i = 0; i < quantileBuckets; i++) {
    seen += sketch.buckets[i]!
    if (seen > rank) return Math.min(sketch.max, Math.max(sketch.min, bounds.middle[i]!))
  }
  return sketch.max
}
