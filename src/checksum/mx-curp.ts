import type { Validator } from '../model.ts'
import { isPastDay } from './calendar.ts'

/** States, and NE for those born abroad. */
const states = 'AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS'
const shape = new RegExp(`^[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[HMX](?:${states.replaceAll(' ', '|')})[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z][0-9]$`)
const alphabet = '0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ'

/**
 * Mexican population register key (CURP), eighteen characters: letters of the names, date of birth, sex, state, inner consonants, a character that
 * tells the century (a digit until 1999, a letter since), and a check digit: values weighed 18 to 2, ten less the sum modulo 10.
 *
 * falsePass: 0.0018 of random strings of letters and digits in their places (measured by scripts/false-pass.js).
 */
export const mxCurp: Validator = {
  id: 'mx-curp',
  falsePass: 0.0018,
  check: (value, _args, env) => {
    const key = value.toUpperCase()
    if (!shape.test(key)) return false
    const century = /[0-9]/.test(key[16]!) ? '19' : '20'
    if (!isPastDay(century + key.slice(4, 10), 1900, env.asOf)) return false
    const sum = Array.from(key.slice(0, 17)).reduce((total, character, index) => total + alphabet.indexOf(character) * (18 - index), 0)
    return (10 - (sum % 10)) % 10 === Number(key[17])
  },
}
