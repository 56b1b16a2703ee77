import type { Validator } from '../model.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * Goods and services tax number of India, fifteen characters: state 01 to 38 or 97, PAN, registration, Z, check character by Luhn modulo 36.
 *
 * falsePass: 0.0041 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const inGstin: Validator = {
  id: 'in-gstin',
  falsePass: 0.0041,
  check: (value) => {
    const upper = value.toUpperCase()
    if (!/^(?:0[1-9]|[12][0-9]|3[0-8]|97)[A-Z]{3}[ABCFGHJLPTK][A-Z][0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/.test(upper)) return false
    const sum = [...upper.slice(0, 14)].reduce((total, c, index) => {
      const product = alphabet.indexOf(c) * (index % 2 === 0 ? 1 : 2)
      return total + Math.floor(product / 36) + (product % 36)
    }, 0)
    return alphabet[(36 - (sum % 36)) % 36] === upper[14]
  },
}
