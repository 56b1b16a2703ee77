import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { isCalendarDay } from './calendar.ts'
import { passesLuhn } from './luhn.ts'

/**
 * South African identity number, thirteen digits: date of birth, sequence, citizenship 0 to 2, 8 or 9 (once the race), Luhn.
 *
 * falsePass: 0.0011 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const zaId: Validator = {
  id: 'za-id',
  falsePass: 0.0011,
  check: (value) =>
    isDigits(value, 13) &&
    isCalendarDay(2000, Number(value.slice(2, 4)), Number(value.slice(4, 6))) &&
    /^[012]$/.test(value[10]!) &&
    passesLuhn(value),
}
