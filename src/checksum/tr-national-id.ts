import type { Validator } from '../model.ts'
import { digitAt, isDigits } from './arithmetic.ts'

/**
 * Turkish identification number, eleven digits, no leading zero: the tenth digit from odd and even places, the eleventh the sum of the ten modulo 10.
 *
 * falsePass: 0.009 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const trNationalId: Validator = {
  id: 'tr-national-id',
  falsePass: 0.009,
  check: (value) => {
    if (!isDigits(value, 11) || value[0] === '0') return false
    const at = (index: number) => digitAt(value, index)
    const tenth = (7 * (at(0) + at(2) + at(4) + at(6) + at(8)) - (at(1) + at(3) + at(5) + at(7)) + 40) % 10
    const sum = [...value.slice(0, 10)].reduce((total, digit) => total + Number(digit), 0)
    return tenth === at(9) && sum % 10 === at(10)
  },
}
