import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'
import { isPastDay } from './calendar.ts'

/** The century that the individual number (digits 7 to 9) and the short year stand for; NaN where the plan has none. */
const century = (individual: number, short: number): number =>
  individual < 500
    ? 1900
    : individual >= 900 && short >= 40
      ? 1900
      : short < 40
        ? 2000
        : individual < 750 && short >= 54
          ? 1800
          : Number.NaN

/**
 * Norwegian birth number, eleven digits: date of birth (day plus 40 for D-numbers, month plus 40 for H-numbers of hospitals), individual number, two check digits modulo 11.
 *
 * falsePass: 0.00096 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const noFodselsnummer: Validator = {
  id: 'no-fodselsnummer',
  falsePass: 0.00096,
  check: (value, _args, env) => {
    if (!isDigits(value, 11)) return false
    const year = century(Number(value.slice(6, 9)), Number(value.slice(4, 6))) + Number(value.slice(4, 6))
    const written = Number(value.slice(0, 2))
    const day = String(written > 40 ? written - 40 : written).padStart(2, '0')
    const coded = Number(value.slice(2, 4))
    const month = String(coded > 40 && coded < 53 ? coded - 40 : coded).padStart(2, '0')
    return (
      isPastDay(`${year}${month}${day}`, 1850, env.asOf) &&
      weightedSum(value, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
      weightedSum(value, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
    )
  },
}
