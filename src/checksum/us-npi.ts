import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { passesLuhn } from './luhn.ts'

/**
 * United States national provider identifier, ten digits, first 1 or 2, Luhn with 80840 in front (45 CFR 162.406).
 *
 * falsePass: 0.02 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const usNpi: Validator = {
  id: 'us-npi',
  falsePass: 0.02,
  check: (value) => isDigits(value, 10) && /^[12]/.test(value) && !/([0-9])\1{7}/.test(value) && passesLuhn(`80840${value}`),
}
