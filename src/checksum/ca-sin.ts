import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { passesLuhn } from './luhn.ts'

/**
 * Canadian social insurance number, nine digits, first not 0 or 8, Luhn.
 *
 * falsePass: 0.08 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const caSin: Validator = {
  id: 'ca-sin',
  falsePass: 0.08,
  check: (value) => isDigits(value, 9) && /^[1-79]/.test(value) && passesLuhn(value),
}
