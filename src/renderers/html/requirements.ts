import type { Report } from '../../report.ts'
import { group } from '../numbers.ts'
import type { Context } from './context.ts'
import { badge, code, ruleLink, section } from './parts.ts'
import { both, html, type Markup, type Value } from './template.ts'
import { words } from './words.ts'

type Row = Report['requirements'][number]

const tones = { conform: 'pass', nonconform: 'fail', 'not-applicable': 'dash', 'insufficient-evidence': 'warn' } as const
const results = ['conform', 'nonconform', 'insufficient-evidence', 'not-applicable'] as const

/** The result in words; "not assessed" stands beside it, never instead of a blank. */
const result = (row: Row): Markup =>
  html`${badge(tones[row.result], both(words[row.result]))}${!row.assessed && html` ${badge('open', both(words.notAssessed))}`}`

/** A clause that many rules serve names how many; the list unfolds. */
const ruleList = (context: Context, ids: Row['rules']): Markup => {
  if (ids.length === 0) return html`<span class="quiet">${both(words.noRules)}</span>`
  const list = html`<ul class="plain">${ids.map((id) => html`<li>${ruleLink(context, id)}</li>`)}</ul>`
  return ids.length <= 4
    ? list
    : html`<details class="many"><summary>${both(words.ruleCountN, { n: group(ids.length) })}</summary>${list}</details>`
}

const line = (context: Context, row: Row): Markup => html`
<tr id="${context.requirementAnchor(row.id)}">
<th scope="row" class="tight"><b>${row.article}</b><br>${code(row.id)}</th>
<td class="wide"><b class="asks">${both(row.title)}</b>${row.mark === 'R' && html` ${badge('warn', both(words.markR))}`}${row.mark === 'S' && html` ${badge('dot', both(words.markS))}`}<p class="evidence">${both(row.evidence)}</p></td>
<td class="tight">${result(row)}</td>
<td>${ruleList(context, row.rules)}</td>
<td class="num">${group(row.findings)}</td>
</tr>`

const block = (context: Context, id: string, caption: Value, rows: readonly Row[]): Markup => html`
<div class="scroll" role="group" tabindex="0" aria-labelledby="${id}-caption">
<table id="${id}" class="clauses">
<caption id="${id}-caption">${caption}</caption>
<thead><tr><th scope="col" class="tight">${both(words.clause)}</th><th scope="col" class="wide">${both(words.requirement)}</th><th scope="col" class="tight">${both(words.result)}</th><th scope="col">${both(words.rulesWord)}</th><th scope="col" class="num">${both(words.findings)}</th></tr></thead>
<tbody>${rows.map((row) => line(context, row))}</tbody>
</table>
</div>`

/** The draft Measures of April 2023 and the Interim Measures that replaced them: Article 7 is on training data in both. */
const measures = new Set(['cac-2023', 'im-2023'])

/** 4: every requirement row, Article 7 of the Measures first, then the rest by instrument in the order of the report. */
export const requirements = (context: Context): Markup => {
  const rows = context.report.requirements
  const isArticle7 = (row: Row): boolean => measures.has(row.instrument) && /^7(?![0-9])/.test(row.article)
  const seventh = rows.filter(isArticle7)
  const byInstrument = new Map<string, Row[]>()
  for (const row of rows) {
    if (isArticle7(row)) continue
    byInstrument.set(row.instrument, [...(byInstrument.get(row.instrument) ?? []), row])
  }
  const tallies = results.map(
    (name) => html`<li>${badge(tones[name], both(words[name]))} <b>${group(rows.filter((row) => row.result === name).length)}</b></li>`,
  )
  const unassessed = html`<li>${badge('open', both(words.notAssessed))} <b>${group(rows.filter((row) => !row.assessed).length)}</b></li>`
  const titles = new Map(context.report.legal.instruments.map(({ id, title }) => [id, title]))
  const name = (instrument: string): Markup => both(titles.get(instrument) ?? { zh: instrument, en: instrument })
  return section(
    'requirements',
    4,
    words.requirements,
    both(words.requirementsLead),
    html`
<ul class="tally" aria-label="${words.resultCounts.zh} · ${words.resultCounts.en}">${tallies}${unassessed}</ul>
${seventh.length > 0 && block(context, 'article-7', html`${both(words.article7)}<small>${name(seventh[0]?.instrument ?? '')}</small>`, seventh)}
${[...byInstrument].map(([instrument, group], at) => block(context, `instrument-${at + 1}`, measures.has(instrument) ? html`${both(words.otherArticles)}<small>${name(instrument)}</small>` : html`${name(instrument)}`, group))}
${rows.some((row) => row.mark !== 'V') && html`<p class="quiet">${both(words.markNote)}</p>`}`,
  )
}
