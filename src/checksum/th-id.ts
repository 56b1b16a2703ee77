import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/**
 * Thai identity number, thirteen digits, first 1 to 8: weights 13 to 2, (11 - sum mod 11) mod 10.
 *
 * falsePass: 0.08 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const thId: Validator = {
  id: 'th-id',
  falsePass: 0.08,
  check: (value) =>
    isDigits(value, 13) &&
    /^[1-8]/.test(value) &&
    (11 - (weightedSum(value, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(value[12]),
}
