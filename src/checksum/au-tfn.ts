import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/**
 * Australian tax file number, nine digits (older ones eight): weights 1 4 3 7 5 8 6 9 10 (10 7 8 4 6 3 5 1), divisible by 11.
 *
 * falsePass: 0.091 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const auTfn: Validator = {
  id: 'au-tfn',
  falsePass: 0.091,
  check: (value) =>
    /[1-9]/.test(value) &&
    ((isDigits(value, 9) && weightedSum(value, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0) ||
      (isDigits(value, 8) && weightedSum(value, [10, 7, 8, 4, 6, 3, 5, 1]) % 11 === 0)),
}
