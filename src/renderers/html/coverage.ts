import { faultWords } from '../../words/faults.ts'
import { bytes, group, share } from '../numbers.ts'
import type { Context } from './context.ts'
import { badge, code, section, table } from './parts.ts'
import { both, html, type Markup } from './template.ts'
import { words } from './words.ts'

/** What happened and the way out, with the stable code. */
const reason = (id: string): Markup => html`${both(faultWords(id))}<br>${code(id)}`

/** 3: what was read, what was not and why, and every fault. */
export const coverage = (context: Context): Markup => {
  const { report, measure } = context
  const { coverage: ledger, statistics } = report
  const units = [
    [words.files, ledger.files, group],
    [words.bytesWord, ledger.bytes, (value: number) => `${group(value)} (${bytes(value)})`],
    [words.records, ledger.records, group],
  ] as const
  const rows = units.map(([name, row, show]) => {
    const total = row.read + row.unreadable + row.skipped
    return [both(name), show(row.read), show(row.unreadable), show(row.skipped), group(total), html`<b>${share(row.read, total)}</b>`]
  })
  const effects = { lost: ['fail', words.lost], damaged: ['warn', words.damaged], noted: ['dot', words.noted] } as const
  const places = statistics.faults.places
  return section(
    'coverage',
    3,
    words.coverageTitle,
    both(words.coverageLead),
    html`
<p>${badge(ledger.complete ? 'pass' : 'open', both(ledger.complete ? words.complete : words.notComplete))}</p>
${table(
  'ledger',
  both(words.ledger),
  [
    { name: words.unit, kind: 'tight' },
    { name: words.read, kind: 'num' },
    { name: words.unreadable, kind: 'num' },
    { name: words.skipped, kind: 'num' },
    { name: words.total, kind: 'num' },
    { name: words.coverageShare, kind: 'num' },
  ],
  rows,
)}
${
  ledger.reasons.length === 0
    ? html`<p class="quiet">${both(words.noReasons)}</p>`
    : table(
        'reasons',
        both(words.reasons),
        [
          { name: words.reason, kind: 'wide' },
          { name: words.state, kind: 'tight' },
          { name: words.files, kind: 'num' },
          { name: words.bytesWord, kind: 'num' },
          { name: words.records, kind: 'num' },
        ],
        ledger.reasons.map((row) => [
          reason(row.reason),
          row.state === 'unreadable' ? badge('fail', both(words.unreadable)) : badge('dash', both(words.skipped)),
          group(row.files),
          group(row.bytes),
          group(row.records),
        ]),
      )
}
${ledger.damaged > 0 && html`<p>${both(words.damagedNote, { n: group(ledger.damaged) })}</p>`}
${table(
  'faults',
  both(words.faults),
  [
    { name: words.reason, kind: 'wide' },
    { name: words.effect, kind: 'tight' },
    { name: words.count, kind: 'num' },
    { name: words.bytesLost, kind: 'num' },
  ],
  statistics.faults.byCode.map((row) => [
    reason(row.code),
    badge(effects[row.effect][0], both(effects[row.effect][1])),
    group(row.count),
    group(row.bytes),
  ]),
  measure.rows,
)}
${
  places.length > 0 &&
  html`<details><summary>${both(words.places, { n: group(places.length) })}</summary>
<ul class="places">${places.slice(0, measure.rows).map((row) => html`<li>${code(row.code)} ${both(words.fileNumber, { n: group(row.file) })} · ${row.record === null ? both(words.wholeFile) : both(words.recordNumber, { n: group(row.record) })}</li>`)}</ul>
<p class="quiet">${both(words.fileNumberNote)}</p></details>`
}`,
  )
}
