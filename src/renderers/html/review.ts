import type { Words } from '../../model.ts'
import type { Estimate, ReviewResult } from '../../report/review.ts'
import { coefficient, percent } from '../../words/figures.ts'
import { group } from '../numbers.ts'
import type { Context } from './context.ts'
import { labelled } from './labelled.ts'
import { badge, code, ruleLink, section, table } from './parts.ts'
import { both, html, type Markup } from './template.ts'

export const reviewTitle: Words = { zh: '人工抽检', en: 'Human review' }

/** Words of this part alone. */
const words = {
  lead: {
    zh: '样本由语料根哈希与事先承诺的随机数唯一确定，任何人都可以重新抽取核对。合格须由人判定，规则命中只表示疑似。',
    en: 'The root of the corpus and a nonce committed to beforehand fix the sample: anybody can draw it again. Only people decide what passes; a rule finds candidates.',
  },
  plan: {
    zh: '计划抽检 {size} 条（语料共 {records} 条）。',
    en: '{size} of {records} records are to be reviewed.',
  },
  bound: { zh: '随机数承诺（SHA-256）', en: 'Commitment to the nonce (SHA-256)' },
  unbound: {
    zh: '本次扫描未承诺随机数：样本仅由语料决定，整理语料的人可以事先算出。',
    en: 'This scan committed to no nonce: the corpus alone decides, so whoever prepared it could know the sample beforehand.',
  },
  open: {
    zh: '尚未导入审核结果。抽样：dataaudit sample；导入判定：dataaudit review。',
    en: 'No review has been imported. To draw: dataaudit sample; to import verdicts: dataaudit review.',
  },
  passRate: { zh: '抽检合格率', en: 'Pass rate' },
  census: { zh: '全检', en: 'all records' },
  figures: {
    zh: '已判定 {reviewed} 条：合格 {passed}，不合格 {failed}，存疑 {unsure}；未判定 {missing} 条。审核员 {reviewers} 人。',
    en: '{reviewed} judged: {passed} passed, {failed} failed, {unsure} unsure; {missing} open. Reviewers: {reviewers}.',
  },
  bars: { zh: '标准限值', en: 'Limits of the standards' },
  limit: { zh: '限值', en: 'Limit' },
  failures: { zh: '不合格', en: 'Failures' },
  accepted: { zh: '允许不合格数', en: 'Accepted' },
  point: { zh: '按比例判定', en: 'Point rule' },
  strict: { zh: '按置信界限从严判定', en: 'Strict (95% bound)' },
  met: { zh: '达到', en: 'met' },
  unmet: { zh: '未达到', en: 'not met' },
  sources: { zh: '按来源：违法不良信息占比（上限 5%）', en: 'By source: unlawful or harmful records (limit 5%)' },
  source: { zh: '语料来源', en: 'Source' },
  judged: { zh: '已判定', en: 'Judged' },
  records: { zh: '记录数', en: 'Records' },
  share: { zh: '占比', en: 'Share' },
  exact: { zh: '精确区间（Clopper–Pearson，不低于 95%）', en: 'exact interval (Clopper–Pearson, at least 95%)' },
  wilson: { zh: '95% Wilson 区间', en: '95% Wilson interval' },
  precision: { zh: '各规则的查准率（按人工标记）', en: 'Precision of each rule, by human marks' },
  rule: { zh: '规则', en: 'Rule' },
  right: { zh: '命中正确', en: 'Rightly found' },
  missed: {
    zh: '漏检估计：规则未命中的记录共 {population} 条，抽检其中 {n} 条，判为不合格 {k} 条；推算全语料约 {records} 条（95% 区间 {low} 至 {high} 条）。',
    en: 'Missed, estimated: of {population} records no rule fired in, {n} were judged and {k} failed; about {records} in the corpus (95% interval {low} to {high}).',
  },
  corrected: {
    zh: '规则命中率 {flagged}；按人工判定校正（Rogan–Gladen）后的不合格率为 {rate}（95% 区间 {low} 至 {high}），灵敏度 {sensitivity}，特异度 {specificity}。',
    en: 'Rules fired in {flagged} of records; corrected by the verdicts (Rogan–Gladen) the failing share is {rate} (95% interval {low} to {high}), sensitivity {sensitivity}, specificity {specificity}.',
  },
  agreement: {
    zh: '双人审核 {items} 条，一致 {observed}；Cohen κ = {kappa}，Krippendorff α = {alpha}。',
    en: '{items} records judged by two or more: {observed} agree; Cohen’s κ = {kappa}, Krippendorff’s α = {alpha}.',
  },
  positions: {
    zh: '核对方式：按记录序号与命中结果重新抽样，结果一致；来源标签以抽样时为准。',
    en: 'Checked by drawing again from record numbers and findings; source labels are as drawn.',
  },
  corpus: { zh: '核对方式：按语料内容重新抽样，结果一致。', en: 'Checked by drawing again from the corpus.' },
  before: {
    zh: '抽样所依据的扫描报告（report.json 的 SHA-256）',
    en: 'Report of the scan the sample belongs to (SHA-256 of report.json)',
  },
} as const satisfies { readonly [name: string]: Words }

const share = (ppm: number): Markup => both(percent(ppm))
const span = (low: number, high: number): Markup => html`${share(low)} – ${share(high)}`
const met = (yes: boolean): Markup => badge(yes ? 'pass' : 'warn', both(yes ? words.met : words.unmet))
const cells = ({ n, k, ppm, exactLowPpm, exactHighPpm }: Estimate) =>
  [group(n), group(k), n === 0 ? '–' : share(ppm), span(exactLowPpm, exactHighPpm)] as const

/** What people found, and whether the sample was the one fixed beforehand. */
export const review = (context: Context): Markup => {
  const { size, commitment, frame, result } = context.report.review
  const drawn = Math.min(size, frame.records)
  return section(
    'review',
    9,
    reviewTitle,
    both(words.lead),
    html`
<p>${both(words.plan, { size: group(drawn), records: group(frame.records) })} ${commitment === null ? both(words.unbound) : html`${both(words.bound)}: ${code(commitment.sha256)}`}</p>
${result === null ? html`<p class="quiet">${both(words.open)}</p>` : outcome(context, result)}
${labelled(context)}`,
  )
}

const outcome = (context: Context, result: ReviewResult): Markup => {
  const { items, passRate, missed, corrected, agreement } = result
  const counted = {
    reviewed: group(items.reviewed),
    passed: group(items.passed),
    failed: group(items.failed),
    unsure: group(items.unsure),
    missing: group(items.missing),
    reviewers: group(result.reviewers),
  }
  return html`
<p><b>${both(words.passRate)} ${share(passRate.ppm)}</b> ${result.census ? html`(${both(words.census)})` : html`· ${both(words.wilson)} ${span(passRate.wilsonLowPpm, passRate.wilsonHighPpm)} · ${both(words.exact)} ${span(passRate.exactLowPpm, passRate.exactHighPpm)}`}</p>
<p>${both(words.figures, counted)}</p>
${table(
  'review-bars',
  both(words.bars),
  [
    { name: words.limit, kind: 'tight' },
    { name: words.failures, kind: 'num' },
    { name: words.accepted, kind: 'num' },
    { name: words.point },
    { name: words.strict },
  ],
  result.bars.map((bar) => [
    html`${code(bar.id)} ≤ ${share(bar.maxPpm)}`,
    `${group(bar.failures)} / ${group(bar.n)}`,
    bar.accepted95 === null
      ? group(bar.accepted)
      : `${group(bar.accepted)} (95%: ${group(bar.accepted95)}${bar.accepted99 === null ? '' : `, 99%: ${group(bar.accepted99)}`})`,
    met(bar.point),
    met(bar.strict),
  ]),
)}
${table(
  'review-sources',
  both(words.sources),
  [
    { name: words.source, kind: 'wide' },
    { name: words.records, kind: 'num' },
    { name: words.judged, kind: 'num' },
    { name: words.failures, kind: 'num' },
    { name: words.share, kind: 'num' },
    { name: words.exact },
    { name: words.point },
    { name: words.strict },
  ],
  result.bySource.map(({ source, population, unlawful, point, strict }) => [
    source,
    group(population),
    ...cells(unlawful),
    met(point),
    met(strict),
  ]),
  context.measure.rows,
)}
${
  result.precision.length > 0 &&
  table(
    'review-precision',
    both(words.precision),
    [
      { name: words.rule, kind: 'wide' },
      { name: words.records, kind: 'num' },
      { name: words.judged, kind: 'num' },
      { name: words.right, kind: 'num' },
      { name: words.share, kind: 'num' },
      { name: words.exact },
    ],
    result.precision.map(({ rule, population, right }) => [ruleLink(context, rule), group(population), ...cells(right)]),
    context.measure.rows,
  )
}
${missed !== null && html`<p>${both(words.missed, { population: group(missed.population), n: group(missed.failed.n), k: group(missed.failed.k), records: group(missed.records), low: group(missed.lowRecords), high: group(missed.highRecords) })}</p>`}
${corrected !== null && html`<p>${both(words.corrected, { flagged: share(corrected.flaggedPpm), rate: share(corrected.ppm), low: share(corrected.lowPpm), high: share(corrected.highPpm), sensitivity: share(corrected.sensitivityPpm), specificity: share(corrected.specificityPpm) })}</p>`}
${agreement !== null && html`<p>${both(words.agreement, { items: group(agreement.items), observed: share(agreement.observedPpm), kappa: coefficient(agreement.kappa), alpha: coefficient(agreement.alpha) })}</p>`}
<p class="quiet">${both(words[result.recomputed])} ${both(words.before)}: ${code(result.scanReport.sha256)}</p>`
}
