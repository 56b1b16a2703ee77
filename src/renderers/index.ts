import type { Lang } from '../model.ts'
import type { Report } from '../report/index.ts'
import { renderHtml } from './html.ts'
import { renderSummary } from './summary.ts'

export { type HtmlOptions, htmlBudget, renderHtml } from './html.ts'
export { decidingReason, type Outcome, outcome, outcomeWords } from './outcome.ts'
export { renderSummary, type SummaryOptions, type SummaryRole } from './summary.ts'

/** A way to put a report on paper: a pure function of the report. */
export interface Renderer {
  /** Name on the command line: `--format html`. */
  readonly id: string
  readonly extension: string
  readonly mediaType: string
  render(report: Report, options: { readonly lang: Lang; readonly reportDigest: string }): string
}

/** One line for each renderer. */
export const renderers: readonly Renderer[] = [
  { id: 'html', extension: 'html', mediaType: 'text/html; charset=utf-8', render: renderHtml },
  { id: 'text', extension: 'txt', mediaType: 'text/plain; charset=utf-8', render: (report, { lang }) => renderSummary(report, { lang }) },
]
