import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/**
 * Australian Medicare number, ten digits (and a digit for the person on the card): first digit 2 to 6, weights 1 3 7 9 modulo 10 in the ninth.
 *
 * falsePass: 0.05 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const auMedicare: Validator = {
  id: 'au-medicare',
  falsePass: 0.05,
  check: (value) =>
    isDigits(value) &&
    (value.length === 10 || value.length === 11) &&
    /^[2-6]/.test(value) &&
    weightedSum(value, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(value[8]),
}
