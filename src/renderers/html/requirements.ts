import type { Words } from '../../model.ts'
import type { Report } from '../../report/index.ts'
import { group } from '../numbers.ts'
import { citation } from './citation.ts'
import type { Context } from './context.ts'
import { badge, code, icon, named, ruleLink, section, severityBadge, table } from './parts.ts'
import { remediation } from './remediation.ts'
import { both, html, type Markup, type Value } from './template.ts'
import { words } from './words.ts'

type Row = Report['requirements'][number]

const tones = { conform: 'pass', nonconform: 'fail', 'not-applicable': 'dash', 'insufficient-evidence': 'warn' } as const
const results = ['conform', 'nonconform', 'insufficient-evidence', 'not-applicable'] as const
const bases: { readonly [basis in Row['basis'][number]]: Words } = {
  scan: words.basisScan,
  manifest: words.basisManifest,
  human: words.basisHuman,
}

/** The result in words; "not assessed" stands beside it, never instead of a blank. */
const result = (row: Row): Markup =>
  html`${badge(tones[row.result], both(words[row.result]))}${!row.assessed && html` ${badge('open', both(words.notAssessed))}`}`

const joined = (parts: readonly Words[]): Words => ({ zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') })

/** What is asked, how sure the text is, when the row passes and what it is judged on. */
const asked = (row: Row): Markup => html`
<b class="asks">${both(row.title)}</b>${row.mark === 'R' && html` ${badge('warn', both(words.markR))}`}${row.mark === 'S' && html` ${badge('dot', both(words.markS))}`}
${row.pass !== null && html`<p class="rule"><small>${both(words.passRule)}${both(row.pass)}</small></p>`}
${row.basis.length > 0 && html`<p class="rule"><small>${both(words.judgedOn)}${both(joined(row.basis.map((basis) => bases[basis])))}</small></p>`}`

/** The evidence in words, and the rules it rests on, folded up: there may be dozens. */
const evidence = (context: Context, row: Row): Markup => html`
<p class="evidence">${both(row.evidence)}</p>
${row.rules.length > 0 && html`<details class="many"><summary>${both(words.rulesWord)} ${group(row.rules.length)} · ${both(words.findings)} ${group(row.findings)}</summary><ul class="plain">${row.rules.map((id) => html`<li>${ruleLink(context, id)}</li>`)}</ul></details>`}`

/** What to do about a row that does not conform. */
const remedy = (row: Row): Value => {
  if (row.result === 'conform') return html`<span class="quiet">${both(words.nothingToDo)}</span>`
  if (row.result === 'not-applicable') return '–'
  return row.remedy === null ? html`<span class="quiet">${both(words.forAPerson)}</span>` : both(row.remedy)
}

const line = (context: Context, row: Row): Markup => html`
<tr id="${context.requirementAnchor(row.id)}">
<th scope="row" class="tight"><b>${both(citation(row.instrument, row.article))}</b><br>${code(row.id)}</th>
<td class="wide">${asked(row)}</td>
<td class="tight">${result(row)}</td>
<td>${named(words.evidenceWord)}${evidence(context, row)}</td>
<td>${named(words.whatToDo)}${remedy(row)}</td>
</tr>`

const block = (context: Context, id: string, caption: Value, rows: readonly Row[]): Markup => html`
<div class="scroll" role="group" tabindex="0" aria-labelledby="${id}-caption">
<table id="${id}" class="clauses">
<caption id="${id}-caption">${caption}</caption>
<thead><tr><th scope="col" class="tight">${both(words.clause)}</th><th scope="col" class="wide">${both(words.requirement)}</th><th scope="col" class="tight">${both(words.result)}</th><th scope="col">${both(words.evidenceWord)}</th><th scope="col">${both(words.whatToDo)}</th></tr></thead>
<tbody>${rows.map((row) => line(context, row))}</tbody>
</table>
</div>`

/** Every article as one mark that leads to its row: the whole law at a glance. */
const glance = (context: Context, instruments: readonly (readonly [Markup, readonly Row[]])[]): Markup => html`
<div class="map" role="group" aria-label="${words.mapOf.zh} · ${words.mapOf.en}">
${instruments.map(
  ([name, rows]) =>
    html`<p><span class="of">${name}</span> ${rows.map(
      (row) =>
        html`<a class="${row.assessed ? tones[row.result] : 'open'}" href="#${context.requirementAnchor(row.id)}">${icon(row.assessed ? tones[row.result] : 'open')}<span class="nowrap">${both(citation(row.instrument, row.article))}</span><span class="unseen"> ${both(words[row.result])}</span></a> `,
    )}</p>`,
)}
</div>`

/** What the manifest says against what was seen. */
const discrepancies = ({ report: { declaration } }: Context): Markup => {
  if (declaration === null) return html`<p>${badge('open', both(words.notAssessed))} ${both(words.noDeclaration)}</p>`
  if (declaration.discrepancies.length === 0) return html`<p>${badge('pass', both(words.noDiscrepancies))}</p>`
  return table(
    'discrepancies',
    both(words.discrepancies),
    [
      { name: words.severity, kind: 'tight' },
      { name: words.source, kind: 'code' },
      { name: words.what, kind: 'wide' },
    ],
    declaration.discrepancies.map((row) => [
      severityBadge(row.severity),
      row.source === null ? '–' : code(row.source),
      html`${both(row.words)} ${code(row.code)}`,
    ]),
  )
}

/** The draft Measures of April 2023 and the Interim Measures that replaced them: Article 7 is on training data in both. */
const measures = new Set(['cac-2023', 'im-2023'])

/** 4: the law map: every requirement row, Article 7 of the Measures first, then the rest by instrument in the order of the report. */
export const requirements = (context: Context): Markup => {
  const { legal, profile, requirements: rows } = context.report
  const isArticle7 = (row: Row): boolean => measures.has(row.instrument) && /^7(?![0-9])/.test(row.article)
  const seventh = rows.filter(isArticle7)
  const byInstrument = new Map<string, Row[]>()
  const whole = new Map<string, Row[]>()
  for (const row of rows) {
    whole.set(row.instrument, [...(whole.get(row.instrument) ?? []), row])
    if (isArticle7(row)) continue
    byInstrument.set(row.instrument, [...(byInstrument.get(row.instrument) ?? []), row])
  }
  // What was not assessed is part of what lacks evidence: told behind it, or the figures do not add up to the rows.
  const open = rows.filter((row) => row.result === 'insufficient-evidence' && !row.assessed).length
  const unassessed = html` ${badge('open', both(words.ofTheseNotAssessed))} <b>${group(open)}</b>`
  const tallies = results.map(
    (name) =>
      html`<li>${badge(tones[name], both(words[name]))} <b>${group(rows.filter((row) => row.result === name).length)}</b>${name === 'insufficient-evidence' && unassessed}</li>`,
  )
  const titles = new Map(legal.instruments.map(({ id, title }) => [id, title]))
  const name = (instrument: string): Markup => both(titles.get(instrument) ?? { zh: instrument, en: instrument })
  return section(
    'requirements',
    4,
    words.requirements,
    both(words.requirementsLead),
    html`
<p>${both(words.legalProfile)} ${code(profile)} ${legal.version} · ${both(legal.title)} <small class="quiet">${both(words.profileDigest)} ${code(legal.digest.sha256)}</small></p>
<ul class="tally" aria-label="${words.resultCounts.zh} · ${words.resultCounts.en}">${tallies}</ul>
${
  rows.length > 0 &&
  glance(
    context,
    [...whole].map(([instrument, all]) => [name(instrument), all] as const),
  )
}
${discrepancies(context)}
${remediation(context)}
${seventh.length > 0 && block(context, 'article-7', html`${both(words.article7)}<small>${name(seventh[0]?.instrument ?? '')}</small>`, seventh)}
${[...byInstrument].map(([instrument, part], at) => block(context, `instrument-${at + 1}`, measures.has(instrument) ? html`${both(words.otherArticles)}<small>${name(instrument)}</small>` : html`${name(instrument)}`, part))}
${rows.some((row) => row.mark !== 'V') && html`<p class="quiet">${both(words.markNote)}</p>`}`,
  )
}
