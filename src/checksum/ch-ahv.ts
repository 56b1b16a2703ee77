import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/**
 * Swiss insurance number (AHV/AVS), thirteen digits: 756 for Switzerland, nine by lot, the check digit of an EAN-13 (art. 50c AHVG).
 *
 * falsePass: 0.1 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const chAhv: Validator = {
  id: 'ch-ahv',
  falsePass: 0.1,
  check: (value) =>
    isDigits(value, 13) && value.startsWith('756') && weightedSum(value, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
}
