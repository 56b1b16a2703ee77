import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'

/** Prefixes that no campus and no internet service of the IRS gives out. */
const unused = /^(?:0[0789]|1[789]|28|29|49|69|70|78|79|89|9[67])/

/**
 * United States employer identification number, nine digits with a prefix that the IRS gives out.
 *
 * falsePass: 0.82 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const usEin: Validator = {
  id: 'us-ein',
  falsePass: 0.82,
  check: (value) => isDigits(value, 9) && !unused.test(value) && !/^([0-9])\1+$/.test(value),
}
