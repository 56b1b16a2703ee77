import type { Validator } from '../model.ts'
import { organisationCheck } from './cn-org-code.ts'
import { provinces } from './region.ts'

/** Digits and letters without I, O, S, V and Z: GB 32100-2015, table 3. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** 3^i mod 31. */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const

/** The check character of the first 17: GB 32100-2015, MOD 31. Empty when a character is not in the alphabet. */
export const creditCheck = (seventeen: string): string => {
  let sum = 0
  for (const [index, weight] of weights.entries()) {
    const worth = alphabet.indexOf(seventeen[index] ?? '?')
    if (worth < 0) return ''
    sum += weight * worth
  }
  return alphabet[(31 - (sum % 31)) % 31] ?? ''
}

/**
 * Unified social credit code, 18 characters (GB 32100-2015): registering department and kind, division of a known province (or
 * 100000, the state), organisation code with its own check character (GB 11714), MOD 31.
 * `args.kinds`: accepted first two characters, such as `["92"]` for sole traders, who are persons.
 * `args.except`: first two characters that do not count.
 *
 * falsePass: 1.03e-3 of random strings of the shape (measured; see the tests).
 */
export const cnUscc: Validator = {
  id: 'cn-uscc',
  falsePass: 1.03e-3,
  check: (value, args) => {
    const code = value.toUpperCase()
    if (!/^[1-9ANY][1-9][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return false
    const kind = code.slice(0, 2)
    if (Array.isArray(args.kinds) && !args.kinds.includes(kind)) return false
    if (Array.isArray(args.except) && args.except.includes(kind)) return false
    return (
      (provinces.has(code.slice(2, 4)) || code.slice(2, 8) === '100000') &&
      organisationCheck(code.slice(8, 16)) === code[16] &&
      creditCheck(code) === code[17]
    )
  },
}
