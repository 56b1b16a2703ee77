import { confidenceFloors } from '../detectors/index.ts'
import type { Confidence, Rule, Severity } from '../model.ts'
import { isPersonal, rulesNamed } from '../rules/index.ts'
import { Stop } from '../stop.ts'

/** Which findings go. */
export interface Selection {
  /** Rule ids, packs (`pii-cn`), or packs with a star (`pii-cn/*`); none: all rules for personal information and secrets. */
  readonly only: readonly string[]
  /** The lowest severity that goes. */
  readonly severity: Severity
  /** The lowest confidence that goes. */
  readonly confidence: Confidence
}

const ranks: { readonly [severity in Severity]: number } = { note: 0, warning: 1, error: 2 }

/** The lowest score of a selected finding. */
export const floorOf = (confidence: Confidence): number => confidenceFloors[confidence]

/** Whether a finding is as grave and as sure as what goes. False for a word of the list that is none. */
export const reaches = (found: { readonly severity: Severity; readonly confidence: Confidence }, lowest: Selection): boolean =>
  ranks[found.severity] >= ranks[lowest.severity] && floorOf(found.confidence) >= floorOf(lowest.confidence)

/**
 * The rules whose findings go, by id.
 *
 * @throws Stop usage `rules.unknown-rule` for a name that is no rule and no pack; `redact.nothing` when no rule is left
 */
export function selectedRules(rules: readonly Rule[], selection: Selection): ReadonlySet<string> {
  const named = rulesNamed(selection.only, rules, '--only')
  const chosen = rules.filter(
    (rule) => ranks[rule.severity] >= ranks[selection.severity] && (selection.only.length === 0 ? isPersonal(rule) : named.has(rule)),
  )
  if (chosen.length === 0) {
    throw new Stop('usage', 'redact.nothing', {
      en: 'no rule is left by --only and --severity, so nothing would be taken out; choose more rules or a lower severity',
      zh: '--only 与 --severity 未选中任何规则，不会处理任何内容；请选择更多规则或更低的级别',
    })
  }
  return new Set(chosen.map(({ id }) => id))
}
