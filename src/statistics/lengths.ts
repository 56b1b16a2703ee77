import type { Json, Statistic } from '../model.ts'
import { addQuantile, createQuantiles, mergeQuantiles, type Quantiles, quantileAt } from '../sketch/quantiles.ts'

export interface State {
  sketch: Quantiles
  /** Records by number of binary digits of their length: bin b holds [2^(b−1), 2^b), exactly. */
  bins: Float64Array
}

const binCount = 53
const quantiles = [10_000, 50_000, 100_000, 250_000, 500_000, 750_000, 900_000, 950_000, 990_000] as const

const binOf = (length: number): number => (length < 0x100000000 ? 32 - Math.clz32(length) : 32 + (32 - Math.clz32(length / 0x100000000)))

/** Lengths of records' training texts in characters (code points). The histogram's bins are powers of two, `to` exclusive. */
export const lengths = {
  id: 'lengths',
  create: (): State => ({ sketch: createQuantiles(), bins: new Float64Array(binCount) }),
  add(state, record) {
    const { characters } = record.counts
    addQuantile(state.sketch, characters)
    state.bins[binOf(characters)]!++
  },
  merge(into, from) {
    mergeQuantiles(into.sketch, from.sketch)
    for (let i = 0; i < binCount; i++) into.bins[i]! += from.bins[i]!
  },
  summarize({ sketch, bins }) {
    const used = [...bins.keys()].filter((bin) => bin > 0 && bins[bin]! > 0)
    const first = used[0] ?? 1
    const last = used[used.length - 1] ?? 0
    const histogram: { from: number; to: number; records: number }[] = []
    for (let bin = first; bin <= last; bin++) histogram.push({ from: 2 ** (bin - 1), to: 2 ** bin, records: bins[bin]! })
    return {
      unit: 'characters' as const,
      records: sketch.count,
      min: sketch.min,
      max: sketch.max,
      mean: sketch.count === 0 ? '0.0' : (sketch.sum / sketch.count).toFixed(1),
      quantiles: quantiles.map((qPpm) => ({ qPpm, value: quantileAt(sketch, qPpm) })),
      histogram,
      empty: bins[0]!,
    }
  },
} satisfies Statistic<State, Json>
