import { digitAt } from './arithmetic.ts'

const d = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
]
const p = ['0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901', '2793806415', '7046913258']

/** Whether a digit string passes Verhoeff’s check (J. Verhoeff, Error Detecting Decimal Codes, 1969), check digit last. */
export const passesVerhoeff = (digits: string): boolean => {
  let c = 0
  for (let index = 0; index < digits.length; index++) c = digitAt(d[c]!, digitAt(p[index % 8]!, digitAt(digits, digits.length - 1 - index)))
  return c === 0
}
