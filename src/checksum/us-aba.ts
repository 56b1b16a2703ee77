import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/**
 * United States bank routing number (ABA), nine digits: Federal Reserve district in front, weights 3 7 1 divisible by 10.
 *
 * falsePass: 0.038 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const usAba: Validator = {
  id: 'us-aba',
  falsePass: 0.038,
  check: (value) =>
    isDigits(value, 9) &&
    /^(?:0[1-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/.test(value) &&
    weightedSum(value, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
}
