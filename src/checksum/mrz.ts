import type { Validator } from '../model.ts'
import { isCalendarDay } from './calendar.ts'

const weights = [7, 3, 1]

/** Weights 7, 3 and 1 in turn, modulo ten; a letter counts from ten, the filler `<` nothing. */
const holds = (text: string, digit: string): boolean =>
  [...text].reduce((sum, one, at) => sum + (one === '<' ? 0 : Number.parseInt(one, 36)) * weights[at % 3]!, 0) % 10 === Number(digit)

/** A date as YYMMDD, in whatever century. What is not known of a birth is filled up. */
const isDate = (text: string): boolean =>
  /^[0-9]{6}$/.test(text) ? isCalendarDay(2000, Number(text.slice(2, 4)), Number(text.slice(4))) : /^[0-9]{2}(?:[0-9]{2}|<<)<<$/.test(text)

const lines =
  /^(?:[ACIPV][A-Z<]{35,43}[^A-Z0-9<]{1,4})?([A-Z0-9<]{9})([0-9<])[A-Z<]{3}([0-9<]{6})([0-9])[MFX<]([0-9]{6})([0-9])(?:[A-Z0-9<]{8}|[A-Z0-9<]{16})$/
const card =
  /^[ACI][A-Z<][A-Z<]{3}([A-Z0-9<]{9})([0-9<])[A-Z0-9<]{15}[^A-Z0-9<]{1,4}([0-9<]{6})([0-9])[MFX<]([0-9]{6})([0-9])[A-Z<]{3}[A-Z0-9<]{11}[0-9](?:[^A-Z0-9<]{1,4}[A-Z<]{30})?$/

/**
 * The machine-readable zone of a passport, a visa or an identity card (ICAO Doc 9303, parts 4 to 7): the line with number, date of birth and date of
 * expiry, 44 or 36 characters, with or without the line of the name above it, or the lines of a card, 30 characters each. Their check digits hold, and
 * so does the last one, which is over all of them; visas have none, and end in a filler or letter.
 *
 * falsePass: 1.4e-6 of random strings of the shape (computed: three check digits and two dates, each of which holds for 365 of 10,000).
 */
export const mrz: Validator = {
  id: 'mrz',
  falsePass: 1.4e-6,
  check: (value) => {
    const parts = lines.exec(value) ?? card.exec(value)
    if (parts === null) return false
    const [, number, own, birth, ofBirth, expiry, ofExpiry] = parts as unknown as string[]
    // A number of more than nine characters goes on in the optional part, and a filler stands for its check digit.
    if (!/[A-Z0-9]/.test(number!) || (own !== '<' && !holds(number!, own!))) return false
    return isDate(birth!) && holds(birth!, ofBirth!) && isDate(expiry!) && holds(expiry!, ofExpiry!) && isWhole(value)
  },
}

/** The check digit over all. */
const isWhole = (value: string): boolean => {
  const [first = '', second = ''] = value.split(/[^A-Z0-9<]+/)
  if (first.length === 30) return holds(first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29), second[29]!)
  const line = second === '' ? first : second
  return /[A-Z<]$/.test(line) || holds(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, -1), line.at(-1)!)
}
