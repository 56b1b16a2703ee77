import { describe, expect, test } from 'vitest'
import { addDistinct, createDistinct, summarizeDistinct } from '../../src/sketch/distinct.ts'
import { entropyBits, sampledEntropyBits } from '../../src/sketch/entropy.ts'
import { seeded } from '../random.ts'
import { zipfCounts } from './zipf.ts'

describe('entropy', () => {
  test('of known distributions', () => {
    expect(entropyBits([])).toBe(0)
    expect(entropyBits([5])).toBe(0)
    expect(entropyBits([1, 1, 0, 1, 1])).toBe(2)
    expect(entropyBits([1, 3])).toBeCloseTo(0.811278, 6)
  })

  // Vocabularies from far below to far above the number of buckets; exponents around the 1 of natural language; one uniform.
  const corpora: readonly (readonly [number, number, number, number])[] = [
    [10_000, 500_000, 1, 5],
    [50_000, 1_000_000, 1, 2.7],
    [300_000, 3_000_000, 0.9, 5],
    [600_000, 8_000_000, 1, 2.7],
    [600_000, 8_000_000, 1.2, 2.7],
    [200_000, 1_000_000, 0, 0],
  ]
  test.each(corpora)('of %d types in %d tokens, exponent %d, from buckets and a sample', (types, total, a, q) => {
    const counts = zipfCounts(types, total, a, q, types + total)
    const exact = entropyBits(counts)
    const squares = { entropy: 0, distinct: 0 }
    const runs = 6
    for (let seed = 1; seed <= runs; seed++) {
      const random = seeded(seed)
      const sketch = createDistinct(4096)
      const buckets = new Float64Array(65_536)
      for (const count of counts) {
        addDistinct(sketch, Math.floor(random() * 2 ** 32), Math.floor(random() * 2 ** 32), count)
        buckets[Math.floor(random() * 65_536)]! += count
      }
      const sample = summarizeDistinct(sketch)
      const error = sampledEntropyBits(buckets, sample) / exact - 1
      expect(Math.abs(error)).toBeLessThan(0.01)
      expect(Math.abs(sample.distinct / counts.length - 1)).toBeLessThan((5 * sample.errorPpm) / 1e6)
      squares.entropy += error ** 2
      squares.distinct += (sample.distinct / counts.length - 1) ** 2
    }
    expect(Math.sqrt(squares.entropy / runs)).toBeLessThan(0.005)
    expect(Math.sqrt(squares.distinct / runs)).toBeLessThan(0.03)
  })
})
