import type { Words } from '../../model.ts'
import type { Report } from '../../report/index.ts'
import { bytes, decimal, group, percent, share, tick } from '../numbers.ts'
import { bars, columns } from './charts.ts'
import type { Context } from './context.ts'
import { isPlaceholder, labelName, languageName, scriptName } from './names.ts'
import { byConfidence, type Column, code, section, table } from './parts.ts'
import { both, html, type Markup, type Value } from './template.ts'
import { words } from './words.ts'

type Top = Report['statistics']['domains']

const num = (name: Words): Column => ({ name, kind: 'num' })
const labelled = (label: string): Markup =>
  isPlaceholder(label) ? html`<span class="quiet">${both(labelName(label))}</span>` : code(label)

const languages = (context: Context): Markup => {
  const { rows, method, effectiveNumber } = context.report.statistics.languages
  const first = rows[0]
  const note = html`${first !== undefined && both(words.languagesNote, { first: both(languageName(first.lang)), share: percent(first.sharePpm), n: decimal(effectiveNumber) })} ${both(words.methodIs)}${both(method)}`
  const data = table(
    'language-table',
    both(words.languages),
    [{ name: words.languageWord, kind: 'wide' }, num(words.records), num(words.bytesWord), num(words.shareWord)],
    rows.map((row) => [
      html`${both(languageName(row.lang))} ${code(row.lang)}`,
      group(row.records),
      group(row.bytes),
      percent(row.sharePpm),
    ]),
    context.measure.rows,
  )
  return bars(
    { id: 'languages', title: words.languages, note, data },
    rows.map((row) => ({ label: languageName(row.lang), value: row.records, text: `${group(row.records)} · ${percent(row.sharePpm)}` })),
  )
}

const scripts = (context: Context): Markup => {
  const rows = context.report.statistics.scripts
  const first = rows.reduce<(typeof rows)[number] | undefined>(
    (best, row) => (best === undefined || row.characters > best.characters ? row : best),
    undefined,
  )
  const note = first !== undefined && both(words.scriptsNote, { first: both(scriptName(first.script)), share: percent(first.sharePpm) })
  const data = table(
    'script-table',
    both(words.scripts),
    [{ name: words.script, kind: 'wide' }, num(words.characters), num(words.shareWord)],
    rows.map((row) => [both(scriptName(row.script)), group(row.characters), percent(row.sharePpm)]),
  )
  return bars(
    { id: 'scripts', title: words.scripts, note, data },
    rows.map((row) => ({ label: scriptName(row.script), value: row.characters, text: percent(row.sharePpm) })),
  )
}

const lengths = (context: Context): Markup => {
  const { lengths: row } = context.report.statistics
  const median = row.quantiles.find((quantile) => quantile.qPpm === 500_000)
  const note = both(words.lengthsNote, {
    median: median === undefined ? '–' : group(median.value),
    mean: decimal(row.mean),
    min: group(row.min),
    max: group(row.max),
    empty: group(row.empty),
  })
  const step = Math.ceil(row.histogram.length / 6)
  const last = row.histogram.at(-1)
  const data = html`${table(
    'length-table',
    both(words.lengths),
    [{ name: words.lengthRange, kind: 'tight' }, num(words.records)],
    row.histogram.map((bin) => [`${group(bin.from)} – ${group(bin.to)}`, group(bin.records)]),
  )}
${table(
  'quantile-table',
  both(words.quantile),
  [{ name: words.quantile, kind: 'tight' }, num(words.characters)],
  row.quantiles.map((quantile) => [percent(quantile.qPpm), group(quantile.value)]),
)}`
  return columns(
    { id: 'lengths', title: words.lengths, note, data },
    row.histogram.map((bin, at) => ({ value: bin.records, ...(at % step === 0 ? { edge: tick(bin.from) } : {}) })),
    { lastEdge: last && tick(last.to) },
  )
}

const years = (context: Context): Markup => {
  const all = context.report.statistics.years
  const rows = all.filter((row) => /^\d/.test(row.year))
  const without = all.filter((row) => !/^\d/.test(row.year)).reduce((sum, row) => sum + row.records, 0)
  const first = rows[0]
  const last = rows.at(-1)
  if (first === undefined || last === undefined)
    return html`<div><h3>${both(words.years)}</h3><p class="quiet">${both(words.noValues)}</p></div>`
  const most = rows.reduce((best, row) => (row.records > best.records ? row : best), first)
  const step = Math.ceil(Math.min(rows.length, 40) / 5)
  const note = both(rows.length === 1 ? words.yearNote : words.yearsNote, {
    from: first.year,
    to: last.year,
    top: most.year,
    n: group(most.records),
    without: group(without),
  })
  const data = table(
    'year-table',
    both(words.years),
    [{ name: words.year, kind: 'tight' }, num(words.records)],
    rows.map((row) => [row.year, group(row.records)]),
    context.measure.rows,
  )
  const shown = rows.slice(-40)
  return columns(
    { id: 'years', title: words.years, note, data },
    shown.map((row, at) => ({ value: row.records, ...((shown.length - 1 - at) % step === 0 ? { edge: row.year } : {}) })),
    { centred: true },
  )
}

const bySource = (context: Context): Markup => {
  const rows = context.report.statistics.findings.bySource
  const sorted = [...rows].sort((a, b) => b.rate.ppm - a.rate.ppm || (a.source < b.source ? -1 : 1))
  const data = table(
    'by-source-table',
    both(words.bySource),
    [{ name: words.source, kind: 'wide' }, num(words.records), num(words.candidates), num(words.recordsHit), num(words.rate)],
    sorted.map((row) => [
      labelled(row.source),
      group(row.records),
      byConfidence(row.findings),
      group(row.rate.records),
      html`${group(row.rate.ppm)} <small>(${group(row.rate.lowPpm)}–${group(row.rate.highPpm)})</small>`,
    ]),
    context.measure.rows,
  )
  return bars(
    { id: 'by-source', title: words.bySource, note: both(words.bySourceNote), data },
    sorted.map((row) => ({ label: labelName(row.source), value: row.rate.ppm, text: group(row.rate.ppm) })),
  )
}

const top = (context: Context, id: string, title: Words, list: Top, records: number): Markup => {
  const shown = Math.min(list.rows.length, context.measure.rows)
  return html`<div class="top">${
    list.rows.length === 0
      ? html`<h3>${both(title)}</h3><p class="quiet">${both(words.noValues)}</p>`
      : html`${table(
          id,
          html`${both(title)}<small>${both(!list.exact ? words.distinctAbout : shown < list.rows.length || list.distinct > list.rows.length ? words.distinctN : words.distinctAll, { n: group(list.distinct), shown: group(shown) })}</small>`,
          [{ name: title, kind: 'code' }, num(words.records), num(words.shareWord), num(words.bytesWord)],
          list.rows.map((row) => [labelled(row.value), group(row.records), share(row.records, records), bytes(row.bytes)]),
          context.measure.rows,
        )}`
  }</div>`
}

const roles = {
  text: words.roleText,
  url: words.roleUrl,
  license: words.roleLicense,
  lang: words.roleLang,
  source: words.roleSource,
  date: words.roleDate,
  other: words.roleOther,
} as const

/** 7: what the corpus is made of. */
export const composition = (context: Context): Markup => {
  const { statistics } = context.report
  const { volume, duplicates, tokens } = statistics
  const error = (ppm: number, exact: boolean): Value => (exact ? both(words.computed) : both(words.estimatedError, { e: percent(ppm) }))
  const size = [
    [both(words.records), group(volume.records), both(words.computed)],
    [both(words.texts), group(volume.texts), both(words.computed)],
    [both(words.decodedBytes), group(volume.bytes), both(words.computed)],
    [both(words.textBytes), group(volume.textBytes), both(words.computed)],
    [both(words.characters), group(volume.characters), both(words.computed)],
    [both(words.wordRuns), group(volume.words), both(words.computed)],
    [
      both(words.tokens),
      html`${group(volume.tokens.estimate)}<br><small>${both(words.between, { low: group(volume.tokens.lowEstimate), high: group(volume.tokens.highEstimate) })}</small>`,
      html`${both(words.estimated)}<br><small>${both(volume.tokens.method)}</small>`,
    ],
  ]
  const richness = [
    // The error belongs to the distinct count, so for the difference it is a number of records, not a share of the duplicates.
    [
      both(words.duplicateRecords),
      html`${group(duplicates.duplicates)} · ${percent(duplicates.sharePpm)}`,
      duplicates.exact
        ? both(words.computed)
        : both(words.estimatedRecords, { n: group(Math.round((duplicates.distinct * duplicates.errorPpm) / 1e6)) }),
    ],
    [both(words.distinctRecords), group(duplicates.distinct), error(duplicates.errorPpm, duplicates.exact)],
    [both(words.tokenTotal), group(tokens.total), both(words.computed)],
    [both(words.tokenDistinct), group(tokens.distinct), error(tokens.errorPpm, tokens.exact)],
    [both(words.entropy), decimal(tokens.entropyBits), html`${tokens.exact ? both(words.computed) : both(words.estimated)}`],
    [both(words.effective), decimal(tokens.effectiveNumber), html`${tokens.exact ? both(words.computed) : both(words.estimated)}`],
    [
      both(words.hapax),
      decimal(tokens.hapaxShare, 4),
      html`${tokens.exact ? both(words.computed) : both(words.estimated)}<br><small>${both(tokens.method)}</small>`,
    ],
  ]
  const measures: readonly Column[] = [{ name: words.measure, kind: 'tight' }, num(words.value), { name: words.kind, kind: 'wide' }]
  return section(
    'composition',
    7,
    words.composition,
    both(words.compositionLead),
    html`
<div class="pair">${languages(context)}${scripts(context)}</div>
<div class="pair">${lengths(context)}${years(context)}</div>
${bySource(context)}
${table('volume', both(words.volume), measures, size)}
${table('richness', both(words.richness), measures, richness)}
<div class="pair">${top(context, 'domains', words.domains, statistics.domains, volume.records)}${top(context, 'licences', words.licences, statistics.licences, volume.records)}</div>
${top(context, 'sources', words.sources, statistics.sources, volume.records)}
${table(
  'fields',
  both(words.fields),
  [{ name: words.field, kind: 'code' }, { name: words.role, kind: 'wide' }, num(words.records), num(words.shareWord), num(words.bytesWord)],
  // Those with the most bytes first: of a corpus of many shapes only some are shown.
  [...statistics.fields]
    .sort((a, b) => b.bytes - a.bytes)
    .map((row) => [
      row.field === '' ? both(words.wholeText) : code(row.field),
      Object.hasOwn(roles, row.role) ? both(roles[row.role as keyof typeof roles]) : row.role,
      group(row.records),
      share(row.records, volume.records),
      bytes(row.bytes),
    ]),
  context.measure.rows,
)}`,
  )
}
