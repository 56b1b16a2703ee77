import type { Validator } from '../model.ts'
import { digitAt } from './arithmetic.ts'

/** Letters in the order of their codes 10 to 35. */
const letters = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'

/** The check digit of the letter and eight digits of a Taiwan identity number: MOD 10. */
export const taiwanCheck = (stem: string): string => {
  const code = letters.indexOf(stem[0] ?? '?') + 10
  let sum = Math.floor(code / 10) + 9 * (code % 10)
  for (let index = 1; index <= 8; index++) sum += (9 - index) * digitAt(stem, index)
  return String((10 - (sum % 10)) % 10)
}

/**
 * Taiwan national identity number (letter, 1 or 2) and unified number of residents (8 or 9 since 2021): MOD 10 over the letter's code.
 *
 * falsePass: 0.100 of random strings of the shape (measured; 1/10).
 */
export const twid: Validator = {
  id: 'twid',
  falsePass: 0.1,
  check: (value) => {
    const upper = value.toUpperCase()
    return /^[A-Z][1289][0-9]{8}$/.test(upper) && taiwanCheck(upper.slice(0, 9)) === upper[9]
  },
}
