import type { Validator } from '../model.ts'
import { isDigits } from './arithmetic.ts'
import { isPastDay } from './calendar.ts'
import { passesLuhn } from './luhn.ts'
import { passesVerhoeff } from './verhoeff.ts'

/**
 * National identification number of Luxembourg (matricule), thirteen digits: date of birth, serial of three, and two check digits over these
 * eleven, one by the Luhn formula and one by Verhoeff’s (loi du 19 juin 2013).
 *
 * falsePass: 0.00038 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const luMatricule: Validator = {
  id: 'lu-matricule',
  falsePass: 0.00038,
  check: (value, _args, env) =>
    isDigits(value, 13) &&
    isPastDay(value.slice(0, 8), 1850, env.asOf) &&
    passesLuhn(value.slice(0, 12)) &&
    passesVerhoeff(value.slice(0, 11) + value[12]!),
}
