import type { Rule } from '../model.ts'
import { Stop } from '../stop.ts'
import { nearest } from '../words/nearest.ts'

/**
 * The rules that names mean: ids of rules, packs (`pii-cn`), or packs with a star (`pii-cn/*`).
 *
 * @param where what the names were given to, such as an option of the command line
 * @throws Stop exit 2, code `rules.unknown-rule`, for a name that means none
 */
export function rulesNamed(names: readonly string[], rules: readonly Rule[], where: string): ReadonlySet<Rule> {
  const meant = names.map((name) => rules.filter(({ id, pack }) => id === name || pack === name.replace(/\/\*$/, '')))
  const unknown = names[meant.findIndex((some) => some.length === 0)]
  if (unknown !== undefined) {
    const close = nearest(unknown, [...new Set(rules.flatMap(({ id, pack }) => [pack, id]))])
    throw new Stop('usage', 'rules.unknown-rule', {
      en: `${where} names "${unknown}", which is no rule and no rule pack${close === undefined ? ';' : `; did you mean "${close}"?`} "dataaudit rules list" prints all`,
      zh: `${where} 中的“${unknown}”既不是规则也不是规则包${close === undefined ? '；' : `；是否指“${close}”？`}可用“dataaudit rules list”查看全部`,
    })
  }
  return new Set(meant.flat())
}
