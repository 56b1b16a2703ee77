import { seeded } from '../random.ts'

/** Counts of the types of a made-up corpus: Zipf–Mandelbrot with exponent a and offset q, Poisson where rare. Only types that occur. */
export const zipfCounts = (types: number, total: number, a: number, q: number, seed: number): Float64Array => {
  const random = seeded(seed)
  let norm = 0
  for (let rank = 1; rank <= types; rank++) norm += (rank + q) ** -a
  const counts: number[] = []
  for (let rank = 1; rank <= types; rank++) {
    const mean = ((rank + q) ** -a / norm) * total
    let count = 0
    if (mean > 50) count = Math.round(mean)
    else {
      const limit = Math.exp(-mean)
      for (let product = random(); product > limit; product *= random()) count++
    }
    if (count > 0) counts.push(count)
  }
  return Float64Array.from(counts)
}
