/** A seeded generator (mulberry32): the same numbers on every machine, each in [0, 1). Tests, benchmarks and measurements draw from this one. */
export const seeded = (seed) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** `length` characters drawn from an alphabet. */
export const drawn = (random, alphabet, length) => {
  const characters = [...alphabet]
  let out = ''
  for (let index = 0; index < length; index++) out += characters[Math.floor(random() * characters.length)]
  return out
}
