import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'
import { isCalendarDay } from './calendar.ts'

/**
 * Estonian personal code and, by the same rules, the Lithuanian one (asmens kodas), eleven digits: sex and century, date of birth, serial,
 * two rounds of weights modulo 11.
 *
 * falsePass: 0.0029 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const eeIsikukood: Validator = {
  id: 'ee-isikukood',
  falsePass: 0.0029,
  check: (value) => {
    if (!isDigits(value, 11) || !/^[1-8]/.test(value)) return false
    const century = 1800 + 100 * Math.floor((Number(value[0]) - 1) / 2)
    if (!isCalendarDay(century + Number(value.slice(1, 3)), Number(value.slice(3, 5)), Number(value.slice(5, 7)))) return false
    let check = weightedSum(value, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
    if (check === 10) check = weightedSum(value, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11
    return check % 10 === Number(value[10])
  },
}
