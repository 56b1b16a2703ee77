import type { Validator } from '../model.ts'
import { isPastDay } from './calendar.ts'
import { residentCheck } from './cn-ric.ts'
import { provinces } from './region.ts'

/**
 * Number of a foreign permanent resident's identity card, 18 characters since December 2023: 9, province, nationality (ISO 3166-1
 * numeric), date of birth, sequence, and the check character of GB 11643 (ISO 7064 MOD 11-2).
 *
 * falsePass: 1.5e-6 of random 18-character strings (0.1 × 33/100 × 0.9 × 5.4e-4 × 1/11, factors confirmed in the tests).
 */
export const cnPermanentResident: Validator = {
  id: 'cn-permanent-resident',
  falsePass: 1.5e-6,
  check: (value, _args, env) =>
    /^9[0-9]{16}[0-9Xx]$/.test(value) &&
    provinces.has(value.slice(1, 3)) &&
    value.slice(3, 6) >= '004' &&
    value.slice(3, 6) <= '894' &&
    isPastDay(value.slice(6, 14), 1900, env.asOf) &&
    residentCheck(value) === value[17]?.toUpperCase(),
}
