const asciiWord = /^[\x20-\x7e]+$/
const special = /[\\^$.*+?()[\]{}|/]/g

/**
 * One expression for a list of words: ASCII words match whole words in any case, others match anywhere. Undefined for no words.
 */
export function wordsExpression(words: readonly string[]): RegExp | undefined {
  if (words.length === 0) return undefined
  const parts = words.map((word) => {
    const literal = word.replace(special, '\\$&')
    return asciiWord.test(word) ? `(?<![0-9A-Za-z])${literal}(?![0-9A-Za-z])` : literal
  })
  return new RegExp(parts.join('|'), 'iu')
}

/** log-odds of a probability. */
export function logit(p: number): number {
  return Math.log(p / (1 - p))
}

/** Probability of log-odds. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/** Levels of confidence and the score each begins at; a hit below the lowest is suppressed and counted. */
export const confidenceFloors = { high: 0.9, medium: 0.6, low: 0.3 } as const
