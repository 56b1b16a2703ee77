const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** Whether year, month and day (1-based) make a day of the Gregorian calendar. */
export const isCalendarDay = (year: number, month: number, day: number): boolean => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && leap ? 29 : monthDays[month - 1]
  return Number.isInteger(year) && days !== undefined && day >= 1 && day <= days
}

/** Whether a text is a day of the calendar, written YYYY-MM-DD (ISO 8601). */
export const isIsoDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && isCalendarDay(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)))

/**
 * Whether eight digits `yyyymmdd` are a calendar day from the year `from` on and not after `asOf` (ISO date).
 * A date after the report's reference date is nobody's birth date yet.
 */
export const isPastDay = (yyyymmdd: string, from: number, asOf: string): boolean => {
  if (!/^[0-9]{8}$/.test(yyyymmdd)) return false
  const year = Number(yyyymmdd.slice(0, 4))
  return (
    year >= from &&
    isCalendarDay(year, Number(yyyymmdd.slice(4, 6)), Number(yyyymmdd.slice(6, 8))) &&
    yyyymmdd <= asOf.slice(0, 10).replaceAll('-', '')
  )
}
