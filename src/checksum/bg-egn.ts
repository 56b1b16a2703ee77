import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'
import { isCalendarDay } from './calendar.ts'

/**
 * Bulgarian unified civil number, ten digits: date of birth, month plus 20 before 1900 and plus 40 from 2000 on, weights 2 4 8 5 10 9 7 3 6 modulo 11.
 *
 * falsePass: 0.011 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const bgEgn: Validator = {
  id: 'bg-egn',
  falsePass: 0.011,
  check: (value) => {
    if (!isDigits(value, 10)) return false
    const coded = Number(value.slice(2, 4))
    const [century, month] = coded > 40 ? [2000, coded - 40] : coded > 20 ? [1800, coded - 20] : [1900, coded]
    if (!isCalendarDay(century! + Number(value.slice(0, 2)), month!, Number(value.slice(4, 6)))) return false
    return (weightedSum(value, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === Number(value[9])
  },
}
