import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/**
 * Portuguese tax number of a person, nine digits beginning with 1, 2, 3 or 45: weights 9 to 2, 11 - sum mod 11, ten and more count as 0.
 *
 * falsePass: 0.031 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const ptNif: Validator = {
  id: 'pt-nif',
  falsePass: 0.031,
  check: (value) => {
    if (!isDigits(value, 9) || !/^(?:[123]|45)/.test(value)) return false
    const check = 11 - (weightedSum(value, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)
    return (check > 9 ? 0 : check) === Number(value[8])
  },
}
