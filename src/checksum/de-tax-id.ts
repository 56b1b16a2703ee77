import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { passesMod1110 } from './mod-11-10.ts'

/**
 * German tax identification number (§ 139b AO), eleven digits: no leading zero, among the first ten exactly one digit twice or three
 * times, ISO 7064 MOD 11,10.
 *
 * falsePass: 0.0034 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const deTaxId: Validator = {
  id: 'de-tax-id',
  falsePass: 0.0034,
  check: (value) => {
    if (!isDigits(value, 11) || value[0] === '0') return false
    const counts = [...'0123456789'].map((digit) => value.slice(0, 10).split(digit).length - 1)
    return counts.filter((n) => n === 2 || n === 3).length === 1 && counts.every((n) => n <= 3) && passesMod1110(value)
  },
}
