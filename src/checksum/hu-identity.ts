import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'
import { isPastDay } from './calendar.ts'

/** Tax identifier: 8, the days since 1 January 1867, serial, Σ place × digit modulo 11 (2017. évi CL. törvény, annex 1). */
const tax = (value: string): boolean =>
  /^8[0-9]{9}$/.test(value) && weightedSum(value, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === Number(value[9])

/** Social insurance number (TAJ): weights 3 and 7 in turn, modulo 10 (1996. évi XX. törvény, annex). */
const insurance = (value: string): boolean => isDigits(value, 9) && weightedSum(value, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === Number(value[8])

/** Personal number: sex and century, date of birth, serial; place × digit modulo 11, places counted down for those born since 1997. */
const personal = (value: string, asOf: string): boolean => {
  if (!/^[1-8][0-9]{10}$/.test(value)) return false
  const sign = Number(value[0])
  const short = Number(value.slice(1, 3))
  // 1 and 2 of the nineteen hundreds, 3 and 4 of the two thousands and of the eighteen hundreds, 5 to 8 foreigners.
  const century = sign === 3 || sign === 4 || sign > 6 ? 2000 : 1900
  const day = `${century + short}${value.slice(3, 7)}`
  if (!isPastDay(day, 1900, asOf)) return false
  const places = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  return weightedSum(value, day >= '19970101' ? places.reverse() : places) % 11 === Number(value[10])
}

/**
 * Hungarian numbers of persons, told apart by their length: TAJ of nine digits, tax identifier of ten, personal number of eleven.
 *
 * falsePass: 0.1 of random strings of nine digits (measured by scripts/false-pass.js), the weakest of the three.
 */
export const huIdentity: Validator = {
  id: 'hu-identity',
  falsePass: 0.1,
  check: (value, _args, env) => insurance(value) || tax(value) || personal(value, env.asOf),
}
