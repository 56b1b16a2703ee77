import type { Validator } from '../model.ts'
import { remainder } from './arithmetic.ts'

/**
 * Spanish social security number, twelve digits, printed in groups between strokes: province (01 to 53, 66 for foreigners), serial of eight digits, two check digits, which are what
 * remains of province and serial divided by 97. Serials below ten million are from the time when there were seven digits, and count as those.
 *
 * falsePass: 0.0053 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const esSocialSecurity: Validator = {
  id: 'es-social-security',
  falsePass: 0.0053,
  check: (value) => {
    const parts = /^(0[1-9]|[1-4][0-9]|5[0-3]|66)\/?([0-9]{8})\/?([0-9]{2})$/.exec(value)
    if (parts === null || /^0+$/.test(parts[2]!)) return false
    return remainder(parts[1]! + parts[2]!.replace(/^0/, ''), 97) === Number(parts[3])
  },
}
