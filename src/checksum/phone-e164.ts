import { createRequire } from 'node:module'
import type * as Core from 'libphonenumber-js/core'
import type * as Library from 'libphonenumber-js/max'
import type { Json, Validator } from '../model.ts'

// Loaded with the first number: its tables take longer than a short run.
const load = createRequire(import.meta.url)
let library: typeof Library | undefined
let american: RegExp | undefined

/** Country codes that belong to no country: freephone, shared cost, satellite, premium. */
const nowhere = new Set(['800', '808', '870', '878', '881', '882', '883', '888', '979'])

/** Line types of companies and machines, not of persons, as libphonenumber names them. */
export const impersonalLines: ReadonlySet<string> = new Set(['TOLL_FREE', 'PREMIUM_RATE', 'SHARED_COST', 'UAN', 'VOICEMAIL'])

/**
 * Fixed and mobile lines of the United States, by the library's own tables. Behind +1 the library asks 25 countries in turn, this one first, so
 * a number of these is what it would be taken for, at a twentieth of the cost; where the commonest form of all is found, it is found by the thousand.
 */
function americanLines(): RegExp {
  const { Metadata } = load('libphonenumber-js/core') as typeof Core
  const plan = new Metadata(load('libphonenumber-js/metadata.max.json')) as Core.Metadata & {
    type(type: 'FIXED_LINE'): { pattern(): string }
  }
  plan.selectNumberingPlan('US')
  // Where the two cannot be told apart, the tables hold both as one.
  return new RegExp(`^\\+1(?=[2-9][0-9]{9}$)(?:${plan.type('FIXED_LINE').pattern()})$`)
}

/**
 * Telephone number in international form (ITU-T E.164), `+` first: valid for its country by length and leading digits, of a kind that
 * a person can hold. `args.except`: country calling codes that another rule serves, such as `["86"]`. `args.country`: calling code
 * of numbers written in national form, such as `"1"`.
 *
 * falsePass: 0.24 of random strings of `+` and eleven digits (measured; see the tests).
 */
export const phoneE164: Validator = {
  id: 'phone-e164',
  falsePass: 0.24,
  check: (given, args) => {
    // An extension is no part of the number.
    const written = given.replace(/,?(?:x|ext|extension):?[0-9]{1,7}$/i, '')
    const country = typeof args.country === 'string' ? args.country : ''
    const value = country === '' ? written : `+${written.length > 10 && written.startsWith(country) ? '' : country}${written}`
    if (!/^\+[1-9][0-9]{6,14}$/.test(value)) return false
    const except = Array.isArray(args.except) ? args.except : []
    american ??= americanLines()
    if (american.test(value) ? except.includes('1') : !isPersonalLine(value, except)) return false
    return !/([0-9])\1{6}$/.test(value)
  },
}

function isPersonalLine(value: string, except: readonly Json[]): boolean {
  library ??= load('libphonenumber-js/max') as typeof Library
  const phone = library.parsePhoneNumberFromString(value)
  if (phone === undefined || nowhere.has(phone.countryCallingCode) || except.includes(phone.countryCallingCode)) return false
  // A number that has a type is valid; to ask for both is the same work twice.
  const type = phone.getType()
  return type === undefined ? phone.isValid() : !impersonalLines.has(type)
}
