import type { Report } from '../../report/index.ts'
import { group } from '../numbers.ts'
import type { Context } from './context.ts'
import { badge, byConfidence, code, named, section } from './parts.ts'
import { both, html, type Markup, type Value } from './template.ts'
import { words } from './words.ts'

type Risk = Report['risks'][number]

/** Headings of TC260-003, Appendix A. */
const groups = [
  ['A1', words.groupA1],
  ['A2', words.groupA2],
  ['A3', words.groupA3],
  ['A4', words.groupA4],
  ['A5', words.groupA5],
] as const

const detect = { high: words.detectHigh, medium: words.detectMedium, low: words.detectLow, none: words.detectNone } as const

const covered = (risk: Risk): Markup => {
  const terms = risk.terms + risk.operatorTerms
  if (risk.coverage === 'none') return badge('open', both(words.coverageNone))
  if (risk.coverage === 'detector')
    return badge('pass', both(risk.rules === 1 ? words.coverageDetectorOne : words.coverageDetector, { n: group(risk.rules) }))
  return html`${badge('dot', both(words.coverageLexicon, { n: group(terms) }))}${risk.operatorTerms > 0 && html`<br><small>${both(words.ofOperator, { n: group(risk.operatorTerms) })}</small>`}`
}

const floor = (risk: Risk): Value =>
  risk.floor === null
    ? '–'
    : html`${group(risk.floor)} ${risk.floorMet !== null && badge(risk.floorMet ? 'pass' : 'warn', both(risk.floorMet ? words.floorMet : words.floorMissed))}`

const detectability = (risk: Risk): Value =>
  Object.hasOwn(detect, risk.detectability) ? both(detect[risk.detectability as keyof typeof detect]) : risk.detectability

/** Clauses a type bears on, linked where the profile lists them. */
const clauses = (context: Context, risk: Risk): Markup =>
  html`${risk.requirements.map((id) => {
    const anchor = context.requirementAnchor(id)
    return html`${anchor === undefined ? code(id) : html`<a href="#${anchor}">${code(id)}</a>`} `
  })}`

/** What was found; of a type nothing looks for that is not zero, but unknown. */
const found = (risk: Risk): Markup =>
  risk.coverage === 'none'
    ? html`<td class="num quiet">${named(words.candidates)}${both(words.notAssessed)}</td><td class="num">${named(words.recordsHit)}–</td>`
    : html`<td class="num">${named(words.candidates)}${byConfidence(risk.findings)}</td><td class="num">${named(words.recordsHit)}${group(risk.records)}</td>`

const line = (context: Context, risk: Risk): Markup => html`
<tr><th scope="row" class="wide"><span class="letter">${risk.std}</span> <b>${both(risk.title)}</b> <code class="nowrap">${risk.id}</code><p class="evidence">${both(risk.evidence)}</p></th>
<td>${named(words.riskClauses)}${clauses(context, risk)}</td>
<td class="tight">${named(words.riskCoverage)}${covered(risk)}</td><td class="tight">${named(words.floor)}${floor(risk)}</td><td class="tight">${named(words.detectability)}${detectability(risk)}</td>
${found(risk)}</tr>`

/** 5: all 31 types of TC260-003 Appendix A, covered or not. */
export const risks = (context: Context): Markup => {
  const { report } = context
  const known = (risk: Risk): number => groups.findIndex(([key]) => risk.id.startsWith(`CN-${key}-`))
  const heading = (std: string, name: Value): Markup => html`<tr class="group"><th scope="rowgroup" colspan="7">${std} ${name}</th></tr>`
  const bodies = groups.map(([key, name], at) => {
    const rows = report.risks.filter((risk) => known(risk) === at)
    return rows.length > 0 && html`<tbody>${heading(`A.${key.slice(1)}`, both(name))}${rows.map((risk) => line(context, risk))}</tbody>`
  })
  const rest = report.risks.filter((risk) => known(risk) < 0)
  const { keywords } = report
  return section(
    'risks',
    5,
    words.risks,
    both(words.risksLead),
    html`
<p>${both(words.keywords, { n: group(keywords.total), floor: group(keywords.floor) })} ${badge(keywords.floorMet ? 'pass' : 'warn', both(keywords.floorMet ? words.floorMet : words.floorMissed))} ${keywords.total > 0 && (keywords.newest === null ? both(words.keywordsNoDate) : both(words.keywordsNewest, { date: html`<span class="nowrap">${keywords.newest}</span>` }))}</p>
<div class="scroll" role="group" tabindex="0" aria-labelledby="risk-caption">
<table id="risk-table">
<caption id="risk-caption">${both(words.riskCaption)}</caption>
<thead><tr><th scope="col" class="wide">${both(words.riskAndEvidence)}</th><th scope="col">${both(words.riskClauses)}</th><th scope="col" class="tight">${both(words.riskCoverage)}</th><th scope="col" class="tight">${both(words.floor)}</th><th scope="col" class="tight">${both(words.detectability)}</th><th scope="col" class="num">${both(words.candidates)}</th><th scope="col" class="num">${both(words.recordsHit)}</th></tr></thead>
${bodies}${rest.length > 0 && html`<tbody>${rest.map((risk) => line(context, risk))}</tbody>`}
</table>
</div>`,
  )
}
