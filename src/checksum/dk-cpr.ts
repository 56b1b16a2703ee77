import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'
import { isPastDay } from './calendar.ts'

/**
 * Danish CPR number, ten digits: date of birth, century in the seventh digit, weights 4 3 2 7 6 5 4 3 2 1 divisible by 11. Since 2007 the
 * check does not hold where a day's numbers ran out: those born since then, and on the first of January.
 *
 * falsePass: 0.0065 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const dkCpr: Validator = {
  id: 'dk-cpr',
  falsePass: 0.0065,
  check: (value, _args, env) => {
    if (!isDigits(value, 10)) return false
    const short = Number(value.slice(4, 6))
    const seventh = Number(value[6])
    const century = seventh < 4 ? 1900 : seventh === 4 || seventh === 9 ? (short < 37 ? 2000 : 1900) : short < 58 ? 2000 : 1800
    const year = century + short
    if (!isPastDay(`${year}${value.slice(2, 4)}${value.slice(0, 2)}`, 1850, env.asOf)) return false
    return year >= 2007 || (year >= 1960 && value.startsWith('0101')) || weightedSum(value, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  },
}
