import type { Validator } from '../model.ts'
import { digitAt } from './arithmetic.ts'

const worth = (letter: string): number => letter.charCodeAt(0) - 55

/** The check character of the letters and six digits of a Hong Kong identity card: MOD 11, a missing first letter counts as 36. */
export const hongKongCheck = (stem: string): string => {
  const padded = stem.length === 7 ? ` ${stem}` : stem
  let sum = 9 * (padded[0] === ' ' ? 36 : worth(padded)) + 8 * worth(padded.slice(1))
  for (let index = 2; index < 8; index++) sum += (9 - index) * digitAt(padded, index)
  return '0123456789A'[(11 - (sum % 11)) % 11] ?? ''
}

/**
 * Hong Kong identity card number: one or two letters, six digits and a check character 0 to 9 or A, without parentheses
 * (Immigration Department; Registration of Persons Ordinance, Cap. 177).
 *
 * falsePass: 0.091 of random strings of the shape (measured; 1/11).
 */
export const hkid: Validator = {
  id: 'hkid',
  falsePass: 0.091,
  check: (value) => {
    const upper = value.replace(/[（）[\]]/g, '').toUpperCase()
    return /^[A-Z]{1,2}[0-9]{6}[0-9A]$/.test(upper) && hongKongCheck(upper.slice(0, -1)) === upper.at(-1)
  },
}
