import type { Validator } from '../model.ts'
import { digitAt } from './arithmetic.ts'

const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1] as const

/**
 * German pension insurance number (§ 147 SGB VI), twelve characters: area, date of birth (day plus 50 for a second number), initial of the name at birth, serial, check
 * digit over cross sums, the letter counted as two digits.
 *
 * falsePass: 0.0076 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const deSocialSecurity: Validator = {
  id: 'de-social-security',
  falsePass: 0.0076,
  check: (value) => {
    const parts = /^([0-9]{2})(0[1-9]|[12][0-9]|3[01]|5[1-9]|[67][0-9]|8[01])(0[1-9]|1[0-2])([0-9]{2})([A-Z])([0-9]{2})([0-9])$/.exec(value)
    if (parts === null) return false
    const letter = String(parts[5]!.charCodeAt(0) - 64).padStart(2, '0')
    const digits = parts[1]! + parts[2]! + parts[3]! + parts[4]! + letter + parts[6]!
    const sum = weights.reduce((total, weight, index) => {
      const product = weight * digitAt(digits, index)
      return total + Math.floor(product / 10) + (product % 10)
    }, 0)
    return sum % 10 === Number(parts[7])
  },
}
