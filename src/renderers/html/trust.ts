import { group } from '../numbers.ts'
import type { Context } from './context.ts'
import { code, section, table } from './parts.ts'
import { both, html, type Markup } from './template.ts'
import { words } from './words.ts'

/** The command that proves what the page cannot prove itself. */
const verifyCommand = 'dataaudit verify dataaudit-report --key NAME.pub --corpus DIR'

/** 2: how to check the report with other means than the report, what it is bound to, and what it cannot say. */
export const trust = (context: Context): Markup => {
  const { report, reportDigest } = context
  const digests = [
    [both(words.reportFile), code(reportDigest)],
    [both(words.corpusManifest), code(report.corpus.manifest.digest.sha256)],
    [both(words.merkleRoot, { n: group(report.corpus.merkle.treeSize) }), code(report.corpus.merkle.root)],
    [both(words.findingsFile), code(report.findings.file.digest.sha256)],
    [both(words.configDigest), code(report.config.digest.sha256)],
    [both(words.policyDigest, { name: report.results.policy.name }), code(report.results.policy.digest.sha256)],
    ...(report.keywords.digest === null ? [] : [[both(words.keywordDigest), code(report.keywords.digest.sha256)]]),
  ]
  const packs = report.rulePacks.map((pack) => [
    html`<b>${both(pack.title)}</b> <code>${pack.name}</code><br><small>${both(words.packDigest)}</small><br>${code(pack.digest.sha256)}<br><small>${both(words.semanticDigest)}</small><br>${code(pack.semanticDigest.sha256)}`,
    html`${pack.version}`,
    html`${both(pack.origin === 'built-in' ? words.builtIn : words.added)}${pack.code && html`<br>${both(words.withCode)}`}`,
    `${group(pack.enabled)} / ${group(pack.rules)}`,
  ])
  const draft = report.requirements.some((row) => row.instrument === 'cac-2023')
  const limits = [
    words.limitFull,
    words.limitCandidate,
    words.limitText,
    words.limitDeclared,
    words.limitMask,
    words.limitLaw,
    ...(draft ? [words.limitDraft] : []),
  ]
  return section(
    'trust',
    2,
    words.trust,
    both(words.trustLead),
    html`
<div class="command"><p id="verify-label">${both(words.verifyCommand)}</p><pre id="verify-command" role="group" tabindex="0" aria-labelledby="verify-label"><code>${verifyCommand}</code></pre><button type="button" id="copy" hidden><span class="before">${both(words.copy)}</span><span class="after" hidden>${both(words.copied)}</span></button></div>
<p class="quiet">${both(words.verifyNote)}</p>
<p>${both(words.madeWith)} <code>${report.tool.name} ${report.tool.version}</code></p>
<h3 id="digests">${both(words.digests)}</h3>
<dl class="digests">${digests.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${table(
  'packs',
  both(words.packs),
  [
    { name: words.pack, kind: 'wide' },
    { name: words.version, kind: 'tight' },
    { name: words.origin, kind: 'tight' },
    { name: words.enabledRules, kind: 'num' },
  ],
  packs,
)}
<h3>${both(words.limits)}</h3>
<ul class="limits">${limits.map((limit) => html`<li>${both(limit)}</li>`)}</ul>`,
  )
}
