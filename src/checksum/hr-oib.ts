import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { passesMod1110 } from './mod-11-10.ts'

/**
 * Croatian personal identification number (OIB), eleven digits, ISO 7064 MOD 11,10.
 *
 * falsePass: 0.1 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const hrOib: Validator = {
  id: 'hr-oib',
  falsePass: 0.1,
  check: (value) => isDigits(value, 11) && passesMod1110(value),
}
