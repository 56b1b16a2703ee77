import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/**
 * Dutch citizen service number (BSN), nine digits: weights 9 to 2 and -1, divisible by 11.
 *
 * falsePass: 0.091 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const nlBsn: Validator = {
  id: 'nl-bsn',
  falsePass: 0.091,
  check: (value) => isDigits(value, 9) && /[1-9]/.test(value.slice(0, 8)) && weightedSum(value, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
}
