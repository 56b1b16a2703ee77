import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'
import { isPastDay } from './calendar.ts'

/** Added to the month by century. */
const centuries = new Map([
  [80, 1800],
  [0, 1900],
  [20, 2000],
  [40, 2100],
  [60, 2200],
])

/**
 * Polish PESEL number, eleven digits: date of birth with the century in the month, serial, weights 1 3 7 9.
 *
 * falsePass: 0.0079 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const plPesel: Validator = {
  id: 'pl-pesel',
  falsePass: 0.0079,
  check: (value, _args, env) => {
    if (!isDigits(value, 11)) return false
    const coded = Number(value.slice(2, 4))
    const century = centuries.get(coded - (coded % 20))
    if (
      century === undefined ||
      !isPastDay(`${century + Number(value.slice(0, 2))}${String(coded % 20).padStart(2, '0')}${value.slice(4, 6)}`, 1800, env.asOf)
    )
      return false
    return weightedSum(value, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
  },
}
