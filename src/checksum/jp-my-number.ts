import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

/**
 * Individual number of Japan (My Number), twelve digits: 11 - weighted sum modulo 11, a remainder of 0 or 1 gives 0 (ordinance 85 of 2014).
 *
 * falsePass: 0.1 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const jpMyNumber: Validator = {
  id: 'jp-my-number',
  falsePass: 0.1,
  check: (value) => {
    if (!isDigits(value, 12) || /^([0-9])\1+$/.test(value)) return false
    const rest = weightedSum(value, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return (rest <= 1 ? 0 : 11 - rest) === Number(value[11])
  },
}
