import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { passesVerhoeff } from './verhoeff.ts'

/**
 * Aadhaar number of India (UIDAI), twelve digits: first 2 to 9, no palindrome, Verhoeff's check digit.
 *
 * falsePass: 0.08 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const inAadhaar: Validator = {
  id: 'in-aadhaar',
  falsePass: 0.08,
  check: (written) => {
    const value = written.replace(/[ :-]/g, '')
    return isDigits(value, 12) && value[0]! >= '2' && value !== [...value].reverse().join('') && passesVerhoeff(value)
  },
}
