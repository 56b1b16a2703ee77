import type { Words } from '../../model.ts'
import type { Report } from '../../report/index.ts'
import { severities } from '../../report/words.ts'
import { plural } from '../../words/figures.ts'
import { bytes, group, percent, share } from '../numbers.ts'
import { decidingReason, type Outcome, outcome } from '../outcome.ts'
import type { Context } from './context.ts'
import { badge, icon, section, severityBadge, type Tone } from './parts.ts'
import { both, html, type Markup, type Value } from './template.ts'
import { words } from './words.ts'

const tones: { readonly [outcome in Outcome]: Tone } = { PASSED: 'pass', WARNED: 'warn', FAILED: 'fail', INCOMPLETE: 'open' }
const fallback = { PASSED: words.reasonPassed, WARNED: words.reasonWarned, FAILED: words.reasonFailed, INCOMPLETE: words.reasonIncomplete }

const figure = (name: Value, value: Value, note: Value = null): Markup =>
  html`<div><dt>${name}</dt><dd>${value}${note && html`<small>${note}</small>`}</dd></div>`

/** Files and records that were not read: the unreadable and the skipped ones together. */
const unread = ({ files, records }: Report['coverage']): Words => {
  const [lostFiles, lostRecords] = [files.unreadable + files.skipped, records.unreadable + records.skipped]
  return {
    zh: `${group(lostFiles)} 个文件，${group(lostRecords)} 条记录`,
    en: `${plural(lostFiles, 'file')}, ${plural(lostRecords, 'record')}`,
  }
}

/** 1: the verdict in words, why, which limit decided, how much was looked at, and findings by severity. */
export const verdict = (context: Context): Markup => {
  const { report } = context
  const { coverage, corpus, results, statistics } = report
  const said = outcome(report)
  const deciding = decidingReason(report)
  const others = results.reasons.filter((reason) => reason !== deciding)
  const total = (ledger: { read: number; unreadable: number; skipped: number }): number => ledger.read + ledger.unreadable + ledger.skipped
  return section(
    'verdict',
    1,
    words.verdict,
    null,
    html`
<div class="banner ${tones[said]}">
<p class="outcome">${icon(tones[said])}<strong>${both(words[said])}</strong>${said === 'FAILED' && !results.complete && html`<span class="also">${badge('open', both(words.alsoIncomplete))}</span>`}</p>
<p class="sentence">${deciding === undefined ? both(said === 'PASSED' && !coverage.complete ? words.reasonPassedAllowed : fallback[said]) : both(deciding.words)}</p>
<p class="gate">${deciding !== undefined && html`${both(words.decidedBy)} <code>${deciding.limit}</code> · `}${both(words.policy)} <code>${results.policy.name}</code></p>
${
  others.length > 0 &&
  html`<details open><summary>${both(words.otherReasons)} (${others.length})</summary><ul class="reasons">${others.map((reason) => html`<li>${badge(reason.blocking ? 'fail' : 'dot', both(reason.blocking ? words.blocking : words.notBlocking))} ${both(reason.words)} <code>${reason.limit}</code></li>`)}</ul></details>`
}
</div>
<dl class="figures">
${figure(both(words.recordsRead), group(coverage.records.read), both(words.ofAll, { n: group(total(coverage.records)) }))}
${figure(both(words.stored), bytes(corpus.bytes), group(corpus.bytes))}
${figure(both(words.files), group(coverage.files.read), both(words.ofAll, { n: group(total(coverage.files)) }))}
${figure(both(words.coverage), share(coverage.bytes.read, total(coverage.bytes)), badge(coverage.complete ? 'pass' : 'open', both(coverage.complete ? words.allRead : words.INCOMPLETE)))}
${figure(both(words.notRead), bytes(coverage.bytes.unreadable + coverage.bytes.skipped), both(unread(coverage)))}
${figure(both(words.recordsWithFindings), group(statistics.findings.records.records), both(words.ofRecords, { share: percent(statistics.findings.records.ppm) }))}
</dl>
<div class="scroll" role="group" tabindex="0" aria-labelledby="by-severity-caption">
<table id="by-severity">
<caption id="by-severity-caption">${both(words.findingsBySeverity)}</caption>
<thead><tr><th scope="col">${both(words.severity)}</th><th scope="col" class="num">${both(words.high)}</th><th scope="col" class="num">${both(words.medium)}</th><th scope="col" class="num">${both(words.low)}</th></tr></thead>
<tbody>${severities.map((severity) => {
      const row = statistics.findings.bySeverity[severity]
      return html`<tr><th scope="row">${severityBadge(severity)}</th><td class="num"><b>${group(row.high)}</b></td><td class="num">${group(row.medium)}</td><td class="num">${group(row.low)}</td></tr>`
    })}</tbody>
</table>
</div>
<p class="quiet">${both(words.candidateNote)}</p>`,
  )
}
