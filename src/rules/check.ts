import { validatorIds } from '../checksum/index.ts'
import type { CompositeDetect } from '../detectors/composite-schema.ts'
import type { PatternDetect } from '../detectors/pattern-schema.ts'
import { identifiersOf, noPerson } from '../detectors/persons.ts'
import type { Example, Rule, Words } from '../model.ts'
import { Stop } from '../stop.ts'
import { didYouMean } from '../words/nearest.ts'
import type { Pack } from './book.ts'
import { type CompiledRules, compileRules, hitsInString } from './compile.ts'
import type { Law } from './legal.ts'
import type { LocatedHit, Matcher } from './matcher.ts'
import type { RiskType } from './schema.ts'

/**
 * Checks what the schema cannot: clause and risk ids exist, and so do the validators and patterns a rule names; rule ids are unique, the set is not empty.
 *
 * @throws Stop exit 2 naming the rule and the value
 */
export function checkReferences(packs: readonly Pack[], risks: readonly RiskType[], law: Law): void {
  const riskIds = new Set(risks.map((risk) => risk.id))
  const clauses = new Set(law.requirements.map((row) => row.id))
  const rules = packs.flatMap((pack) => pack.rules)
  const ids = new Set<string>()
  const bad = (code: string, rule: Rule, words: Words): never => {
    throw new Stop('usage', code, { en: `rule ${rule.id} ${words.en}`, zh: `规则 ${rule.id} ${words.zh}` })
  }
  for (const rule of rules) {
    if (ids.has(rule.id)) bad('rules.duplicate', rule, { en: 'is defined twice; ids are unique', zh: '被定义了两次；编号必须唯一' })
    ids.add(rule.id)
    for (const risk of [rule.risk, ...rule.secondaryRisks]) {
      if (!riskIds.has(risk)) {
        bad('rules.unknown-risk', rule, {
          en: `names an unknown risk type "${risk}"; known types are listed in docs/rules/risks.md`,
          zh: `引用了未知的风险类型“${risk}”；已知类型见 docs/rules/risks.md`,
        })
      }
    }
    for (const clause of rule.requirements) {
      if (!clauses.has(clause)) {
        bad('rules.unknown-clause', rule, {
          en: `cites an unknown clause "${clause}"; known clauses are listed in docs/rules/requirements.md`,
          zh: `引用了未知的条款“${clause}”；已知条款见 docs/rules/requirements.md`,
        })
      }
    }
  }
  if (rules.length === 0) {
    throw new Stop('usage', 'rules.empty', {
      en: 'no rule is loaded: an audit without rules would always pass; check the packs',
      zh: '没有加载任何规则：没有规则的审计必然“通过”；请检查规则包',
    })
  }
  for (const rule of rules) {
    const { validators, only, patterns } = namedIn(rule)
    for (const id of validators.filter((one) => !validatorIds.includes(one))) {
      const meant = didYouMean(id, validatorIds)
      bad('rules.unknown-validator', rule, {
        en: `names an unknown validator "${id}"${meant.en}; the built-in rules show the known ones`,
        zh: `引用了未知的校验器“${id}”${meant.zh}；可用的校验器见内置规则`,
      })
    }
    for (const id of only.filter((one) => !patterns.includes(one))) {
      const meant = didYouMean(id, patterns)
      bad('rules.unknown-pattern', rule, {
        en: `has a validator only for a pattern "${id}" that it has not${meant.en}; its patterns: ${patterns.join(', ')}`,
        zh: `有校验器限用于不存在的模式“${id}”${meant.zh}；其模式有：${patterns.join('、')}`,
      })
    }
    for (const companion of besideOf(rule, rules)) {
      if (!ids.has(companion))
        bad('rules.unknown-rule', rule, { en: `builds on an unknown rule "${companion}"`, zh: `的 beside 引用了未知的规则“${companion}”` })
    }
    for (const loser of rule.beats) {
      if (!ids.has(loser))
        bad('rules.unknown-rule', rule, { en: `beats an unknown rule "${loser}"`, zh: `的 beats 引用了未知的规则“${loser}”` })
    }
  }
}

/** The rules, of `all`, without whose hits a composite rule finds nothing in a text, by their ids; none for other rules. */
export const companionsOf = (rule: Rule, all: readonly Rule[]): readonly string[] =>
  rule.detect.kind === 'composite' ? besideOf(rule, all) : []

/** The rules, of `all`, that a rule names as those beside which it finds something, by their ids. */
function besideOf({ detect }: Rule, all: readonly Rule[]): readonly string[] {
  const { patterns = [], beside = patterns.flatMap((p) => p.beside ?? []) } = detect as Partial<CompositeDetect> & Partial<PatternDetect>
  // What runs only when it is asked for is nothing to build on.
  const persons = all.filter(({ identifies, optional }) => identifies === 'person' && optional !== true).map(({ id }) => id)
  return identifiersOf(beside, persons)
}

/** What a rule of patterns names in its `detect`; nothing for other rules. */
function namedIn({ detect }: Rule): { readonly [what in 'validators' | 'only' | 'patterns']: readonly string[] } {
  if (detect.kind !== 'pattern') return { validators: [], only: [], patterns: [] }
  const { validate, exclude, patterns } = detect as unknown as PatternDetect
  return {
    validators: [...validate.map(({ use }) => use), ...exclude.valid],
    only: validate.flatMap(({ only = [] }) => only),
    patterns: patterns.map(({ id }) => id),
  }
}

/** An example that did not do what its rule says. */
export interface ExampleFailure {
  readonly rule: Rule
  readonly words: Words
}

/**
 * Runs every rule's own tests, each rule alone and without gates. Examples count before hits of other rules compete.
 *
 * @param how `most` examples of a kind to run for a rule, by default all of them; folders with `code` of packs; `all` rules that these may build
 *   on, whether the run turns them off or not
 */
export function exampleFailures(
  rules: readonly Rule[],
  lists: ReadonlyMap<string, readonly string[]>,
  asOf: string,
  how: { readonly most?: (rule: Rule) => number; readonly code?: readonly string[]; readonly all?: readonly Rule[] } = {},
): readonly ExampleFailure[] {
  const { most = () => Number.POSITIVE_INFINITY, code = [], all = rules } = how
  const failures: ExampleFailure[] = []
  for (const rule of rules) {
    if (most(rule) === 0) continue
    const companions = companionsOf(rule, all)
    const others = all.filter(({ id }) => companions.includes(id))
    // A composite is nothing without the rules it builds on: where some are missing, its examples say nothing.
    if (others.length < companions.length) continue
    const alone = compileRules([rule, ...others], lists, asOf, code)
    for (const [index, { text, find, field }] of rule.examples.match.slice(0, most(rule)).entries()) {
      const found = spansOf(alone, rule, text, field)
      const n = index + 1
      if (found.length === 0)
        failures.push({ rule, words: { en: `its "match" example ${n} is not found`, zh: `的第 ${n} 个 match 示例未被命中` } })
      else if (find !== undefined && !found.includes(find)) {
        failures.push({
          rule,
          words: { en: `its "match" example ${n} is found with another span`, zh: `的第 ${n} 个 match 示例命中的范围不符` },
        })
      }
    }
    for (const [index, { text, field }] of rule.examples.pass.slice(0, most(rule)).entries()) {
      if (spansOf(alone, rule, text, field).length === 0) continue
      failures.push({
        rule,
        words: { en: `its "pass" example ${index + 1} is found, and must not be`, zh: `的第 ${index + 1} 个 pass 示例被误判为命中` },
      })
    }
  }
  return failures
}

/**
 * Examples in which the gates of a matcher lose what patterns find.
 *
 * @param held what is asked of the gates. `own`: that a rule finds its own `match` examples, which its patterns alone are known to find; a pack of a
 *   thousand rules then costs a thousand looks. `all`: that all rules together find in every example what they find without gates; that costs the
 *   square of it, and shows rules that lose to each other otherwise
 */
export function gateFailures(rules: readonly Rule[], matcher: Matcher, held: 'own' | 'all'): readonly ExampleFailure[] {
  const loses = (rule: Rule, { text, field = '' }: Example): boolean => {
    const span = matcher.kernel.push(text)
    const [unit] = rule.units
    const gated = matcher.hits(span, field, unit!)
    const lost =
      held === 'own' ? !gated.some(({ hit }) => hit.rule.id === rule.id) : told(gated) !== told(matcher.exhaustiveHits(span, field, unit!))
    matcher.kernel.clear()
    return lost
  }
  return rules.flatMap((rule) => {
    const { match, pass } = rule.examples
    const examples = held === 'own' ? match : [...match, ...pass]
    return examples.filter((example) => loses(rule, example)).map(() => ({ rule, words: unseen }))
  })
}

const unseen: Words = {
  en: 'a gate does not see what the patterns find in one of its examples',
  zh: '的某个示例中，gate 未能覆盖模式的命中',
}

/** Hits in a form to be compared. */
const told = (hits: readonly LocatedHit[]): string =>
  hits.map(({ hit, start, end }) => `${hit.rule.id}:${start}:${end}:${hit.suppressed ?? ''}`).join('\n')

/** The spans of a rule in an example. One text stands for its record, so what waits for a person there counts. */
function spansOf(compiled: CompiledRules, rule: Rule, text: string, field: string | undefined): string[] {
  const bytes = Buffer.from(text, 'utf8')
  return hitsInString(compiled, text, rule.units[0], field)
    .filter(({ hit }) => (hit.suppressed === undefined || hit.suppressed === noPerson) && hit.rule.id === rule.id)
    .map(({ start, end }) => bytes.toString('utf8', start, end))
}
