import type { Validator } from '../model.ts'
import { weightedSum } from './arithmetic.ts'

const letters = 'WABCDEFGHIJKLMNOPQRSTUV'

/**
 * Irish PPS number: seven digits, check letter, and since 2013 a second letter that counts nine times; an earlier
 * second letter W, T or X counts for nothing.
 *
 * falsePass: 0.043 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const iePps: Validator = {
  id: 'ie-pps',
  falsePass: 0.043,
  check: (value) => {
    const parts = /^([0-9]{7})([A-W])([A-ITWX])?$/i.exec(value)
    if (parts === null) return false
    const second = Math.max(0, 'WABCDEFGHI'.indexOf(parts[3]?.toUpperCase() ?? 'W'))
    return letters[(weightedSum(parts[1]!, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23] === parts[2]!.toUpperCase()
  },
}
