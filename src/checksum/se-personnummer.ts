import type { Validator } from '../model.ts'
import { isCalendarDay } from './calendar.ts'
import { passesLuhn } from './luhn.ts'

/**
 * Swedish personal identity number: six or eight digits of birth (day plus 60 for coordination numbers), a sign, three digits, Luhn over the last ten.
 *
 * falsePass: 0.0073 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const sePersonnummer: Validator = {
  id: 'se-personnummer',
  falsePass: 0.0073,
  check: (value) => {
    const parts = /^(?:(18|19|20))?([0-9]{2})([0-9]{2})([0-9]{2})[-+]?([0-9]{4})$/.exec(value)
    if (parts === null) return false
    const day = Number(parts[4]) > 60 ? Number(parts[4]) - 60 : Number(parts[4])
    return isCalendarDay(Number(`${parts[1] ?? '20'}${parts[2]}`), Number(parts[3]), day) && passesLuhn(parts.slice(2).join(''))
  },
}
