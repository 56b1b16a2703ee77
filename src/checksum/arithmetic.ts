/** The value of an ASCII digit at an index, or NaN. */
export const digitAt = (value: string, index: number): number => {
  const code = value.charCodeAt(index) - 48
  return code >= 0 && code <= 9 ? code : Number.NaN
}

/** Whether a string is ASCII digits only, `length` of them when given. */
export const isDigits = (value: string, length?: number): boolean =>
  /^[0-9]+$/.test(value) && (length === undefined || value.length === length)

/** Σ digit × weight over as many leading digits as there are weights; NaN if one of them is no digit. */
export const weightedSum = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * digitAt(digits, index), 0)

/** A digit string (at most 40 digits) modulo a small number, without big integers. */
export const remainder = (digits: string, modulus: number): number => {
  let rest = 0
  for (let index = 0; index < digits.length; index++) rest = (rest * 10 + digitAt(digits, index)) % modulus
  return rest
}
