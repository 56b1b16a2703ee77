import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'

/**
 * United States individual taxpayer number: 9, then a group of 50 to 65, 70 to 88, 90 to 92 or 94 to 99 (IRS), not one of the
 * numbers of advertisements (987-65-4320 to 4329, Social Security Administration) nor nine nines.
 *
 * falsePass: 0.0429 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const usItin: Validator = {
  id: 'us-itin',
  falsePass: 0.0429,
  check: (value) =>
    isDigits(value, 9) && /^9[0-9]{2}(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])/.test(value) && !/^98765432|^9{9}$|0000$/.test(value),
}
