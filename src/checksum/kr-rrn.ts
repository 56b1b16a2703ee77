import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { isPastDay } from './calendar.ts'

const centuries = [1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800]

/**
 * Resident registration number of Korea and, from 5 to 8 in the seventh place, that of foreigners, thirteen digits: date of birth, sex and
 * century, six more. Numbers given or changed since October 2020 carry no check digit, so none can be asked for.
 *
 * falsePass: 0.018 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const krRrn: Validator = {
  id: 'kr-rrn',
  falsePass: 0.018,
  check: (value, _args, env) =>
    isDigits(value, 13) &&
    /^.{6}[1-8]/.test(value) &&
    isPastDay(`${centuries[Number(value[6])]! + Number(value.slice(0, 2))}${value.slice(2, 6)}`, 1800, env.asOf),
}
