import type { Validator } from '../model.ts'
import { isDigits, remainder } from './arithmetic.ts'

/**
 * Belgian national number, eleven digits: date of birth (in a BIS number 20 or 40 is added to the month), serial, 97 - n mod 97, a 2 in front of the number for births from 2000 on.
 *
 * falsePass: 0.0026 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const beNationalNumber: Validator = {
  id: 'be-national-number',
  falsePass: 0.0026,
  check: (value) => {
    if (!isDigits(value, 11)) return false
    const month = Number(value.slice(2, 4))
    const day = Number(value.slice(4, 6))
    if (month > 52 || month % 20 > 12 || day > 31 || value.slice(6, 9) === '000') return false
    const key = Number(value.slice(9))
    return key === 97 - remainder(value.slice(0, 9), 97) || key === 97 - remainder(`2${value.slice(0, 9)}`, 97)
  },
}
