import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { passesLuhn } from './luhn.ts'

/**
 * International mobile equipment identity (3GPP TS 23.003), fifteen digits with a reporting body in front, Luhn.
 *
 * falsePass: 0.055 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const imei: Validator = {
  id: 'imei',
  falsePass: 0.055,
  check: (value) =>
    isDigits(value, 15) && /^(?:0[1-9]|[13589][0-9]|4[459])/.test(value) && passesLuhn(value) && !/([0-9])\1{8}/.test(value),
}
