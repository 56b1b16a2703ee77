import type { Json, Validator } from '../model.ts'
import { isPastDay } from './calendar.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const two = (value: string): string => value.padStart(2, '0')

/** Reads a day written year first, day or month first (`args.order`: `ymd`, `dmy`, `mdy`), or with an English month; `yyyymmdd` or undefined. */
export const readDay = (text: string, order: string): string | undefined => {
  const month = (word: string): string => two(String(months.indexOf(word.slice(0, 3).toLowerCase()) + 1))
  const worded = /^([A-Za-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})$/.exec(text)
  if (worded) return worded[3]! + month(worded[1]!) + two(worded[2]!)
  const british = /^([0-9]{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.?,? ([0-9]{4})$/.exec(text)
  if (british) return british[3]! + month(british[2]!) + two(british[1]!)
  if (/^[0-9]{8}$/.test(text))
    return order === 'ymd' ? text : text.slice(4) + (order === 'dmy' ? text.slice(2, 4) + text.slice(0, 2) : text.slice(0, 4))
  const parts = text.split(/[^0-9]+/).filter((part) => part !== '')
  if (parts.length !== 3) return undefined
  const [a, b, c] = parts as [string, string, string]
  if (a.length === 4) return a + two(b) + two(c)
  if (c.length !== 4) return undefined
  return c + (order === 'mdy' ? two(a) + two(b) : two(b) + two(a))
}

const earliest = (args: { readonly [name: string]: Json }): number => (typeof args.from === 'number' ? args.from : 1900)

/**
 * Calendar day (ISO 8601 or written out) from the year `args.from` (default 1900) to `asOf`: what a date of birth must be.
 * `args.order` as in `readDay`; absent, day first and month first are both tried.
 *
 * falsePass: 0.00042 of random eight-digit strings (measured; see the tests).
 */
export const dateRange: Validator = {
  id: 'date-range',
  falsePass: 0.00042,
  check: (value, args, env) =>
    (typeof args.order === 'string' ? [args.order] : /^[0-9]{8}$/.test(value) ? ['ymd'] : ['dmy', 'mdy']).some((order) => {
      const day = readDay(value, order)
      return day !== undefined && isPastDay(day, earliest(args), env.asOf)
    }),
}
