import type { RequirementResult, Severity, Words } from '../model.ts'

/** Terms of a report as a person reads them, in every output alike. */

/** The gravest first. */
export const severities = ['error', 'warning', 'note'] as const satisfies readonly Severity[]

export const severityWords: { readonly [severity in Severity]: Words } = {
  error: { zh: '严重', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  note: { zh: '提示', en: 'note' },
}

export const resultWords: { readonly [result in RequirementResult]: Words } = {
  conform: { zh: '符合', en: 'conform' },
  nonconform: { zh: '不符合', en: 'nonconform' },
  'not-applicable': { zh: '不适用', en: 'not applicable' },
  'insufficient-evidence': { zh: '证据不足', en: 'insufficient evidence' },
}
