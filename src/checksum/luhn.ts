import type { Validator } from '../model.ts'
import { digitAt } from './arithmetic.ts'

/** Whether a digit string passes the Luhn formula (ISO/IEC 7812-1:2017, Annex B), check digit last. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let index = digits.length - 1, double = false; index >= 0; index--, double = !double) {
    const digit = digitAt(digits, index) * (double ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

/**
 * Digits that pass the Luhn formula. `args.min` and `args.max` bound the length (default 2 to 19). All zeros do not count.
 *
 * falsePass: 0.100 (measured; 1/10).
 */
export const luhn: Validator = {
  id: 'luhn',
  falsePass: 0.1,
  check: (value, args) => {
    const min = typeof args.min === 'number' ? args.min : 2
    const max = typeof args.max === 'number' ? args.max : 19
    return /^[0-9]+$/.test(value) && value.length >= min && value.length <= max && /[1-9]/.test(value) && passesLuhn(value)
  },
}
