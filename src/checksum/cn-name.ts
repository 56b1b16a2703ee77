import type { Json, Validator } from '../model.ts'

const lists = new WeakMap<
  object,
  {
    readonly single: ReadonlySet<string>
    readonly compound: ReadonlySet<string>
    readonly parts: ReadonlySet<string>
    readonly given: ReadonlySet<string>
    readonly not: ReadonlySet<string>
  }
>()
const strings = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []

/** Whether a name is two of the parts that peoples without surnames make theirs of. */
const joined = (value: string, parts: ReadonlySet<string>): boolean =>
  [2, 3].some((length) => parts.has(value.slice(0, length)) && parts.has(value.slice(length)))

/**
 * Chinese personal name by its form: a surname of `args.surnames` (a string of single characters, or several) and one or two given
 * characters, or one of `args.compound` and one or two; none of the words of `args.not`, and not the given part one of them either, unless `args.given` has it. Or two
 * of `args.parts`, or a name in two parts with a dot between them, as peoples have it that know no surname.
 *
 * falsePass: 0.12 of random strings of two or three of the 3,000 commonest characters (estimated from the share of surnames).
 */
export const cnName: Validator = {
  id: 'cn-name',
  falsePass: 0.12,
  check: (value, args) => {
    let list = lists.get(args)
    if (list === undefined) {
      list = {
        single: new Set([args.surnames].flat().flatMap((one) => (typeof one === 'string' ? [...one.replace(/\s/g, '')] : []))),
        compound: new Set(strings(args.compound)),
        parts: new Set(strings(args.parts)),
        given: new Set(strings(args.given)),
        not: new Set(strings(args.not)),
      }
      lists.set(args, list)
    }
    if (/[·•]/u.test(value)) return /^\p{Script=Han}{2,7}[·•]\p{Script=Han}{2,8}$/u.test(value)
    if (joined(value, list.parts)) return true
    const characters = [...value]
    const given = characters.slice(1).join('')
    if (list.not.has(value) || list.not.has(characters.slice(0, 2).join(''))) return false
    if (list.not.has(given) && !list.given.has(given)) return false
    if (list.compound.has(characters.slice(0, 2).join(''))) return characters.length >= 3 && characters.length <= 4
    return list.single.has(characters[0] ?? '') && characters.length >= 2 && characters.length <= 3
  },
}
