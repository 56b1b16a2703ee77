import type { Validator } from '../model.ts'
import { isPlaceholder } from './placeholder.ts'

/** Shannon entropy of the characters of a string, in bits per character (Shannon 1948). */
export function entropyOf(value: string): number {
  const counts = new Map<string, number>()
  let total = 0
  for (const character of value) {
    counts.set(character, (counts.get(character) ?? 0) + 1)
    total++
  }
  let bits = 0
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total)
  return bits
}

const count = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

/**
 * Whether a value looks drawn at random rather than written by a person: not a placeholder, and at least `min` bits per character
 * (default 2.5). `digits` and `letters` ask for that many of each; `mixed` asks for two of lower case, upper case and digits.
 * Random strings pass nearly always, so passing is no evidence (falsePass 1): the prefix of the rule is.
 */
export const entropy: Validator = {
  id: 'entropy',
  falsePass: 1,
  check(value, args) {
    if (isPlaceholder(value) || entropyOf(value) < count(args.min, 2.5)) return false
    const digits = value.replace(/[^0-9]/g, '').length
    const letters = value.replace(/[^A-Za-z]/g, '').length
    if (digits < count(args.digits, 0) || letters < count(args.letters, 0)) return false
    return args.mixed !== true || Number(digits > 0) + Number(/[a-z]/.test(value)) + Number(/[A-Z]/.test(value)) >= 2
  },
}
