import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/** Provinces by the code of their registration offices (10 Bangkok to 96 Narathiwat). */
const province = /^.(?:1[0-9]|2[0-7]|3[0-9]|4[0-9]|5[0-8]|6[0-7]|7[0-7]|8[0-6]|9[0-6])/

/**
 * Thai identity number, thirteen digits, first 1 to 8, then the office of registration by province: weights 13 to 2, (11 - sum mod 11) mod 10.
 *
 * falsePass: 0.063 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const thId: Validator = {
  id: 'th-id',
  falsePass: 0.063,
  check: (value) =>
    isDigits(value, 13) &&
    /^[1-8]/.test(value) &&
    province.test(value) &&
    (11 - (weightedSum(value, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(value[12]),
}
