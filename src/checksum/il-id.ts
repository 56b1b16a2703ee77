import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { passesLuhn } from './luhn.ts'

/**
 * Israeli identity number, nine digits with its leading zeros, Luhn.
 *
 * falsePass: 0.1 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const ilId: Validator = {
  id: 'il-id',
  falsePass: 0.1,
  check: (value) => isDigits(value, 9) && /[1-9]/.test(value.slice(0, 8)) && passesLuhn(value),
}
