import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { isCalendarDay } from './calendar.ts'
import { passesLuhn } from './luhn.ts'

/**
 * Greek social security number (AMKA), eleven digits: date of birth, serial, Luhn.
 *
 * falsePass: 0.0037 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const grAmka: Validator = {
  id: 'gr-amka',
  falsePass: 0.0037,
  check: (value) => isDigits(value, 11) && isCalendarDay(2000, Number(value.slice(2, 4)), Number(value.slice(0, 2))) && passesLuhn(value),
}
