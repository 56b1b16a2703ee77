import { createRequire } from 'node:module'
import type * as Library from 'libphonenumber-js/max'
import type { CountryCode } from 'libphonenumber-js/max'
import type { Validator } from '../model.ts'
import { impersonalLines } from './phone-e164.ts'

// Loaded with the first number: its tables take longer than a short run.
const load = createRequire(import.meta.url)
let library: typeof Library | undefined

/**
 * Countries that write a zero before the area code, or before all of the number, the cheapest to judge first; with what a number of the country
 * begins with and its length, zero included (ITU-T E.164, national plans), so that most are never asked.
 */
const trunkZero: readonly (readonly [country: CountryCode, form: RegExp])[] = [
  ['FR', /^0[1-79].{8}$/],
  ['BE', /^0[1-9].{7,8}$/],
  ['CH', /^0[2-9].{8}$/],
  ['NZ', /^0[2-9].{7,9}$/],
  ['IN', /^0[1-9].{9}$/],
  ['IE', /^0[1-9].{7,8}$/],
  ['KR', /^0[1-7].{7,9}$/],
  ['UA', /^0[3-9].{8}$/],
  ['SE', /^0[1-9].{6,8}$/],
  ['JP', /^0[1-9].{8,9}$/],
  ['NL', /^0[1-7].{8}$/],
  ['ZA', /^0[1-8].{8}$/],
  ['IL', /^0[2-9].{7,8}$/],
  ['IT', /^0[1-9].{7,9}$/],
  ['AT', /^0[1-7].{7,11}$/],
  ['FI', /^0[1-9].{6,9}$/],
  ['TR', /^0[2-5].{9}$/],
  ['DE', /^0[1-9].{7,10}$/],
  ['AU', /^0[2-478].{8}$/],
  ['GB', /^0[1237].{8,9}$/],
]
const groupsOf = (text: string): readonly string[] => text.match(/[0-9]+/g) ?? []

/**
 * Telephone number in the national form of one of `args.countries` (ISO 3166-1; default: those that write a zero first): valid by the
 * numbering plan of that country, of a kind that a person can hold. A number that begins with two zeros is in international form, and its own
 * country decides. With `args.grouped` the area code stands apart, as that country writes it: `0171 1234567`, not `017 11234567`.
 *
 * falsePass: 0.9 of random strings of a zero and nine digits, grouped three, three and four (measured; see the tests): some country has nearly
 * every one of them, so passing is hardly evidence; the grouping and the words beside it are.
 */
export const phoneNational: Validator = {
  id: 'phone-national',
  falsePass: 0.9,
  check: (written, args) => {
    const digits = written.replace(/[^0-9]/g, '')
    if (digits.length < 8 || digits.length > 15 || /([0-9])\1{5}/.test(digits)) return false
    library ??= load('libphonenumber-js/max') as typeof Library
    const { parsePhoneNumberFromString } = library
    if (digits.startsWith('00')) {
      const phone = parsePhoneNumberFromString(`+${digits.slice(2)}`)
      return phone?.isValid() === true && phone.country !== undefined && !impersonalLines.has(phone.getType() ?? '')
    }
    const countries = Array.isArray(args.countries)
      ? (args.countries as readonly CountryCode[])
      : trunkZero.flatMap(([country, form]) => (form.test(digits) ? [country] : []))
    const groups = groupsOf(written)
    return countries.some((country) => {
      const phone = parsePhoneNumberFromString(digits, country)
      if (phone === undefined || !phone.isValid() || impersonalLines.has(phone.getType() ?? '')) return false
      return args.grouped !== true || groupsOf(phone.formatNational())[0] === groups[0]
    })
  },
}
