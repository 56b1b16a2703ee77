/** Number of records of a kind, their share of all in parts per million, and the 95 % interval around it. */
export type Rate = {
  readonly records: number
  readonly ppm: number
  readonly lowPpm: number
  readonly highPpm: number
}

/** 97.5 % quantile of the standard normal distribution. */
export const z = 1.959963984540054

const clamp = (value: number): number => Math.min(1e6, Math.max(0, value))

/**
 * Share with its 95 % Wilson score interval (E. B. Wilson, JASA 22, 1927), in whole ppm, rounded outwards. Of no records at all
 * nothing is known: 0 to 1,000,000.
 */
export const wilson = (records: number, total: number): Rate => {
  if (total === 0) return { records, ppm: 0, lowPpm: 0, highPpm: 1e6 }
  const p = records / total
  const square = z * z
  const centre = p + square / (2 * total)
  const spread = z * Math.sqrt((p * (1 - p)) / total + square / (4 * total * total))
  const scale = 1e6 / (1 + square / total)
  return {
    records,
    ppm: Math.round(p * 1e6),
    // The bounds at 0 and at all are known exactly; the formula misses them by rounding.
    lowPpm: records === 0 ? 0 : clamp(Math.floor((centre - spread) * scale)),
    highPpm: records === total ? 1e6 : clamp(Math.ceil((centre + spread) * scale)),
  }
}

/** A share in whole ppm; 0 of 0 is 0. */
export const sharePpm = (part: number, total: number): number => (total === 0 ? 0 : Math.round((part / total) * 1e6))
