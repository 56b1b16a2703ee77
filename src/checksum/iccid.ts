import type { Validator } from '../model.ts'
import { passesLuhn } from './luhn.ts'

/**
 * SIM card number (ITU-T E.118), 89, country, issuer, Luhn; nineteen or twenty digits.
 *
 * falsePass: 0.1 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const iccid: Validator = {
  id: 'iccid',
  falsePass: 0.1,
  check: (value) => /^89[0-9]{17,18}$/.test(value) && (passesLuhn(value) || (value.length === 20 && passesLuhn(value.slice(0, 19)))),
}
