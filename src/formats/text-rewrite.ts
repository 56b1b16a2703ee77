import type { Rewriter } from '../model.ts'
import { plainText, splice } from './splice.ts'

/** Writes plain text back: the only value of a row is the row without its line end. */
export const textRewriter = (): Rewriter => ({
  between: (source) => [source],
  row(source, change) {
    if (change === undefined) return [source]
    if (change === 'drop') return []
    const own = change.values.get(0)
    if (own === undefined) return [source]
    // The judged text ends before its line end; whether there was one shows in its length.
    for (const ending of [0, 1, 2]) {
      const made = splice(source, 0, source.length - ending, own, plainText)
      if (made !== undefined) return [...made, source.subarray(source.length - ending)]
    }
    return undefined
  },
  end: () => [],
})
