import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'
import { isCalendarDay } from './calendar.ts'

/**
 * Austrian social insurance number, ten digits: serial of three, check digit, date of birth ddmmyy (§ 30c ASVG); where a day's numbers ran out the
 * month is 13 to 15. Weights 3 7 9 before the check, 5 8 4 2 1 6 behind it, modulo 11; a remainder of ten is not given out.
 *
 * falsePass: 0.0037 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const atSocialSecurity: Validator = {
  id: 'at-social-security',
  falsePass: 0.0037,
  check: (value) => {
    if (!isDigits(value, 10) || value.startsWith('0')) return false
    const [day, month, year] = [Number(value.slice(4, 6)), Number(value.slice(6, 8)), Number(value.slice(8))]
    // The century is not told: a day of either will do.
    if (
      !(month >= 13 && month <= 15
        ? day >= 1 && day <= 31
        : isCalendarDay(2000 + year, month, day) || isCalendarDay(1900 + year, month, day))
    )
      return false
    return weightedSum(value, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(value[3])
  },
}
