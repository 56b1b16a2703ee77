import type { Words } from '../../model.ts'
import { tick } from '../numbers.ts'
import { both, html, type Markup, type Value } from './template.ts'
import { words } from './words.ts'

/**
 * Charts drawn here as SVG: aggregates only, at most 60 marks. Positions are percentages and sizes pixels, so a chart fits a telephone
 * and a page of A4 with its letters in the same size. Bars start at zero, or at the decade below the smallest value on a log scale.
 */

interface Bar {
  readonly label: Words
  readonly value: number
  readonly text: Value
}

const maxBars = 15

/** Where a value lies between the ends of the axis, in percent with two decimals. Log scale only beyond three decades. */
export const scale = (
  values: readonly number[],
): { readonly log: boolean; readonly low: number; readonly high: number; at(value: number): string } => {
  const positive = values.filter((value) => value > 0)
  const largest = positive.reduce((a, b) => Math.max(a, b), 0)
  const smallest = positive.reduce((a, b) => Math.min(a, b), largest)
  const log = smallest > 0 && largest / smallest > 1000
  const low = log ? 10 ** Math.floor(Math.log10(smallest) - 1e-9) : 0
  const high = log ? 10 ** Math.ceil(Math.log10(largest) - 1e-9) : largest
  const at = (value: number): string => {
    if (value <= 0 || high === 0) return '0.00'
    const part = log ? Math.log10(value / low) / Math.log10(high / low) : value / high
    return (Math.min(Math.max(part, 0), 1) * 100).toFixed(2)
  }
  return { log, low, high, at }
}

const label = (name: Words, attributes: Markup): Markup =>
  name.zh === name.en
    ? html`<text ${attributes}>${name.en}</text>`
    : html`<text lang="zh-CN" ${attributes}>${name.zh}</text><text lang="en" ${attributes}>${name.en}</text>`

/** Marks of a log axis: each decade, or every second or third one when there are many. */
const decades = (low: number, high: number): number[] => {
  const from = Math.round(Math.log10(low))
  const to = Math.round(Math.log10(high))
  const step = Math.ceil((to - from) / 5)
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => 10 ** (from + at * step))
}

/** What a chart has beside its drawing. */
interface Chart {
  readonly id: string
  readonly title: Words
  /** A sentence below it. */
  readonly note: Value
  /** The table of its figures, for those who cannot see it. */
  readonly data: Value
}

const frame = ({ id, title, note, data }: Chart, height: number, log: boolean, drawing: Value): Markup => html`
<figure class="chart" id="${id}">
<figcaption id="${id}-caption"><b>${both(title)}</b>${log && html` <span class="quiet">(${both(words.logAxis)})</span>`}</figcaption>
<svg role="img" width="100%" height="${height}" aria-labelledby="${id}-caption" aria-describedby="${id}-note"><title>${title.zh} · ${title.en}</title><desc>${title.zh}：${words.dataTable.zh} ↓ · ${title.en}: ${words.dataTable.en} ↓</desc>${drawing}</svg>
<p class="quiet" id="${id}-note">${note}</p>
<details><summary>${both(words.dataTable)}</summary>${data}</details>
</figure>`

/** Horizontal bars, label and figure above each; long lists are cut at fifteen, and the caller's data table has the rest. */
export const bars = (chart: Chart, rows: readonly Bar[]): Markup => {
  const shown = rows.slice(0, maxBars)
  const axis = scale(shown.map((row) => row.value))
  const drawing = shown.map((row, at) => {
    const y = at * 30
    return html`${label(row.label, html`x="0" y="${y + 13}"`)}<text class="figure" x="100%" y="${y + 13}">${row.text}</text><rect class="track" x="0" y="${y + 18}" width="100%" height="5" rx="2.5"/><rect class="bar" x="0" y="${y + 18}" width="${axis.at(row.value)}%" height="5" rx="2.5"/>`
  })
  return frame(chart, shown.length * 30, axis.log, drawing)
}

interface Column {
  readonly value: number
  /** Written under the left edge of the column. */
  readonly edge?: string
}

/**
 * Columns side by side, as for a histogram or years. `centred` writes the labels under the middle of a column instead of its left edge; `lastEdge` is
 * written under the right edge of the last one.
 */
export const columns = (
  chart: Chart,
  rows: readonly Column[],
  { centred = false, lastEdge }: { readonly centred?: boolean; readonly lastEdge?: string | undefined },
): Markup => {
  const shown = rows.slice(-40)
  const axis = scale(shown.map((row) => row.value))
  const top = 14
  const floor = 170
  // The figures of the axis stand left of the columns.
  const left = 9
  const width = (100 - left) / Math.max(shown.length, 1)
  const ticks =
    axis.high === 0 ? [] : axis.log ? decades(axis.low, axis.high) : [Math.floor(axis.high / 2), axis.high].filter((value) => value > 0)
  const y = (value: number): number => floor - ((floor - top) * Number(axis.at(value))) / 100
  const lines = ticks.map(
    (value) =>
      html`<line class="grid" x1="0" x2="100%" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/><text class="tick" x="0" y="${(y(value) - 3).toFixed(1)}">${tick(value)}</text>`,
  )
  const drawn = shown.map((row, at) => {
    const height = floor - y(row.value)
    const rect =
      row.value > 0 &&
      html`<rect class="bar" x="${(left + at * width + width * 0.06).toFixed(2)}%" y="${(floor - Math.max(height, 1.5)).toFixed(1)}" width="${(width * 0.88).toFixed(2)}%" height="${Math.max(height, 1.5).toFixed(1)}"/>`
    const place = left + (centred ? at * width + width / 2 : at * width)
    return html`${rect}${row.edge !== undefined && html`<text class="mid" x="${place.toFixed(2)}%" y="${floor + 16}">${row.edge}</text>`}`
  })
  const end = lastEdge !== undefined && html`<text class="figure" x="100%" y="${floor + 16}">${lastEdge}</text>`
  const base = html`<line class="axis" x1="0" x2="100%" y1="${floor}" y2="${floor}"/>`
  return frame(chart, floor + 22, axis.log, html`${lines}${drawn}${end}${base}`)
}

/** One rate with its interval on a shared axis: a line from the lower to the upper end and a dot at the estimate. */
export const interval = (low: number, at: number, high: number, axis: { at(value: number): string }): Markup =>
  html`<svg class="interval" width="100%" height="9" aria-hidden="true" focusable="false"><line class="grid" x1="0" x2="100%" y1="4.5" y2="4.5"/>${at > 0 && html`<line class="whisker" x1="${axis.at(low)}%" x2="${axis.at(high)}%" y1="4.5" y2="4.5"/><circle class="dot" cx="${axis.at(at)}%" cy="4.5" r="3"/>`}</svg>`
