import { confidenceFloors } from '../detectors/index.ts'
import type { Confidence, Rule, Severity } from '../model.ts'
import { nearest } from '../nearest.ts'
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

/** Whether a finding of this severity goes. */
export const reaches = (severity: Severity, lowest: Severity): boolean => ranks[severity] >= ranks[lowest]

/**
 * The rules whose findings go, by id.
 *
 * @throws Stop usage `redact.unknown-rule` for a name that is no rule and no pack; `redact.nothing` when no rule is left
 */
export function selectedRules(rules: readonly Rule[], selection: Selection): ReadonlySet<string> {
  const names = selection.only.map((name) => name.replace(/\/\*$/, ''))
  const known = new Set([...rules.map(({ id }) => id), ...rules.map(({ pack }) => pack)])
  for (const name of names) {
    if (known.has(name)) continue
    const close = nearest(name, [...known])
    throw new Stop('usage', 'redact.unknown-rule', {
      en: `--only names "${name}", which is no rule and no rule pack${close === undefined ? ';' : `; did you mean "${close}"?`} "dataaudit rules list" prints all`,
      zh: `--only 中的“${name}”既不是规则也不是规则包${close === undefined ? '；' : `；是否指“${close}”？`}可用 “dataaudit rules list” 查看全部`,
    })
  }
  const chosen = rules.filter(
    ({ id, pack, domain, severity }) =>
      reaches(severity, selection.severity) &&
      (names.length === 0 ? domain === 'pii' || domain === 'secret' : names.includes(id) || names.includes(pack)),
  )
  if (chosen.length === 0) {
    throw new Stop('usage', 'redact.nothing', {
      en: 'no rule is left by --only and --severity, so nothing would be taken out; choose more rules or a lower severity',
      zh: '--only 与 --severity 未选中任何规则，不会处理任何内容；请选择更多规则或更低的级别',
    })
  }
  return new Set(chosen.map(({ id }) => id))
}
