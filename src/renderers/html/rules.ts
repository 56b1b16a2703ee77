import type { Report, ReportFinding } from '../../report/index.ts'
import { severities } from '../../report/words.ts'
import { group, zeroHighPpm } from '../numbers.ts'
import { accuracy, domainAccuracy } from './accuracy.ts'
import { interval, scale } from './charts.ts'
import type { Context } from './context.ts'
import { domainName, suppressionName } from './names.ts'
import { code, requirementLink, section, severityBadge, table } from './parts.ts'
import { both, html, type Markup, type Value } from './template.ts'
import { words } from './words.ts'

type Rule = Report['rules'][number]
type Counted = Report['statistics']['findings']['byRule'][number]

interface Row {
  readonly rule: Rule
  readonly findings: Counted['findings']
  readonly rate: Counted['rate']
  readonly examples: readonly ReportFinding[]
  readonly suppressed: Report['statistics']['suppressed']['byRule']
}

const weight = { error: 0, warning: 1, note: 2 } as const
const statuses = { experimental: words.statusExperimental, stable: words.statusStable, deprecated: words.statusDeprecated } as const
const status = (value: string): Value => (Object.hasOwn(statuses, value) ? both(statuses[value as keyof typeof statuses]) : value)

const grouped = <Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group === undefined) groups.set(key(item), [item])
    else group.push(item)
  }
  return groups
}

/** Every enabled rule joined with its figures: worst severity first, then most high-confidence findings, then id. */
const join = (report: Report): Row[] => {
  const { findings, suppressed, examples, volume } = report.statistics
  const counted = new Map(findings.byRule.map((row) => [row.rule, row]))
  const shown = grouped(examples, (example) => example.rule)
  const hidden = grouped(suppressed.byRule, (row) => row.rule)
  const zero = { records: 0, ppm: 0, lowPpm: 0, highPpm: zeroHighPpm(volume.records) }
  return report.rules
    .map((rule) => ({
      rule,
      findings: counted.get(rule.id)?.findings ?? { high: 0, medium: 0, low: 0 },
      rate: counted.get(rule.id)?.rate ?? zero,
      examples: shown.get(rule.id) ?? [],
      suppressed: hidden.get(rule.id) ?? [],
    }))
    .sort(
      (a, b) =>
        weight[a.rule.severity] - weight[b.rule.severity] ||
        b.findings.high - a.findings.high ||
        b.findings.medium - a.findings.medium ||
        (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0),
    )
}

const examples = (context: Context, row: Row, anchor: string): Value => {
  const total = row.findings.high + row.findings.medium + row.findings.low
  if (total === 0) return html`<p class="quiet">${both(words.noExamples)}</p>`
  const shown = row.examples.slice(0, context.measure.examples)
  if (shown.length === 0) return html`<p class="quiet">${both(words.examplesCut)}</p>`
  return table(
    `${anchor}-examples`,
    html`${both(words.examples)} <small>${both(words.examplesOf, { shown: group(shown.length), total: group(total) })}</small>`,
    [
      { name: words.shape, kind: 'code' },
      { name: words.confidence, kind: 'tight' },
      { name: words.fileWord, kind: 'num' },
      { name: words.recordWord, kind: 'num' },
      { name: words.field, kind: 'code' },
      { name: words.offset, kind: 'num' },
      { name: words.length, kind: 'num' },
    ],
    shown.map((finding) => [
      html`<code class="shape">${finding.excerpt}</code>`,
      both(words[finding.confidence]),
      group(finding.file),
      group(finding.record),
      finding.field === '' ? both(words.wholeText) : code(finding.field),
      group(finding.byteOffset),
      group(finding.length),
    ]),
  )
}

const detail = (context: Context, row: Row, anchor: string): Markup => {
  const { rule } = row
  const risk = context.report.risks.find((type) => type.id === rule.risk)
  const clauses = rule.requirements.map((id) => {
    const known = context.report.requirements.find((line) => line.id === id)
    return html`<li>${requirementLink(context, id)}${known === undefined ? html` <span class="quiet">${both(words.otherProfile)}</span>` : html` ${both(known.title)}`}</li>`
  })
  return html`
<details><summary>${both(words.more)}</summary>
<div class="detail">
<dl>
<dt>${both(words.why)}</dt><dd>${both(rule.why)}</dd>
<dt>${both(words.remedy)}</dt><dd>${both(rule.remedy)}</dd>
<dt>${both(words.legalBasis)}</dt><dd><ul class="plain">${clauses}</ul></dd>
<dt>${both(words.riskType)}</dt><dd>${code(rule.risk)}${risk !== undefined && html` ${both(risk.title)}`}</dd>
<dt>${both(words.ruleFacts)}</dt><dd>${both(words.ruleFactsText, { rev: group(rule.rev), status: status(rule.status), domain: both(domainName(rule.domain)), entity: code(rule.entity) })}</dd>
<dt>${both(words.accuracy)}</dt><dd>${accuracy(context.report, rule.id)}</dd>
${row.suppressed.length > 0 && html`<dt>${both(words.suppressedHere)}</dt><dd>${row.suppressed.map((line, at) => html`${at > 0 && ' · '}${both(suppressionName(line.reason))} ${group(line.count)}`)}</dd>`}
</dl>
${examples(context, row, anchor)}
</div></details>`
}

/** A sortable column head: the button does nothing without the script, so it looks like text until the script marks the table. */
const head = (key: string, kind: string, text: Value): Markup =>
  html`<th scope="col" class="${kind}" data-key="${key}"><button type="button" class="sort">${text}</button></th>`

/** 6: the rules table with filters (script only) and the details of each rule (always). */
export const rules = (context: Context): Markup => {
  const { report } = context
  const rows = join(report)
  const axis = scale(rows.flatMap((row) => [row.rate.lowPpm, row.rate.highPpm]))
  const body = rows.map((row) => {
    const { rule, findings, rate } = row
    const anchor = context.ruleAnchor(rule.id) ?? ''
    const total = findings.high + findings.medium + findings.low
    const text = `${rule.id} ${rule.title.zh} ${rule.title.en} ${rule.entity} ${rule.domain} ${rule.risk}`.toLowerCase()
    return html`
<tbody class="rule" id="${anchor}" data-severity="${rule.severity}" data-total="${total}" data-text="${text}">
<tr><th scope="row" class="wide" data-value="${rule.id}"><b>${both(rule.title)}</b><br><code>${rule.id}</code></th><td class="tight" data-value="${weight[rule.severity]}">${severityBadge(rule.severity)}</td><td class="num" data-value="${findings.high}"><b>${group(findings.high)}</b></td><td class="num" data-value="${findings.medium}">${group(findings.medium)}</td><td class="num" data-value="${findings.low}">${group(findings.low)}</td><td class="num" data-value="${rate.records}">${group(rate.records)}</td><td class="rate" data-value="${rate.ppm}"><span>${group(rate.ppm)} <small>(${group(rate.lowPpm)}–${group(rate.highPpm)})</small></span>${interval(rate.lowPpm, rate.ppm, rate.highPpm, axis)}</td></tr>
<tr class="more"><td colspan="7">${detail(context, row, anchor)}</td></tr>
</tbody>`
  })
  const { suppressed } = report.statistics
  return section(
    'rules',
    6,
    words.rules,
    both(words.rulesLead),
    html`
<div class="filters" id="rule-filters" hidden>
<label class="find"><span>${both(words.search)}</span><input type="search" id="rule-search" autocomplete="off" spellcheck="false"></label>
<fieldset><legend>${both(words.severity)}</legend><label><input type="radio" name="rule-severity" value="" checked> ${both(words.all)}</label>${severities.map((severity) => html`<label><input type="radio" name="rule-severity" value="${severity}"> ${both(words[severity])}</label>`)}</fieldset>
<label><input type="checkbox" id="rule-hits"> ${both(words.onlyHits)}</label>
<p role="status">${both(words.shown)} <output id="rule-count">${rows.length} / ${rows.length}</output></p>
</div>
<div class="scroll" role="group" tabindex="0" aria-labelledby="rule-caption">
<table id="rule-table">
<caption id="rule-caption">${both(words.ruleCaption)} <small>${axis.log && both(words.rateScale)}</small></caption>
<thead><tr>${head('text', 'wide', both(words.rule))}${head('number', 'tight', both(words.severity))}${head('number', 'num', both(words.high))}${head('number', 'num', both(words.medium))}${head('number', 'num', both(words.low))}${head('number', 'num', both(words.recordsHit))}${head('number', 'rate', both(words.rate))}</tr></thead>
${body}
</table>
</div>
<p>${both(words.suppressedLead, { n: group(suppressed.total) })}</p>
${table(
  'suppressed',
  both(words.suppressed),
  [
    { name: words.reason, kind: 'wide' },
    { name: words.count, kind: 'num' },
  ],
  suppressed.byReason.map((row) => [html`${both(suppressionName(row.reason))} ${code(row.reason)}`, group(row.count)]),
  context.measure.rows,
)}
${domainAccuracy(report, context.measure.rows)}`,
  )
}
