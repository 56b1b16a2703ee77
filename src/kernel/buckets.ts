/**
 * Literals that may start inside a token are looked for at every byte, sixteen places at once: the four bytes from there on are held to sixteen buckets of
 * beginnings. A byte counts by its five low bits, which tell letters apart in either case. A bucket lets all combinations of its bytes pass, so beginnings
 * share one with their like.
 */

/** Bytes of a beginning. */
const startLength = 4
const bucketCount = 16
/** More beginnings than this share buckets in their order, which is quick and lets more pass. */
const mostToCompare = 1024

/**
 * The tables of the beginnings of literals: for eight buckets, and eight more, and each of the four places, a bit for each bucket by the five low bits of
 * a byte (32 bytes).
 */
export function bucketTables(literals: readonly string[]): Uint8Array {
  const starts = new Map(literals.toSorted().map((bytes) => [placesOf(bytes).join(), placesOf(bytes)]))
  const tables = new Uint8Array(2 * startLength * 32)
  for (const [bucket, places] of shared([...starts.values()]).entries()) {
    for (const [place, lows] of places.entries()) {
      const at = ((bucket >> 3) * startLength + place) * 32
      for (let i = 0; i < 32; i++) if ((lows >>> i) & 1) tables[at + i]! |= 1 << (bucket & 7)
    }
  }
  return tables
}

/** For each place, a bit for each of the 32 values that its bytes have: all, where a beginning has no byte. */
type Places = Uint32Array

function placesOf(bytes: string): Places {
  return Uint32Array.from({ length: startLength }, (_, place) => (place < bytes.length ? 1 << (bytes.charCodeAt(place) & 31) : 0xffffffff))
}

const joined = (a: Places, b: Places): Places => a.map((halves, place) => halves | b[place]!)

/** Puts beginnings into as few buckets as there are: those are joined first whose union lets least more pass. */
function shared(buckets: Places[]): Places[] {
  if (buckets.length > mostToCompare) {
    const size = Math.ceil(buckets.length / bucketCount)
    return Array.from({ length: Math.ceil(buckets.length / size) }, (_, i) => buckets.slice(i * size, (i + 1) * size).reduce(joined))
  }
  const cost = buckets.map((one) => passing(one, one))
  // For each bucket, the one before it that it would best be joined with.
  const best: number[] = []
  const loss: number[] = []
  const choose = (i: number) => {
    best[i] = -1
    loss[i] = Number.POSITIVE_INFINITY
    for (let j = 0; j < i; j++) weigh(i, j)
  }
  const weigh = (i: number, j: number) => {
    const more = passing(buckets[i]!, buckets[j]!) - cost[i]! - cost[j]!
    if (more < loss[i]!) [best[i], loss[i]] = [j, more]
  }
  for (let i = 0; i < buckets.length; i++) choose(i)
  while (buckets.length > bucketCount) {
    const gone = loss.indexOf(Math.min(...loss))
    const into = best[gone]!
    buckets[into] = joined(buckets[into]!, buckets[gone]!)
    cost[into] = passing(buckets[into], buckets[into])
    for (const list of [buckets, cost, best, loss]) list.splice(gone, 1)
    for (let i = into; i < buckets.length; i++) {
      if (i === into || best[i] === into || best[i] === gone) choose(i)
      else {
        if (best[i]! > gone) best[i]! -= 1
        weigh(i, into)
      }
    }
  }
  return buckets
}

/** How often bytes of each value stand in running text: Zipf's law over the letters of English in the order of their frequency; the rest are rare. */
const frequencies = Array.from({ length: 32 }, (_, low) => {
  const rank = 'etaoinshrdlcumwfgypbvkjxqz'.indexOf(String.fromCharCode(low | 0x60))
  return rank < 0 ? 0.005 : 1 / (rank + 3)
})

/** Sums of frequencies by which of the first sixteen values there are, and of the last (bit 16 set). */
let sums: Float64Array | undefined

function sumsOfFrequencies(): Float64Array {
  const sums = new Float64Array(2 << 16)
  for (const half of [0, 1]) {
    const of = sums.subarray(half << 16, (half + 1) << 16)
    for (let values = 1; values < of.length; values++) {
      const lowest = 31 - Math.clz32(values & -values)
      of[values] = of[values & (values - 1)]! + frequencies[(half << 4) | lowest]!
    }
  }
  return sums
}

/** How often two buckets made one would let a place of running text pass. */
function passing(a: Places, b: Places): number {
  sums ??= sumsOfFrequencies()
  const of = sums
  let product = 1
  for (let place = 0; place < startLength; place++) {
    const values = a[place]! | b[place]!
    product *= of[values & 0xffff]! + of[0x10000 | (values >>> 16)]!
  }
  return product
}
