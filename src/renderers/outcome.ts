import type { Report } from '../report.ts'

export type Outcome = 'PASSED' | 'WARNED' | 'FAILED' | 'INCOMPLETE'

/** What every output says first. A pass over something unread is not a pass: it is "incomplete". A failure stays a failure. */
export const outcome = (report: Report): Outcome =>
  report.results.verdict !== 'FAILED' && !report.results.complete ? 'INCOMPLETE' : report.results.verdict

/** The reason that decided: the first that blocks, else the first unless the verdict is a plain pass; undefined when no limit decided. */
export const decidingReason = (report: Report): Report['results']['reasons'][number] | undefined =>
  report.results.reasons.find((reason) => reason.blocking) ?? (report.results.verdict === 'PASSED' ? undefined : report.results.reasons[0])
