import type { Words } from '../model.ts'
import type { Report } from '../report/index.ts'

export type Outcome = 'PASSED' | 'WARNED' | 'FAILED' | 'INCOMPLETE'

/** The verdict as a person reads it on a terminal. */
export const outcomeWords: { readonly [outcome in Outcome]: Words } = {
  PASSED: { zh: '通过', en: 'PASSED' },
  WARNED: { zh: '通过，但有警告', en: 'PASSED WITH WARNINGS' },
  FAILED: { zh: '未通过', en: 'FAILED' },
  INCOMPLETE: { zh: '检测不完整', en: 'INCOMPLETE' },
}

/** What every output says first. A pass over something unread is not a pass: it is "incomplete". A failure stays a failure. */
export const outcome = (report: Report): Outcome =>
  report.results.verdict !== 'FAILED' && !report.results.complete ? 'INCOMPLETE' : report.results.verdict

/** The reason that decided: the first that blocks, else the first unless the verdict is a plain pass; undefined when no limit decided. */
export const decidingReason = (report: Report): Report['results']['reasons'][number] | undefined =>
  report.results.reasons.find((reason) => reason.blocking) ?? (report.results.verdict === 'PASSED' ? undefined : report.results.reasons[0])
