import type { Lang } from '../../model.ts'
import type { Report } from '../../report/index.ts'

/** How much of the long lists fits: see `renderHtml`. */
export interface Measure {
  /** Examples printed for each rule. */
  readonly examples: number
  /** Rows of top lists, faults and places. */
  readonly rows: number
  /** Whether the whole report is embedded as JSON. */
  readonly embed: boolean
  /** Whether anything was cut to keep the page small. */
  readonly cut: boolean
}

export interface Context {
  readonly report: Report
  readonly lang: Lang
  readonly reportDigest: string
  readonly measure: Measure
  /** Page anchor of a rule or requirement; undefined when the report has no such row. */
  ruleAnchor(id: string): string | undefined
  requirementAnchor(id: string): string | undefined
}

/** Anchors are numbers, not ids: an id comes from a rule pack and need not be a safe attribute. */
export const context = (report: Report, options: { readonly lang: Lang; readonly reportDigest: string }, measure: Measure): Context => {
  const rules = new Map(report.rules.map((rule, at) => [rule.id, `r-${at + 1}`]))
  const requirements = new Map(report.requirements.map((row, at) => [row.id, `q-${at + 1}`]))
  return { report, ...options, measure, ruleAnchor: (id) => rules.get(id), requirementAnchor: (id) => requirements.get(id) }
}
