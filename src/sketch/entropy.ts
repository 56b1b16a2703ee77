import type { DistinctSummary } from './distinct.ts'

/** Shannon entropy in bits of a list of counts; 0 for an empty one. */
export const entropyBits = (counts: ArrayLike<number>): number => {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i]!
  let sum = 0
  for (let i = 0; i < counts.length; i++) if (counts[i]! > 0) sum -= (counts[i]! / total) * Math.log2(counts[i]! / total)
  return sum + 0
}

/** How many of every so many buckets stand for all of them. */
const stride = 32

/**
 * Shannon entropy in bits over things too many to count one by one, from two summaries that merge exactly: every occurrence in one
 * of m buckets by a hash, and a bottom-k sample of things with exact counts.
 *
 * Chain rule: H(X) = H(bucket) + H(X | bucket). The first term is exact. The second is Σ p ln((p + y) / p) over things, where y is
 * what else fell into the thing's bucket; since buckets are hashed, y is distributed like a bucket, so its mean over buckets is
 * taken, and the sum over things is the sum over the sample divided by the share sampled. No thing adds more than y on average,
 * however frequent it is: that is why the sample of a few thousand suffices (measured in test/statistics: within 0.5 %).
 */
export const sampledEntropyBits = (buckets: Float64Array, sample: DistinctSummary): number => {
  if (sample.exact) return entropyBits(sample.counts)
  let total = 0
  for (let i = 0; i < buckets.length; i++) total += buckets[i]!
  if (total === 0) return 0
  // A systematic sample of the sorted buckets is their distribution to within 1 / 2,048.
  const others = buckets.slice().sort()
  const terms = new Map<number, number>()
  let within = 0
  for (const count of sample.counts) {
    let term = terms.get(count)
    if (term === undefined) {
      let mean = 0
      let n = 0
      for (let i = stride >> 1; i < others.length; i += stride, n++) mean += Math.log2(1 + others[i]! / count)
      term = (count / total) * (mean / n)
      terms.set(count, term)
    }
    within += term
  }
  return entropyBits(buckets) + within / sample.inclusion
}
