import type { Validator } from '../model.ts'
import { isCalendarDay } from './calendar.ts'

/** Values of characters in odd places; 0 to 9 and A to J share the first ten. */
const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23] as const
const place = (character: string): number => (character <= '9' ? Number(character) : character.charCodeAt(0) - 65)

/**
 * Italian fiscal code of a person, sixteen characters (decree of 12 March 1974): consonants of the names, year, letter of the month, day
 * (plus 40 for women), municipality, check letter; digits may be written as letters where two persons would have the same code.
 *
 * falsePass: 0.014 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const itFiscalCode: Validator = {
  id: 'it-fiscal-code',
  falsePass: 0.014,
  check: (value) => {
    const upper = value.toUpperCase()
    if (!/^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/.test(upper)) return false
    const day = Number([...upper.slice(9, 11)].map((c) => (c <= '9' ? c : 'LMNPQRSTUV'.indexOf(c))).join('')) % 40
    if (!isCalendarDay(2000, 'ABCDEHLMPRST'.indexOf(upper[8]!) + 1, day)) return false
    const sum = [...upper.slice(0, 15)].reduce((total, c, index) => total + (index % 2 === 0 ? odd[place(c)]! : place(c)), 0)
    return String.fromCharCode(65 + (sum % 26)) === upper[15]
  },
}
