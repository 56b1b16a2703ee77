import { readDay } from './date-range.ts'
import { asDigits } from './numerals.ts'

/**
 * The date of birth that an identifier tells, as the number yyyymmdd: positions 7 to 14 of a resident identity number (GB 11643-1999), or a
 * written date. Undefined where it tells none. Whether the identifier is valid was judged before.
 */
export function birthOf(identifier: string): number | undefined {
  const bare = asDigits(identifier.replace(/[ -]/g, ''))
  if (/^[0-9]{17}[0-9Xx]$/.test(bare)) return Number(bare.slice(6, 14))
  const chinese = /^([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日$/.exec(identifier)
  if (chinese !== null) return Number(chinese[1]! + chinese[2]!.padStart(2, '0') + chinese[3]!.padStart(2, '0'))
  // Day and month may stand either way round: the earlier date is taken, so that nobody is made younger than certain.
  const days = [readDay(identifier, 'dmy'), readDay(identifier, 'mdy')]
    .filter((day) => day !== undefined && /^[0-9]{8}$/.test(day))
    .map(Number)
  return days.length === 0 ? undefined : Math.min(...days)
}
