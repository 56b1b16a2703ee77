import type { Words } from '../../model.ts'
import { group } from '../numbers.ts'
import type { Context } from './context.ts'
import { both, html, type Markup, type Value } from './template.ts'
import { words } from './words.ts'

const icons = {
  pass: html`<path d="M3 8.5 6.5 12 13 4.5"/>`,
  warn: html`<path d="M8 2.2 14.6 13.6H1.4Z"/><path d="M8 6.4v3.4M8 11.6v.4"/>`,
  fail: html`<path d="m4 4 8 8M12 4l-8 8"/>`,
  open: html`<circle cx="8" cy="8" r="5.8" stroke-dasharray="3 2"/><path d="M8 5v3.6M8 10.8v.4"/>`,
  dash: html`<path d="M3.5 8h9"/>`,
  dot: html`<circle cx="8" cy="8" r="2.2"/>`,
} as const
export type Tone = keyof typeof icons

/** A small drawing beside a word; hidden from screen readers because the word says it. */
export const icon = (tone: Tone): Markup =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${icons[tone]}</svg>`

/** Word with icon: never colour alone. */
export const badge = (tone: Tone, text: Value): Markup => html`<span class="badge ${tone}">${icon(tone)}${text}</span>`

const severityTone = { error: 'fail', warning: 'warn', note: 'dot' } as const
export const severityBadge = (severity: 'error' | 'warning' | 'note'): Markup => badge(severityTone[severity], both(words[severity]))

/** A top-level part of the page: number, heading, one or two sentences, content. */
export const section = (id: string, number: number, title: Words, lead: Value, body: Value): Markup => html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title"><span class="number">${number}</span>${both(title)}</h2>
${lead && html`<p class="lead">${lead}</p>`}
${body}
</section>`

export interface Column {
  readonly name: Words
  /** `num` right-aligned figures, `wide` gets the rest of the width, `code` monospaced. */
  readonly kind?: 'num' | 'wide' | 'code' | 'tight'
}

/** A cell and its column's class; the first cell of a row is its header. */
const cell = (column: Column | undefined, value: Value, head: boolean): Markup => {
  const kind = column?.kind ?? 'plain'
  return head ? html`<th scope="row" class="${kind}">${value}</th>` : html`<td class="${kind}">${value}</td>`
}

/** A table with caption and scopes inside a region that scrolls sideways and can be reached by keyboard. Rows beyond `limit` are counted, not shown. */
export const table = (
  id: string,
  caption: Value,
  columns: readonly Column[],
  rows: readonly (readonly Value[])[],
  limit = Number.POSITIVE_INFINITY,
): Markup => {
  if (rows.length === 0) return html`<p class="quiet">${caption}${both(words.noRows)}</p>`
  const shown = rows.slice(0, limit)
  return html`
<div class="scroll" role="group" tabindex="0" aria-labelledby="${id}-caption">
<table id="${id}">
<caption id="${id}-caption">${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col" class="${column.kind ?? 'plain'}">${both(column.name)}</th>`)}</tr></thead>
<tbody>${shown.map((row) => html`<tr>${row.map((value, at) => cell(columns[at], value, at === 0))}</tr>`)}</tbody>
</table>
</div>
${rows.length > shown.length && html`<p class="quiet">${both(words.rowsCut, { n: group(rows.length - shown.length) })}</p>`}`
}

/** The name of a cell's column, shown where the window is too narrow for columns. */
export const named = (name: Words): Markup => html`<b class="column">${both(name)}</b>`

export const code = (text: string): Markup => html`<code>${text}</code>`

/** Findings as high / medium / low, in that order, with the words for those who do not see the columns. */
export const byConfidence = (count: { readonly high: number; readonly medium: number; readonly low: number }): Markup =>
  count.high + count.medium + count.low === 0
    ? html`<span class="quiet">0</span>`
    : html`<span class="trio"><b>${group(count.high)}</b> / ${group(count.medium)} / ${group(count.low)}</span>`

/** A rule id as a link to its row, or plain where the report has no such rule. */
export const ruleLink = (context: Context, id: string): Markup => {
  const anchor = context.ruleAnchor(id)
  return anchor === undefined ? code(id) : html`<a href="#${anchor}"><code>${id}</code></a>`
}

export const requirementLink = (context: Context, id: string): Markup => {
  const anchor = context.requirementAnchor(id)
  return anchor === undefined ? code(id) : html`<a href="#${anchor}"><code>${id}</code></a>`
}
