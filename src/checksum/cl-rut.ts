import type { Validator } from '../model.ts'
import { digitAt } from './arithmetic.ts'

/**
 * Chilean identity number (RUN, RUT): seven or eight digits and a check character, weights 2 to 7 from the right again and again, eleven less the
 * remainder modulo 11, ten written K and eleven 0 (Servicio de Registro Civil). Persons have numbers below fifty million.
 *
 * falsePass: 0.045 of random strings of eight digits and a digit (measured by scripts/false-pass.js).
 */
export const clRut: Validator = {
  id: 'cl-rut',
  falsePass: 0.045,
  check: (value) => {
    if (!/^[1-9][0-9]{6,7}[0-9Kk]$/.test(value) || /^([0-9])\1+.$/.test(value)) return false
    const stem = value.slice(0, -1)
    if (Number(stem) >= 50_000_000) return false
    let sum = 0
    for (let index = 0; index < stem.length; index++) sum += digitAt(stem, stem.length - 1 - index) * (2 + (index % 6))
    return '0K987654321'[sum % 11] === value.at(-1)!.toUpperCase()
  },
}
