import type { Validator } from '../model.ts'
import { remainder } from './arithmetic.ts'

/**
 * French tax number of a person (numéro fiscal de référence, numéro SPI), thirteen digits, the first 0 to 3; the last three are what remains of the
 * first ten divided by 511.
 *
 * falsePass: 0.00041 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const frTaxNumber: Validator = {
  id: 'fr-tax-number',
  falsePass: 0.00041,
  check: (value) => {
    const parts = /^([0-3][0-9]{9})([0-9]{3})$/.exec(value)
    if (parts === null || /^0+$/.test(parts[1]!)) return false
    return remainder(parts[1]!, 511) === Number(parts[2])
  },
}
