import type { Rule, Severity } from '../model.ts'
import { Stop } from '../stop.ts'
import { defaultAsOf } from '../version.ts'
import { didYouMean } from '../words/nearest.ts'
import type { Pack, RuleBook } from './book.ts'
import { testedAtBuild } from './built.ts'
import { companionsOf, exampleFailures, gateFailures } from './check.ts'
import { type CompiledRules, compileRules } from './compile.ts'
import { Matcher } from './matcher.ts'

export { accuracyOf, type Measured } from './accuracy.ts'
export type { Pack, RuleBook } from './book.ts'
export { type ExampleFailure, exampleFailures, gateFailures } from './check.ts'
export { type CompiledRules, compileRules, countsInName, exhaustiveHits, hitsInString, isPersonal, isPersonalName } from './compile.ts'
export { costsOf, type RuleCost } from './cost.ts'
export { type KeywordLibrary, libraryFloor, readKeywords } from './keywords.ts'
export { type Clause, clausesOf, type Law, legalSchema, loadLaw } from './legal.ts'
export { builtInFolder, loadRuleBook } from './load.ts'
export { type LocatedHit, Matcher } from './matcher.ts'
export { rulesNamed } from './named.ts'
export { type NerModel, readNer, waysToNames } from './ner.ts'
export type { RiskType } from './schema.ts'
export { graded, type Sensitivity } from './sensitivity.ts'

/** How a configuration changes a rule. */
type Override = Severity | 'off'

/**
 * The rules that run: of all packs (or the built-in packs named, and all added ones), without deprecated ones and those turned off,
 * with overridden severities, sorted by id. Overrides name a rule or all rules of a pack (`pii-cn` and a star); the rule wins. Optional rules
 * run when an override names them, those for names also under `names: heuristic`.
 *
 * @throws Stop exit 2 when an override names no rule, or nothing is left
 */
export function enabledRules(
  book: RuleBook,
  overrides: { readonly [rule: string]: Override },
  packs?: readonly string[],
  names: 'off' | 'heuristic' = 'off',
): readonly Rule[] {
  for (const name of packs ?? []) {
    if (!book.packs.some((pack) => pack.manifest.id === name)) {
      const known = book.packs.map((pack) => pack.manifest.id)
      const meant = didYouMean(name, known)
      throw new Stop('usage', 'rules.unknown-pack', {
        en: `the configuration names an unknown rule pack "${name}"${meant.en}; known: ${known.join(', ')}`,
        zh: `配置引用了未知规则包“${name}”${meant.zh}；已知的有：${known.join('、')}`,
      })
    }
  }
  const all = book.packs
    .filter((pack) => packs === undefined || pack.origin === 'added' || packs.includes(pack.manifest.id))
    .flatMap((pack) => pack.rules)
  const levelOf = (id: string) => overrides[id] ?? overrides[`${id.slice(0, id.indexOf('/'))}/*`]
  const askedFor = (rule: Rule) =>
    rule.optional !== true || overrides[rule.id] !== undefined || (names === 'heuristic' && rule.detect.kind === 'names')
  for (const id of Object.keys(overrides)) {
    if (!all.some((rule) => rule.id === id || id === `${rule.pack}/*`)) {
      const meant = didYouMean(id, [...all.map((rule) => rule.id), ...new Set(all.map((rule) => `${rule.pack}/*`))])
      throw new Stop('usage', 'rules.unknown-rule', {
        en: `the configuration overrides an unknown rule "${id}"${meant.en}; "dataaudit rules list" prints the known ones`,
        zh: `配置中的 overrides 引用了未知规则“${id}”${meant.zh}；可用“dataaudit rules list”查看全部规则`,
      })
    }
  }
  const rules = all
    .filter((rule) => rule.status !== 'deprecated' && levelOf(rule.id) !== 'off' && askedFor(rule))
    .map((rule) => {
      const severity = levelOf(rule.id)
      return severity === undefined || severity === 'off' ? rule : { ...rule, severity }
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  if (rules.length === 0) {
    throw new Stop('usage', 'rules.empty', {
      en: 'the configuration turns every rule off: an audit without rules would always pass',
      zh: '配置关闭了全部规则：没有规则的审计必然“通过”',
    })
  }
  return rules
}

/**
 * Compiles rules and runs their examples: all of those of added packs, the first of each kind of built-in ones. Packs whose very bytes
 * passed all their examples when the program was built are not tested again. Examples are judged on the rules' own day, not on
 * the run's: a date of birth in an example must not stop a run whose day lies before it. Those of added packs are run through their gates
 * as well: a rule that its gate shuts out finds nothing in a scan. Fail closed.
 *
 * @throws Stop exit 2 when an example does not do what the rule says
 */
export function compileChecked(rules: readonly Rule[], book: RuleBook, asOf: string): CompiledRules {
  const compiled = compileRules(rules, book.lists, asOf, book.code)
  const builtIn = book.packs.filter((pack) => pack.origin === 'built-in')
  // By the rules' ids: an added pack may call itself like one of ours.
  const idsOf = (packs: readonly Pack[]) => new Set(packs.flatMap((pack) => pack.rules.map((rule) => rule.id)))
  const tested = idsOf(builtIn.filter((pack) => testedAtBuild(pack.digest, defaultAsOf)))
  const ours = idsOf(builtIn)
  const failing =
    exampleFailures(
      rules.filter((rule) => !tested.has(rule.id)),
      book.lists,
      defaultAsOf,
      {
        most: (rule) => (ours.has(rule.id) ? 1 : Number.POSITIVE_INFINITY),
        code: book.code,
        all: book.packs.flatMap((pack) => pack.rules),
      },
    )[0] ?? shutOut(rules, book)
  if (failing !== undefined) {
    throw new Stop('usage', 'rules.example', {
      en: `rule ${failing.rule.id}: ${failing.words.en}; a rule whose own tests fail is not used, so mend the rule or the example`,
      zh: `规则 ${failing.rule.id} ${failing.words.zh}；自身测试不通过的规则不予使用，请修正规则或示例`,
    })
  }
  return compiled
}

/** The first added rule with an example that its gate shuts out. */
function shutOut(rules: readonly Rule[], book: RuleBook) {
  const added = new Set(book.packs.filter(({ origin }) => origin === 'added').flatMap((pack) => pack.rules.map(({ id }) => id)))
  const theirs = rules.filter(({ id }) => added.has(id))
  if (theirs.length === 0) return undefined
  const all = book.packs.flatMap((pack) => pack.rules)
  const companions = new Set(theirs.flatMap((rule) => companionsOf(rule, all)))
  const needed = all.filter((rule) => theirs.some(({ id }) => id === rule.id) || companions.has(rule.id))
  return gateFailures(theirs, new Matcher(compileRules(needed, book.lists, defaultAsOf, book.code)), 'own')[0]
}
