import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/**
 * NHS number of England, Wales and the Isle of Man, ten digits: weights 10 to 2, 11 - sum mod 11, 11 counts as 0, 10 is none.
 *
 * falsePass: 0.091 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const ukNhs: Validator = {
  id: 'uk-nhs',
  falsePass: 0.091,
  check: (value) => {
    if (!isDigits(value, 10) || /^([0-9])\1+$/.test(value)) return false
    const check = 11 - (weightedSum(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)
    return (check === 11 ? 0 : check) === Number(value[9])
  },
}
