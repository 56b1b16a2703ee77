import type { Validator } from '../model.ts'
import { digitAt, isDigits } from './arithmetic.ts'

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

/**
 * Aadhaar number of India (UIDAI), twelve digits: first 2 to 9, no palindrome, Verhoeff's check digit.
 *
 * falsePass: 0.08 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const inAadhaar: Validator = {
  id: 'in-aadhaar',
  falsePass: 0.08,
  check: (written) => {
    const value = written.replace(/[ :-]/g, '')
    if (!isDigits(value, 12) || value[0]! < '2' || value === [...value].reverse().join('')) return false
    let c = 0
    for (let index = 0; index < 12; index++) c = digitAt(d[c]!, digitAt(p[index % 8]!, digitAt(value, 11 - index)))
    return c === 0
  },
}
