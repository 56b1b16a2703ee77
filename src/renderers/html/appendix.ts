import { bytes, group } from '../numbers.ts'
import type { Context } from './context.ts'
import { glossary, methods } from './glossary.ts'
import { code, ruleLink, section, table } from './parts.ts'
import { both, embed, html, type Markup } from './template.ts'
import { words } from './words.ts'

/** 9: configuration, words, methods, the embedded report, and room for a signature on paper. */
export const appendix = (context: Context): Markup => {
  const { report, measure, reportDigest } = context
  const { config } = report
  const settings = [
    [both(words.profile), code(report.profile)],
    [both(words.asOf), report.asOf],
    [both(words.sampling), both(words.samplingFull)],
    [both(words.maxRecord), `${bytes(config.limits.maxRecordBytes)} (${group(config.limits.maxRecordBytes)})`],
    [both(words.split), code(config.limits.split)],
    [both(words.names), both(config.names.length > 1 ? words.namesEstimated : words.namesBehindCues)],
    [both(words.schemaVersion), code(report.schemaVersion)],
    [both(words.redaction), both(words.redactionText)],
  ]
  return section(
    'appendix',
    10,
    words.appendix,
    measure.cut && both(words.shortened),
    html`
${table(
  'settings',
  both(words.configuration),
  [
    { name: words.setting, kind: 'tight' },
    { name: words.value, kind: 'wide' },
  ],
  settings,
)}
${
  config.overrides.length > 0 &&
  table(
    'overrides',
    both(words.overrides),
    [
      { name: words.rule, kind: 'wide' },
      { name: words.severity, kind: 'tight' },
    ],
    config.overrides.map((row) => [ruleLink(context, row.rule), code(row.severity)]),
    measure.rows,
  )
}
${table(
  'pack-licences',
  both(words.packLicences),
  [
    { name: words.pack, kind: 'wide' },
    { name: words.version, kind: 'tight' },
    { name: words.license, kind: 'tight' },
  ],
  report.rulePacks.map((pack) => [html`${code(pack.name)} ${both(pack.title)}`, pack.version, pack.license]),
)}
<h3>${both(words.glossary)}</h3>
<dl class="glossary">${glossary.map((entry) => html`<div><dt>${both(entry.term)}</dt><dd>${both(entry.meaning)}</dd></div>`)}</dl>
<h3>${both(words.methods)}</h3>
<ul class="limits">${methods.map((method) => html`<li>${both(method)}</li>`)}</ul>
<p>${both(measure.embed ? words.embedded : words.notEmbedded)}<br>${code(reportDigest)}</p>
${measure.embed && html`<script type="application/json" id="report">${embed(report)}</script>`}
<table class="signature"><caption>${both(words.signature)}</caption><tbody><tr><th scope="row">${both(words.signName)}</th><td></td><th scope="row">${both(words.signRole)}</th><td></td><th scope="row">${both(words.signDate)}</th><td></td></tr></tbody></table>`,
  )
}
