import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'

/**
 * Mobile subscriber identity of a Chinese operator (ITU-T E.212): 460 and a network of 00 to 20.
 *
 * falsePass: 0.00021 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const imsi: Validator = {
  id: 'imsi',
  falsePass: 0.00021,
  check: (value) => isDigits(value, 15) && /^460(?:0[0-9]|1[0-9]|20)/.test(value) && !/([0-9])\1{8}/.test(value),
}
