import { mostSteps, stepsAt } from '../detectors/index.ts'
import type { Rule } from '../model.ts'
import { Stop } from '../stop.ts'
import { grouped } from '../words/figures.ts'

/** The part of `detect:` that holds regular expressions. */
interface Expressions {
  readonly kind: string
  readonly patterns?: readonly { readonly id: string; readonly re: string; readonly flags: string; readonly fields?: readonly string[] }[]
  readonly exclude?: { readonly patterns: readonly string[] }
  readonly context?: { readonly fieldBoost: readonly string[]; readonly fieldDamp: readonly string[] }
  /** Of composite rules. */
  readonly fields?: readonly string[]
  readonly value?: string | undefined
}

/**
 * Refuses rules with an expression that is none by itself, though it may be one in the brackets a detector puts around it (`a)|(b`), and
 * those with one that some text keeps busy for ever: a thread in it hears neither signals nor limits.
 *
 * @throws Stop exit 2 naming the rule, the expression and the part of it
 */
export function checkExpressions(rules: readonly Rule[]): void {
  const known = new Set<string>()
  const check = (rule: Rule, name: { readonly en: string; readonly zh: string }, source: string, flags: string, used = source) => {
    if (known.has(`${flags}/${used}`)) return
    known.add(`${flags}/${used}`)
    try {
      new RegExp(source, `u${flags}`)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Stop('usage', 'rules.bad-pattern', {
        en: `rule ${rule.id}: ${name.en} cannot be used: ${reason}`,
        zh: `规则 ${rule.id}：${name.zh}无法使用：${reason}`,
      })
    }
    const part = stepsAt(used, flags)
    if (part === undefined) return
    const most = grouped(mostSteps)
    throw new Stop('usage', 'rules.too-many-steps', {
      en: `rule ${rule.id}: ${name.en} could try a text for ever: it may take more than ${most} steps from one place, and too many at "${part}"; let what is repeated there begin or end with a character that nothing beside it takes, or lower the bounds`,
      zh: `规则 ${rule.id}：${name.zh}可能使检测无法结束：从文本的一处起就可能需要超过 ${most} 步，症结在“${part}”；请让其中重复的部分以相邻部分都不含的字符开头或结尾，或降低重复次数的上限`,
    })
  }
  for (const rule of rules) {
    const { kind, patterns = [], exclude, context, fields = [], value } = rule.detect as Expressions
    if (kind !== 'pattern' && kind !== 'composite') continue
    for (const each of fields) check(rule, { en: '"fields"', zh: 'fields ' }, each, 'i')
    if (value !== undefined) check(rule, { en: '"value"', zh: 'value ' }, value, 'i', `^(?:${value})$`)
    for (const { id, re, flags, fields } of patterns) {
      const named = { en: `pattern "${id}"`, zh: `模式“${id}”` }
      check(rule, named, re, flags)
      for (const each of fields ?? []) check(rule, { en: `"fields" of ${named.en}`, zh: `${named.zh}的 fields ` }, each, 'i')
    }
    for (const each of exclude?.patterns ?? [])
      check(rule, { en: '"exclude.patterns"', zh: 'exclude.patterns ' }, each, 'i', `^(?:${each})$`)
    for (const list of ['fieldBoost', 'fieldDamp'] as const)
      for (const each of context?.[list] ?? []) check(rule, { en: `"context.${list}"`, zh: `context.${list} ` }, each, 'i')
  }
}
