import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'
import { isCalendarDay } from './calendar.ts'

/**
 * Latvian personal code of before July 2017, eleven digits: date of birth, century digit, serial, 1101 - weighted sum modulo 11. Later ones begin with 32 and carry no check.
 *
 * falsePass: 0.011 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const lvPersonasKods: Validator = {
  id: 'lv-personas-kods',
  falsePass: 0.011,
  check: (value) => {
    if (!isDigits(value, 11)) return false
    if (value.startsWith('32')) return true
    const century = [1800, 1900, 2000][Number(value[6])]
    if (century === undefined || !isCalendarDay(century + Number(value.slice(4, 6)), Number(value.slice(2, 4)), Number(value.slice(0, 2))))
      return false
    return ((1101 - weightedSum(value, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11) % 10 === Number(value[10])
  },
}
