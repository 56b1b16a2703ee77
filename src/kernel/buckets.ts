/**
 * Literals that may start inside a token are looked for at every byte, sixteen places at once: the bytes there are held to sixteen buckets of
 * beginnings by the low and the high half of each. A bucket lets all combinations of its halves pass, so beginnings share one with their like.
 */

/** Bytes of a beginning. */
const startLength = 4
const bucketCount = 16
/** More beginnings than this share buckets in their order, which is quick and lets more pass. */
const mostToCompare = 256

/**
 * The tables of the beginnings of literals, of which a byte that is not there may be anything and bit 5 of all is set: for eight buckets, and
 * eight more, and each of the four places, a bit for each bucket by low half (16 bytes) and by high half (16 bytes).
 */
export function bucketTables(literals: readonly string[]): Uint8Array {
  const starts = [
    ...new Set(literals.map((bytes) => String.fromCharCode(...Array.from(bytes.slice(0, startLength), (c) => c.charCodeAt(0) | 0x20)))),
  ]
  const tables = new Uint8Array(2 * startLength * 32)
  for (const [bucket, places] of shared(starts.sort().map(placesOf)).entries()) {
    for (const [place, halves] of places.entries()) {
      const at = ((bucket >> 3) * startLength + place) * 32
      for (let i = 0; i < 32; i++) if ((halves >>> i) & 1) tables[at + i]! |= 1 << (bucket & 7)
    }
  }
  return tables
}

/** For each place, the low halves (bits 0-15) and the high halves (bits 16-31) that its bytes have. */
type Places = Uint32Array

function placesOf(start: string): Places {
  return Uint32Array.from({ length: startLength }, (_, place) => {
    const byte = start.charCodeAt(place)
    return Number.isNaN(byte) ? 0xffffffff : (1 << (byte & 15)) | (0x10000 << (byte >> 4))
  })
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

/** How often a byte stands in running text: Zipf's law over the letters of English in the order of their frequency, then digits; the rest are rare. */
function frequency(byte: number): number {
  const rank = ' etaoinshrdlcumwfgypbvkjxqz0123456789'.indexOf(String.fromCharCode(byte))
  return rank < 0 ? 0.002 : 1 / (rank + 2)
}

/** Sums of frequencies by the high half of bytes (bits 9-12) and by which low halves they have (bits 0-7), below 8 or from 8 on (bit 8). */
const sums = Float64Array.from({ length: 8192 }, (_, i) => {
  let sum = 0
  for (let bit = 0; bit < 8; bit++) if ((i >> bit) & 1) sum += frequency(((i >> 9) << 4) | (((i >> 8) & 1) << 3) | bit)
  return sum
})

/** How often two buckets made one would let a place of running text pass. */
function passing(a: Places, b: Places): number {
  let product = 1
  for (let place = 0; place < startLength; place++) {
    const halves = a[place]! | b[place]!
    let sum = 0
    for (let half = 2; half < 16; half++) {
      if ((halves >>> (16 + half)) & 1) sum += sums[(half << 9) | (halves & 0xff)]! + sums[(half << 9) | 0x100 | ((halves >>> 8) & 0xff)]!
    }
    product *= sum
  }
  return product
}
