import { seeded } from '../../../scripts/random.js'

/** Draws from a seeded generator: the same set on every machine. */
export const draws = (seed) => {
  const next = seeded(seed)
  const below = (n) => Math.floor(next() * n)
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    one: (list) => list[below(list.length)],
    chance: (p) => next() < p,
    string: (alphabet, length) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join(''),
  }
}
export const digits = '0123456789'
export const pad = (n, width) => String(n).padStart(width, '0')
