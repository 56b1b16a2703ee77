import type { Lang } from '../model.ts'
import type { Report } from '../report/index.ts'
import { renderHtml } from './html.ts'
import { renderSummary } from './summary.ts'

export { type HtmlOptions, htmlBudget, renderHtml } from './html.ts'
export { outcomeWords } from './outcome.ts'
export { renderSummary, type SummaryOptions, type SummaryRole } from './summary.ts'

/** A way to put a report on paper: a pure function of the report. */
interface Renderer {
  readonly id: string
  render(report: Report, options: { readonly lang: Lang; readonly reportDigest: string }): string
}

/** One line for each renderer. */
export const renderers: readonly Renderer[] = [
  { id: 'html', render: renderHtml },
  { id: 'text', render: (report, { lang }) => renderSummary(report, { lang }) },
]
