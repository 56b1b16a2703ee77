import type { Validator } from '../model.ts'
import { remainder } from './arithmetic.ts'

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE'

/**
 * Spanish identity number (DNI: eight digits and a letter) and foreigner's number (NIE: X, Y or Z, seven digits and a letter): the letter
 * is the number modulo 23, X Y Z counted as 0 1 2. `args.kind`: `dni` or `nie`.
 *
 * falsePass: 0.043 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const esDni: Validator = {
  id: 'es-dni',
  falsePass: 0.043,
  check: (value, args) => {
    const upper = value.toUpperCase()
    if (!(args.kind === 'nie' ? /^[XYZ][0-9]{7}[A-Z]$/ : /^[0-9]{7,8}[A-Z]$/).test(upper)) return false
    const digits = upper.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
    return /[1-9]/.test(digits) && letters[remainder(digits, 23)] === upper.at(-1)
  },
}
