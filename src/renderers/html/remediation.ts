import type { Words } from '../../model.ts'
import type { Remediation } from '../../report/remediation.ts'
import { group } from '../numbers.ts'
import type { Context } from './context.ts'
import { badge, code, ruleLink, table } from './parts.ts'
import { both, html, type Markup } from './template.ts'
import { words as page } from './words.ts'

const words = {
  title: { zh: '整改情况与个人请求', en: 'What was put right' },
  none: {
    zh: '未给出此前的报告（scan --parent）和个人请求的查找结果（scan --trace），整改期限未评估。',
    en: 'No earlier report (scan --parent) and no trace of a person (scan --trace) was given: whether things were put right in time was not assessed.',
  },
  open: {
    zh: '高置信度、严重级别的疑似命中 {total} 处，其中 {known} 处此前已有记录，已逾三个月的 {overdue} 处；另有可能逾期 {possibly} 处（所在文件已变动）。',
    en: '{total} high-confidence candidates of severity error, {known} recorded before, {overdue} of them more than three months ago; possibly {possibly} more, in files that changed.',
  },
  overdue: { zh: '逾三个月未处理', en: 'overdue' },
  inTime: { zh: '无逾期', en: 'none overdue' },
  later: { zh: '时长不明', en: 'ages unknown' },
  earlier: { zh: '此前的报告', en: 'Earlier reports' },
  day: { zh: '日期', en: 'Day' },
  critical: { zh: '严重命中', en: 'Critical findings' },
  report: { zh: '报告（SHA-256）', en: 'Report (SHA-256)' },
  byReferenceDay: { zh: '基准日', en: 'reference day' },
  notCompared: { zh: '未比对', en: 'not compared' },
  oldest: { zh: '未处理时间最长的严重命中', en: 'Critical findings open longest' },
  since: { zh: '最早记录', en: 'Recorded on' },
  rule: { zh: '规则', en: 'Rule' },
  where: { zh: '位置', en: 'Where' },
  place: { zh: '文件 {file}，记录 {record}', en: 'file {file}, record {record}' },
  state: { zh: '状态', en: 'State' },
  late: { zh: '已逾三个月', en: 'over three months' },
  due: { zh: '未逾三个月', en: 'within three months' },
  requests: { zh: '个人请求的查找结果', en: 'Traces of persons who asked' },
  request: { zh: '请求编号', en: 'Request' },
  found: { zh: '此前查到', en: 'Found before' },
  remaining: { zh: '本语料残留', en: 'Remains here' },
  unknown: { zh: '未查找', en: 'not traced' },
  proof: { zh: '结果文件（SHA-256）', en: 'Result files (SHA-256)' },
} as const satisfies { readonly [name: string]: Words }

/** What earlier reports recorded and is still there, and what remains of persons who asked (Articles 13 and 15). */
export const remediation = (context: Context): Markup => {
  const { earlier, open, requests } = context.report.remediation
  if (earlier.length === 0 && requests.length === 0)
    return html`<h3>${both(words.title)}</h3><p>${badge('open', both(page.notAssessed))} ${both(words.none)}</p>`
  return html`
<h3>${both(words.title)}</h3>
${open !== null && openPart(context, open)}
${earlier.length > 0 && earlierPart(context)}
${requests.length > 0 && requestPart(context)}`
}

const openPart = (context: Context, open: NonNullable<Remediation['open']>): Markup => {
  const { earlier } = context.report.remediation
  const late = earlier.some(({ day }) => day > context.report.asOf)
  const state =
    open.overdue > 0 ? badge('fail', both(words.overdue)) : late ? badge('warn', both(words.later)) : badge('pass', both(words.inTime))
  const counts = {
    total: group(open.total),
    known: group(open.known),
    overdue: group(open.overdue),
    possibly: group(open.possiblyOverdue),
  }
  return html`
<p>${state} ${both(words.open, counts)}</p>
${
  open.rows.length > 0 &&
  table(
    'open-findings',
    both(words.oldest),
    [{ name: words.since, kind: 'tight' }, { name: words.rule, kind: 'wide' }, { name: words.where }, { name: words.state }],
    open.rows.map(({ rule, file, record, since, overdue }) => [
      since,
      ruleLink(context, rule),
      both(words.place, { file: group(file), record: group(record) }),
      badge(overdue ? 'fail' : 'dot', both(overdue ? words.late : words.due)),
    ]),
  )
}`
}

const earlierPart = ({ report, measure }: Context): Markup =>
  table(
    'earlier-reports',
    both(words.earlier),
    [
      { name: words.day, kind: 'tight' },
      { name: words.critical, kind: 'num' },
      { name: words.report, kind: 'code' },
    ],
    report.remediation.earlier.map((row) => [
      html`${row.day}${row.dated === 'reference-day' && html` <small class="quiet">(${both(words.byReferenceDay)})</small>`}`,
      row.compared ? group(row.critical) : both(words.notCompared),
      code(row.report.sha256),
    ]),
    measure.rows,
  )

const requestPart = ({ report, measure }: Context): Markup =>
  table(
    'requests',
    both(words.requests),
    [
      { name: words.request, kind: 'tight' },
      { name: words.found, kind: 'num' },
      { name: words.remaining },
      { name: words.proof, kind: 'code' },
    ],
    report.remediation.requests.map(({ request, traces, remaining }) => [
      request,
      group(Math.max(0, ...traces.filter(({ here }) => !here).map(({ found }) => found))),
      remaining === null ? badge('warn', both(words.unknown)) : badge(remaining === 0 ? 'pass' : 'fail', group(remaining)),
      html`${traces.map(({ file }) => html`${code(file.sha256)} `)}`,
    ]),
    measure.rows,
  )
