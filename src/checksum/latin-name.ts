import type { Json, Validator } from '../model.ts'
import { plainLetters } from './letters.ts'

const known = new WeakMap<object, ReadonlySet<string>>()
const givenOf = (list: Json | undefined): ReadonlySet<string> =>
  new Set(Array.isArray(list) ? list.flatMap((line) => (typeof line === 'string' ? line.split(' ') : [])) : [])

/**
 * Name of a person in Latin letters: two words or more, one of them a given name of `args.list` (small letters without marks, separated by
 * blanks); of a name with a hyphen (`Jean-Luc`) its first part counts.
 *
 * falsePass: 0.06 of pairs of capitalised words (estimated from the share of given names in titles and names of firms).
 */
export const latinName: Validator = {
  id: 'latin-name',
  falsePass: 0.06,
  check: (value, args) => {
    let given = known.get(args)
    if (given === undefined) {
      given = givenOf(args.list)
      known.set(args, given)
    }
    const words = value.split(/[\s,]+/)
    return words.length >= 2 && words.some((word) => given.has(plainLetters(word.split('-', 1)[0]!)))
  },
}
