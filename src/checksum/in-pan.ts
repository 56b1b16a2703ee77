import type { Validator } from '../model.ts'

/**
 * Permanent account number of India (income tax), ten characters: three letters, the kind of holder, initial, four digits, letter. `args.holder`: kinds that count, `P` for persons.
 *
 * falsePass: 0.385 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const inPan: Validator = {
  id: 'in-pan',
  falsePass: 0.385,
  check: (value, args) => {
    const kinds = typeof args.holder === 'string' ? args.holder : 'ABCFGHJLPTK'
    const upper = value.toUpperCase()
    return /^[A-Z]{5}[0-9]{4}[A-Z]$/.test(upper) && kinds.includes(upper[3]!) && upper.slice(5, 9) !== '0000'
  },
}
