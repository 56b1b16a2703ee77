import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'
import { isPastDay } from './calendar.ts'

/**
 * Personal number of Slovenia (EMŠO), Serbia, Bosnia and Herzegovina, Montenegro, North Macedonia and, until 2009, Croatia (JMBG), thirteen
 * digits: ddmmyyy, region, serial; weights 7 6 5 4 3 2 twice, eleven less the remainder modulo 11, where eleven is written 0 and ten not given out.
 *
 * falsePass: 0.00076 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const jmbg: Validator = {
  id: 'jmbg',
  falsePass: 0.00076,
  check: (value, _args, env) => {
    if (!isDigits(value, 13)) return false
    const year = Number(value.slice(4, 7))
    const day = `${year >= 800 ? 1000 + year : 2000 + year}${value.slice(2, 4)}${value.slice(0, 2)}`
    if (!isPastDay(day, 1800, env.asOf)) return false
    const rest = weightedSum(value, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return rest !== 1 && (11 - rest) % 11 === Number(value[12])
  },
}
