import type { Validator } from '../model.ts'
import { remainder } from './arithmetic.ts'

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE'

/**
 * Spanish identity number (DNI: eight digits and a letter; zeros before them may be left out) and foreigner's number (NIE: X, Y or Z, seven digits and a letter): the letter
 * is the number modulo 23, X Y Z counted as 0 1 2; tax numbers of persons without either begin with K, L or M, counted as nothing (Orden
 * EHA/451/2008). `args.kind`: `dni`, `nie` or `nif`.
 *
 * falsePass: 0.043 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const esDni: Validator = {
  id: 'es-dni',
  falsePass: 0.043,
  check: (value, args) => {
    const upper = value.toUpperCase()
    const form = args.kind === 'nie' ? /^[XYZ][0-9]{7}[A-Z]$/ : args.kind === 'nif' ? /^[KLM][0-9]{7}[A-Z]$/ : /^[0-9]{5,8}[A-Z]$/
    if (!form.test(upper)) return false
    const digits = upper.slice(0, -1).replace(/^[KLMXYZ]/, (letter) => String(Math.max(0, 'XYZ'.indexOf(letter))))
    return /[1-9]/.test(digits) && letters[remainder(digits, 23)] === upper.at(-1)
  },
}
