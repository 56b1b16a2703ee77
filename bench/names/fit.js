/**
 * Logistic regression over sparse yes-or-no features, by AdaGrad from a fixed start in a fixed order: the same candidates give the same weights.
 *
 * @param candidates features (numbers) and whether the candidate is a name
 * @returns the log-odds of each feature
 */
export function logistic(candidates, size, { l2, rounds, rate }) {
  const weights = new Float64Array(size)
  const squares = new Float64Array(size).fill(1e-6)
  const order = [...candidates.keys()]
  let seed = 1
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }
  for (let round = 0; round < rounds; round++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      const held = order[i]
      order[i] = order[j]
      order[j] = held
    }
    for (const i of order) {
      const { features, name } = candidates[i]
      let score = 0
      for (const feature of features) score += weights[feature]
      const off = 1 / (1 + Math.exp(-score)) - (name ? 1 : 0)
      for (const feature of features) {
        const slope = off + l2 * weights[feature]
        squares[feature] += slope * slope
        weights[feature] -= (rate * slope) / Math.sqrt(squares[feature])
      }
    }
  }
  return weights
}

/** A list file with the lines of some keys replaced, in the same place; new ones go to the end. Weights are kept in hundredths. */
export function withLines(text, lines) {
  const left = new Map(Object.entries(lines))
  const kept = text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const key = line.slice(0, line.indexOf(': '))
      if (line.startsWith('#') || !(key in lines)) return [line]
      if (!left.has(key)) return []
      left.delete(key)
      return [`${key}: ${lines[key]}`]
    })
  return `${[...kept, ...[...left].map(([key, value]) => `${key}: ${value}`)].join('\n')}\n`
}

/** Lists as the program reads them, without what is about to be fitted. */
export const listLines = (text) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('weights: '))

export const hundredths = (weights) => [...weights].map((weight) => Math.round(weight * 100)).join(' ')
