/** A seeded generator (mulberry32) and draws from it: the same set on every machine. */
export const draws = (seed) => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
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
