import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'
import { isPastDay } from './calendar.ts'

const centuries = ['', 1900, 1900, 1800, 1800, 2000, 2000, 1900, 1900, 1900]

/**
 * Romanian personal numeric code, thirteen digits: sex and century, date of birth, county (41 to 48 sectors of Bucharest, two of them abolished, 70 any), serial, weights 279146358279 modulo 11 (10 counts as 1).
 *
 * falsePass: 0.0013 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const roCnp: Validator = {
  id: 'ro-cnp',
  falsePass: 0.0013,
  check: (value, _args, env) => {
    if (!isDigits(value, 13) || !/^[1-9]/.test(value)) return false
    const year = Number(centuries[Number(value[0])]) + Number(value.slice(1, 3))
    if (!isPastDay(`${year}${value.slice(3, 7)}`, 1800, env.asOf)) return false
    const county = Number(value.slice(7, 9))
    if (!((county >= 1 && county <= 48) || county === 51 || county === 52 || county === 70)) return false
    const check = weightedSum(value, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
    return (check === 10 ? 1 : check) === Number(value[12])
  },
}
