import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/**
 * Argentine number of workers and taxpayers (CUIL, CUIT) of a person, eleven digits: 20, 23, 24 or 27, the identity document, and a check digit of
 * weights 5 4 3 2 7 6 5 4 3 2, eleven less the remainder modulo 11, eleven written 0 and ten 9 (ANSES). Companies begin with 30, 33 or 34.
 *
 * falsePass: 0.0046 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const arCuil: Validator = {
  id: 'ar-cuil',
  falsePass: 0.0046,
  check: (value) => {
    if (!isDigits(value, 11) || !/^2[0347]/.test(value)) return false
    const check = 11 - (weightedSum(value, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)
    return (check === 11 ? 0 : check === 10 ? 9 : check) === Number(value[10])
  },
}
