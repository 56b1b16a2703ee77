import type { Validator } from '../model.ts'
import { asDigits } from './numerals.ts'

/** Second and third digit of the ranges the ministry (MIIT) has given to persons. 140, 141, 144, 146, 148, 149, 174 serve machines and satellites. */
const ranges = new Set(
  '30 31 32 33 34 35 36 37 38 39 45 47 50 51 52 53 55 56 57 58 59 62 65 66 67 70 71 72 73 75 76 77 78 80 81 82 83 84 85 86 87 88 89 90 91 92 93 95 96 97 98 99'.split(
    ' ',
  ),
)

/**
 * Chinese mobile number (numbering plan of MIIT): 11 digits, with or without 86, in a range given to persons. Eight equal digits at
 * the end, and the operator's service number 13800138000, stand in every form and manual and are nobody's.
 *
 * Its numerals may be Chinese, as speech is written down; dots may stand between its groups, as adverts have it.
 *
 * falsePass: 0.052 of random 11-digit strings (measured; see the tests).
 */
export const cnMobile: Validator = {
  id: 'cn-mobile',
  falsePass: 0.052,
  check: (value) => {
    const number = /^(?:\+?86|0086)?(1[3-9][0-9]{9})$/.exec(asDigits(value).replace(/[·•]/g, ''))?.[1]
    return number !== undefined && ranges.has(number.slice(1, 3)) && number !== '13800138000' && !/([0-9])\1{7}$/.test(number)
  },
}
