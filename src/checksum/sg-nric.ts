import type { Validator } from '../model.ts'
import { weightedSum } from './arithmetic.ts'

/** Check letters by series, for remainders 0 to 10, and what is added to the sum. */
const series: { readonly [first: string]: readonly [letters: string, add: number] } = {
  S: ['JZIHGFEDCBA', 0],
  T: ['JZIHGFEDCBA', 4],
  F: ['XWUTRQPNMLK', 0],
  G: ['XWUTRQPNMLK', 4],
  M: ['XWUTRQPNJLK', 3],
}

/**
 * Identity card number of Singapore (NRIC: S, T) and foreign identification number (FIN: F, G, M): seven digits, weights 2 7 6 5 4 3 2, check letter.
 *
 * falsePass: 0.038 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const sgNric: Validator = {
  id: 'sg-nric',
  falsePass: 0.038,
  check: (value) => {
    const upper = value.toUpperCase()
    if (!/^[STFGM][0-9]{7}[A-Z]$/.test(upper)) return false
    const [letters, add] = series[upper[0]!]!
    return letters[(weightedSum(upper.slice(1), [2, 7, 6, 5, 4, 3, 2]) + add) % 11] === upper[8]
  },
}
