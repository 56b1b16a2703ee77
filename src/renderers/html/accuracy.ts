import type { Report } from '../../report/index.ts'
import { group, percent } from '../numbers.ts'
import { domainName } from './names.ts'
import { table } from './parts.ts'
import { both, html, type Markup, type Value } from './template.ts'
import { words } from './words.ts'

type Row = Report['accuracy'][number]

const line = {
  zh: '{title}（{lang}，{positives} 个标注值，{negatives} 段不含该类值的文本）：精确率 {precision}，召回率 {recall}',
  en: '{title} ({lang}, {positives} labelled values, {negatives} texts without any): precision {precision}, recall {recall}',
} as const
const together = {
  zh: '与“{domain}”的其他规则一并测量，见本节末表',
  en: 'measured together with all rules for “{domain}”: table at the end of this section',
} as const
/** Figures of a row are of all its rules: under one of them that has to be said. */
const alongside = (others: number) => ({
  zh: ` · 与另外 ${others} 条规则一并测量`,
  en: ` · measured together with ${others === 1 ? 'another rule' : `${others} other rules`}`,
})
const invented = { zh: '自造数据', en: 'own synthetic data' } as const
const columns = [
  { name: { zh: '领域', en: 'Domain' }, kind: 'wide' },
  { name: { zh: '数据', en: 'Data set' }, kind: 'wide' },
  { name: { zh: '标注的文本', en: 'Labelled texts' }, kind: 'num' },
  { name: { zh: '其他文本', en: 'Other texts' }, kind: 'num' },
  { name: { zh: '精确率（95% 区间）', en: 'Precision (95% CI)' }, kind: 'num' },
  { name: { zh: '召回率（95% 区间）', en: 'Recall (95% CI)' }, kind: 'num' },
] as const
const caption = { zh: '规则较多的领域的实测准确率', en: 'Measured accuracy of domains with many rules' } as const

/** Rows of more rules than this are told once for all of them. */
const many = 12
const shown = (share: Row['precision']): string =>
  share === null ? '–' : `${percent(share.ppm)} (${percent(share.lowPpm)}–${percent(share.highPpm)})`

/** What was measured of a rule: a line for each labelled data set, or "not measured". Intervals are 95% Wilson intervals. */
export const accuracy = (report: Report, rule: string): Markup => {
  const rows = report.accuracy.filter((row) => row.rules.includes(rule))
  if (rows.length === 0) return both(words.notMeasured)
  const own = rows.filter((row) => row.rules.length <= many)
  if (own.length === 0) return both(together, { domain: both(domainName(rows[0]!.domain)) })
  return html`<ul class="plain">${own.map((row) => {
    const { title, lang, positives, negatives, precision, recall } = row
    const values = {
      title: both(title),
      lang,
      positives: group(positives),
      negatives: group(negatives),
      precision: shown(precision),
      recall: shown(recall),
    }
    return html`<li>${both(line, values)}${row.synthetic && html` · ${both(invented)}`}${row.rules.length > 1 && both(alongside(row.rules.length - 1))}</li>`
  })}</ul>`
}

/** The rows that stand for a whole domain, as one table; nothing when there are none. */
export const domainAccuracy = (report: Report, rows: number): Value => {
  const whole = report.accuracy.filter((row) => row.rules.length > many)
  if (whole.length === 0) return ''
  return table(
    'accuracy',
    both(caption),
    columns,
    whole.map((row) => [
      both(domainName(row.domain)),
      both(row.title),
      group(row.positives),
      group(row.negatives),
      shown(row.precision),
      shown(row.recall),
    ]),
    rows,
  )
}
