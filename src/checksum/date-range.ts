import type { Json, Validator } from '../model.ts'
import { isPastDay } from './calendar.ts'
import { monthOf } from './month-names.ts'
import { asDigits } from './numerals.ts'

const two = (value: string): string => value.padStart(2, '0')
const ordinal = '(?:\\.|º|er|st|nd|rd|th)?'
const dayThenMonth = new RegExp(`^([0-9]{1,2})${ordinal} (?:of |de |d[’'])?(\\p{L}{3,12})\\.?,? (?:de |del )?([0-9]{4})$`, 'u')
const monthThenDay = new RegExp(`^(\\p{L}{3,12})\\.? ([0-9]{1,2})${ordinal},? ([0-9]{4})$`, 'u')
/** Machines and passports: 04JUL87, 02/MAR/1994; and a year of two digits behind the name of its month. */
const dayMonthYear = /^([0-9]{1,2})[ /.-]?(\p{L}{3,9})\.?[ /.-]?([0-9]{2}|[0-9]{4})$/u
const yearThenMonth = /^([0-9]{4})\.? (\p{L}{3,12}) ([0-9]{1,2})\.?$/u

/** The year before the first of an era that years are counted in: Taiwan, Japan. */
const eras: { readonly [era: string]: number } = { 民國: 1911, 民国: 1911, 昭和: 1925, 平成: 1988, 令和: 2018 }
const eraDay = /^(民[國国]|昭和|平成|令和)(元|[0-9]{1,3})年([0-9]{1,2})月([0-9]{1,2})日$/u
const numeralDay = /^([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$/u
/** A number below forty in Chinese numerals: 七, 十, 十二, 二十, 三十一. */
const smallNumber = /^(?:([一二三]?)(十))?([一二三四五六七八九]?)$/

/** Reads a number below forty in Chinese numerals, such as 二十七; NaN where the characters make none. */
const readNumeral = (text: string): number => {
  const parts = smallNumber.exec(text)
  if (!parts) return Number.NaN
  const [, tens = '', ten, ones = ''] = parts
  const digit = (numeral: string): number => Number(asDigits(numeral))
  // 十二 is 12: where nothing stands before 十 it counts once.
  const above = ten === undefined ? 0 : tens === '' ? 10 : 10 * digit(tens)
  return above + (ones === '' ? 0 : digit(ones))
}

/** Reads a day in years of an era or in Chinese numerals; `yyyymmdd` or undefined. */
const readCountedDay = (text: string): string | undefined => {
  const counted = eraDay.exec(text)
  if (counted) {
    const year = eras[counted[1]!]! + (counted[2] === '元' ? 1 : Number(counted[2]))
    return String(year) + two(counted[3]!) + two(counted[4]!)
  }
  const written = numeralDay.exec(text)
  if (!written) return undefined
  const year = asDigits(written[1]!)
  const [month, day] = [readNumeral(written[2]!), readNumeral(written[3]!)]
  return Number.isNaN(month) || Number.isNaN(day) ? undefined : year + two(String(month)) + two(String(day))
}

/**
 * Reads a day written year first, day or month first (`args.order`: `ymd`, `dmy`, `mdy`), or with the name of its month in a language of
 * Europe, or counted in years of an era or Chinese numerals; `yyyymmdd` or undefined. A year of two digits is one of the twentieth century, so that nobody is made younger than certain.
 */
export const readDay = (text: string, order: string): string | undefined => {
  const dated = (year: string, month: string, day: string): string => year + two(String(monthOf(month))) + two(day)
  const monthFirst = monthThenDay.exec(text)
  if (monthFirst) return dated(monthFirst[3]!, monthFirst[1]!, monthFirst[2]!)
  const dayFirst = dayThenMonth.exec(text)
  if (dayFirst) return dated(dayFirst[3]!, dayFirst[2]!, dayFirst[1]!)
  const short = dayMonthYear.exec(text)
  if (short) return dated(short[3]!.length === 2 ? `19${short[3]!}` : short[3]!, short[2]!, short[1]!)
  const yearFirst = yearThenMonth.exec(text)
  if (yearFirst) return dated(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!)
  if (/年/.test(text) && !/^[0-9]/.test(text)) return readCountedDay(text)
  if (/^[0-9]{8}$/.test(text))
    return order === 'ymd' ? text : text.slice(4) + (order === 'dmy' ? text.slice(2, 4) + text.slice(0, 2) : text.slice(0, 4))
  const parts = text.split(/[^0-9]+/).filter((part) => part !== '')
  if (parts.length !== 3) return undefined
  const [a, b, c] = parts as [string, string, string]
  if (a.length === 4) return a + two(b) + two(c)
  const year = c.length === 2 ? `19${c}` : c
  if (year.length !== 4) return undefined
  return year + (order === 'mdy' ? two(a) + two(b) : two(b) + two(a))
}

const earliest = (args: { readonly [name: string]: Json }): number => (typeof args.from === 'number' ? args.from : 1900)

/**
 * Calendar day (ISO 8601, day and month first, or written out) from the year `args.from` (default 1900) to `asOf`: what a date of birth must be.
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
