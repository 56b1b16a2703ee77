import type { Validator } from '../model.ts'
import { remainder } from './arithmetic.ts'
import { isCalendarDay } from './calendar.ts'

const letters = '0123456789ABCDEFHJKLMNPRSTUVWXY'
const centuries: { readonly [sign: string]: number } = { '+': 1800, '-': 1900 }
const century = (sign: string): number => centuries[sign] ?? (sign >= 'U' ? 1900 : 2000)

/**
 * Finnish personal identity code: date of birth, century sign (with the additional ones of 2023), individual number 002 to 899 (900s for tests), n mod 31.
 *
 * falsePass: 0.0009 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const fiHetu: Validator = {
  id: 'fi-hetu',
  falsePass: 0.0009,
  check: (value) => {
    const parts = /^([0-9]{2})([0-9]{2})([0-9]{2})([-+ABCDEFUVWXY])([0-9]{3})([0-9A-Y])$/i.exec(value)
    if (parts === null || Number(parts[5]) < 2) return false
    const sign = parts[4]!.toUpperCase()
    return (
      isCalendarDay(century(sign) + Number(parts[3]), Number(parts[2]), Number(parts[1])) &&
      letters[remainder(`${parts[1]}${parts[2]}${parts[3]}${parts[5]}`, 31)] === parts[6]!.toUpperCase()
    )
  },
}
