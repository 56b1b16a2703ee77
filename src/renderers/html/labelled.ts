import type { Words } from '../../model.ts'
import type { LabelledRecords } from '../../report/annotation.ts'
import { coefficients, percent, ppmOf } from '../../words/figures.ts'
import { group } from '../numbers.ts'
import type { Context } from './context.ts'
import { table } from './parts.ts'
import { both, html, type Markup, type Value } from './template.ts'

const words = {
  title: { zh: '标注记录', en: 'Labelled records' },
  lead: {
    zh: '按来源清单所映射的字段统计（annotation.fields）。标注、审核人员只计数，不显示编号；批次以其首条记录表示。',
    en: 'Counted over the fields that the manifest maps (annotation.fields). People are counted, never named; a batch is named by its first record.',
  },
  figures: { zh: '统计结果', en: 'Figures' },
  measure: { zh: '项目', en: 'Measure' },
  value: { zh: '数值', en: 'Value' },
  records: { zh: '标注记录', en: 'labelled records' },
  kinds: { zh: '功能性标注 / 安全性标注', en: 'functional / safety labels' },
  days: { zh: '标注日期', en: 'days of labelling' },
  reviewed: { zh: '经审核的记录', en: 'records reviewed' },
  same: { zh: '由标注人员本人审核的记录', en: 'reviewed by their own annotator' },
  batches: { zh: '批次 / 没有审核记录的批次', en: 'batches / without a reviewed record' },
  accuracy: { zh: '标注结果与审核结果一致率（95% Wilson 区间）', en: 'labels as the reviewer gave them (95% Wilson interval)' },
  agreement: { zh: '一致性', en: 'agreement' },
  annotator: { zh: '标注人员：资格有效 / 失效 / 无资格', en: 'annotators: certificate valid / lapsed / none' },
  reviewer: { zh: '审核人员：资格有效 / 失效 / 无资格', en: 'reviewers: certificate valid / lapsed / none' },
  versions: { zh: '注明规则版本的记录 / 版本已申报的', en: 'records with a version of the rules / a declared one' },
  seconds: { zh: '每项任务用时：中位数 / 5% 分位（秒）', en: 'seconds per task: median / 5% quantile' },
  worst: { zh: '审核比例最低的批次', en: 'Batches of which the least was reviewed' },
  batch: { zh: '首条记录', en: 'First record' },
  place: { zh: '文件 {file}，记录 {record}', en: 'file {file}, record {record}' },
  share: { zh: '占比', en: 'Share' },
} as const satisfies { readonly [name: string]: Words }

const ratio = (part: number, whole: number): Value => (whole === 0 ? '–' : both(percent(ppmOf(part, whole))))

/** Figures of labelled records; nothing where there are none. */
export const labelled = ({ report, measure }: Context): Markup | false => {
  const { annotation: seen } = report.statistics
  if (seen === null) return false
  return html`
<h3>${both(words.title)}</h3>
<p class="quiet">${both(words.lead)}</p>
${table(
  'labelled',
  both(words.figures),
  [{ name: words.measure, kind: 'wide' }, { name: words.value }],
  figures(seen).map(([name, value]) => [both(name), value]),
)}
${
  seen.batches.rows.length > 0 &&
  table(
    'labelled-batches',
    both(words.worst),
    [
      { name: words.batch, kind: 'wide' },
      { name: words.records, kind: 'num' },
      { name: words.reviewed, kind: 'num' },
      { name: words.share, kind: 'num' },
    ],
    seen.batches.rows.map(({ file, record, records, reviewed }) => [
      both(words.place, { file: group(file), record: group(record) }),
      group(records),
      group(reviewed),
      ratio(reviewed, records),
    ]),
    measure.rows,
  )
}`
}

const figures = (seen: LabelledRecords): (readonly [Words, Value])[] => {
  const { kinds, reviewed, roles, batches, accuracy, people, rules, seconds, days } = seen
  const agreed = coefficients(seen.agreement)
  const rows: (readonly [Words, Value] | false)[] = [
    [words.records, group(seen.records)],
    kinds.some((row) => row.records > 0) && [words.kinds, kinds.map((row) => group(row.records)).join(' / ')],
    days !== null && [words.days, `${days.first} – ${days.last}`],
    [words.reviewed, html`${group(reviewed.records)} (${both(percent(reviewed.ppm))})`],
    roles.records > 0 && [words.same, `${group(roles.same)} / ${group(roles.records)}`],
    batches.count > 0 && [words.batches, `${group(batches.count)} / ${group(batches.unreviewed)}`],
    accuracy !== null && [
      words.accuracy,
      html`${both(percent(accuracy.ppm))} (${both(percent(accuracy.lowPpm))} – ${both(percent(accuracy.highPpm))})`,
    ],
    agreed !== undefined && [words.agreement, both(agreed)],
    ...people.rows.map((row): readonly [Words, Value] | false => [
      words[row.role],
      `${group(row.certified)} / ${group(row.lapsed)} / ${group(row.people - row.certified - row.lapsed)}`,
    ]),
    rules.records > 0 && [words.versions, `${group(rules.records)} / ${group(rules.declared)}`],
    seconds !== null && [words.seconds, `${group(seconds.median)} / ${group(seconds.low)}`],
  ]
  return rows.filter((row) => row !== false)
}
