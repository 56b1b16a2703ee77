import type { Validator } from '../model.ts'
import { isDigits, remainder } from './arithmetic.ts'
import { isCalendarDay } from './calendar.ts'

/**
 * Czech and Slovak birth number, nine digits (before 1954, no check) or ten (divisible by 11, or the remainder 10 written as 0): month plus
 * 50 for women, plus 20 more where a day's numbers ran out.
 *
 * falsePass: 0.011 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const czBirthNumber: Validator = {
  id: 'cz-birth-number',
  falsePass: 0.011,
  check: (value) => {
    if (!isDigits(value) || (value.length !== 9 && value.length !== 10)) return false
    const short = Number(value.slice(0, 2))
    const year = value.length === 9 ? 1900 + short : short >= 54 ? 1900 + short : 2000 + short
    if (value.length === 9 && short > 53) return false
    let month = Number(value.slice(2, 4)) % 50
    if (month > 20 && year >= 2004) month -= 20
    if (!isCalendarDay(year, month, Number(value.slice(4, 6)))) return false
    return value.length === 9 ? value.slice(6) !== '000' : remainder(value.slice(0, 9), 11) % 10 === Number(value[9])
  },
}
