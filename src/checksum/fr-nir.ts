import type { Validator } from '../model.ts'
import { remainder } from './arithmetic.ts'

/**
 * French social security number (NIR, INSEE), fifteen characters: sex (3 and 4 while a foreigner is being registered, 7 and 8 for a
 * provisional number), year, month (or 20 and above where unknown), department (2A and 2B for Corsica), commune, order, key 97 - n mod 97.
 *
 * falsePass: 0.0057 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const frNir: Validator = {
  id: 'fr-nir',
  falsePass: 0.0057,
  check: (value) => {
    const parts = /^([123478][0-9]{2}(?:0[1-9]|1[0-2]|[2-9][0-9])(?:[0-9]{2}|2[AB])[0-9]{6})([0-9]{2})$/.exec(value)
    if (parts === null) return false
    const number = parts[1]!.replace('2A', '19').replace('2B', '18')
    return 97 - remainder(number, 97) === Number(parts[2])
  },
}
