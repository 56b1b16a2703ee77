import type { Validator } from '../model.ts'
import { bigrams } from './bigrams.ts'
import { isPlaceholder } from './placeholder.ts'

/**
 * Whether a string was drawn at random or written: the evidence in bits is how much likelier a generator makes it than a person does.
 * A generator draws every character alike from its alphabet. A person writes words, whose letters follow each other as in `bigrams`,
 * keeps to one case inside a word, and puts digits in groups. Shannon entropy asks neither question: `PasswordResetToken` and
 * `kX9vQz2TnB4mWp7YcR` have as much of it.
 */

/** Bits a character costs where a generator draws from its alphabet. */
const alphabets: readonly (readonly [of: RegExp, bits: number])[] = [
  [/^[0-9]*$/, Math.log2(10)],
  [/^(?:[0-9a-f]*|[0-9A-F]*)$/, 4],
  [/^[0-9a-fA-F]*$/, Math.log2(22)],
  [/^[A-Z2-7]*$/, 5],
  [/^(?:[0-9a-z]*|[0-9A-Z]*)$/, Math.log2(36)],
  [/^[0-9A-Za-z+/_=.-]*$/, 6],
]
const anyCharacter = Math.log2(94)

const lower = 0
const upper = 1
const digit = 2
const other = 3

const kindOf = (code: number): number =>
  code >= 97 && code <= 122 ? lower : code >= 65 && code <= 90 ? upper : code >= 48 && code <= 57 ? digit : other

/** Bits that a change of kind costs a person, by the kind before (rows) and after: words end rarely, and rarer still in a digit or a capital. */
const changes: readonly (readonly number[])[] = [
  [0.3, 4.5, 5, 3],
  [1.5, 0.8, 5, 3.5],
  [4, 4.5, 0.5, 3],
  [1, 2.5, 3, 2.5],
]
const firstKind: readonly number[] = [1, 1.5, 3, 4]

/** Evidence, in bits, that a string was drawn by a generator: negative for words, and the surer the longer a random string is. */
export function bitsOfChance(value: string): number {
  const perCharacter = alphabets.find(([of]) => of.test(value))?.[1] ?? anyCharacter
  let written = 0
  let before: number | undefined
  let letter = 26
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    const kind = kindOf(code)
    written += before === undefined ? firstKind[kind]! : changes[before]![kind]!
    if (kind === digit) {
      // People count, repeat, and write years: a digit that is one above the last, the same, or part of a round number says little.
      const step = before === digit ? code - value.charCodeAt(i - 1) : Number.NaN
      written += step === 1 || step === 0 ? 1 : 3
      letter = 26
    } else if (kind === other) {
      // Words are joined by few signs; all others are rare.
      written += code === 45 || code === 46 || code === 47 || code === 95 || code === 32 ? 2 : 5
      letter = 26
    } else {
      const at = kind === lower ? code - 97 : code - 65
      // A capital after a small letter begins a word.
      written += bigrams[kind === upper && before === lower ? 26 : letter]![at]! / 8
      letter = at
    }
    before = kind
  }
  return written - perCharacter * value.length
}

/**
 * Whether the letters of a value mostly follow the alphabet, forwards or backwards, as in `a1b2c3d4e5f6g7h8`: manuals show the form of a key
 * so. Two random letters are neighbours once in thirteen times.
 */
function isAlphabet(value: string): boolean {
  const letters = value.toLowerCase().replace(/[^a-z]/g, '')
  let neighbours = 0
  for (let i = 1; i < letters.length; i++) if (Math.abs(letters.charCodeAt(i) - letters.charCodeAt(i - 1)) === 1) neighbours += 1
  // Few different letters, as in hexadecimal, are neighbours often.
  return new Set(letters).size >= 8 && neighbours * 2 >= letters.length - 1
}

/** Whether a value is one stretch of eight characters or more, written at least twice: published test keys are made so, and no generator does it. */
const repeatsItself = (value: string): boolean => /^(.{8,64})\1+=*$/.test(value)

const count = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

/**
 * Holds for a value with at least `bits` of evidence (default 10) that a generator drew it, and that is no placeholder, no alphabet and does not repeat itself. `digits` and
 * `letters` ask for that many of each, which nobody asks where there are `sure` bits of it. Random strings pass nearly always, so passing is no further
 * evidence (falsePass 1).
 */
export const improbable: Validator = {
  id: 'improbable',
  falsePass: 1,
  check(value, args) {
    if (isPlaceholder(value) || isAlphabet(value) || repeatsItself(value)) return false
    const bits = bitsOfChance(value)
    if (bits < count(args.bits, 10)) return false
    if (bits >= count(args.sure, Number.POSITIVE_INFINITY)) return true
    return value.replace(/[^0-9]/g, '').length >= count(args.digits, 0) && value.replace(/[^A-Za-z]/g, '').length >= count(args.letters, 0)
  },
}
