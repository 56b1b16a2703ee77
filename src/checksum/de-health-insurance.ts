import type { Validator } from '../model.ts'
import { digitAt } from './arithmetic.ts'

/**
 * German health insurance number (§ 290 SGB V), unchanging part: a letter, eight digits, check digit: the letter counted as two digits,
 * weights 1 and 2 from the left, the sum of the cross sums modulo 10.
 *
 * falsePass: 0.1 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const deHealthInsurance: Validator = {
  id: 'de-health-insurance',
  falsePass: 0.1,
  check: (value) => {
    if (!/^[A-Za-z][0-9]{9}$/.test(value)) return false
    const digits = String(value.toUpperCase().charCodeAt(0) - 64).padStart(2, '0') + value.slice(1, 9)
    let sum = 0
    for (let index = 0; index < 10; index++) {
      const product = digitAt(digits, index) * (index % 2 === 0 ? 1 : 2)
      sum += Math.floor(product / 10) + (product % 10)
    }
    return sum % 10 === Number(value[9])
  },
}
