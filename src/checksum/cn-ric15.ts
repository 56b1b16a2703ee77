import type { Validator } from '../model.ts'
import { isPastDay } from './calendar.ts'
import { isRegion } from './region.ts'

/**
 * Resident identity number of the first generation, 15 digits without a check character (GB 11643-1989, given out 1984 to 1999): a
 * division in force in those years and a calendar date of birth in the 1900s.
 *
 * falsePass: 2.0e-4 of random 15-digit strings (measured; see the tests).
 */
export const cnRic15: Validator = {
  id: 'cn-ric15',
  falsePass: 2.0e-4,
  check: (value, _args, env) =>
    /^[1-7][0-9]{14}$/.test(value) &&
    isPastDay(`19${value.slice(6, 12)}`, 1900, env.asOf) &&
    isRegion(value.slice(0, 6), 1984, 1999) &&
    value.slice(12) !== '000',
}
