import type { Lang } from '../model.ts'
import { hashSource } from '../notation/sha256.ts'
import type { Report } from '../report/index.ts'
import { appendix } from './html/appendix.ts'
import { composition } from './html/composition.ts'
import { type Context, context, type Measure } from './html/context.ts'
import { coverage } from './html/coverage.ts'
import { files } from './html/files.ts'
import { requirements } from './html/requirements.ts'
import { review, reviewTitle } from './html/review.ts'
import { risks } from './html/risks.ts'
import { rules } from './html/rules.ts'
import { script } from './html/script.ts'
import { printed, style } from './html/style.ts'
import { both, html, print, raw } from './html/template.ts'
import { trust } from './html/trust.ts'
import { verdict } from './html/verdict.ts'
import { words } from './html/words.ts'
import { outcome } from './outcome.ts'

export interface HtmlOptions {
  /** The language shown first; the page holds both. */
  readonly lang: Lang
  /** SHA-256 of `report.json` in hex. */
  readonly reportDigest: string
}

/** Hard budget of the page in bytes. Above it examples, then long tables and the embedded report give way, and the page says so. */
export const htmlBudget = 8 * 1024 * 1024

const measures: readonly Measure[] = [
  { examples: 20, rows: 100, embed: true, cut: false },
  { examples: 5, rows: 50, embed: true, cut: true },
  { examples: 3, rows: 50, embed: false, cut: true },
  { examples: 0, rows: 20, embed: false, cut: true },
]

const sections = [
  ['verdict', words.verdict, verdict],
  ['trust', words.trust, trust],
  ['coverage', words.coverageTitle, coverage],
  ['requirements', words.requirements, requirements],
  ['risks', words.risks, risks],
  ['rules', words.rules, rules],
  ['composition', words.composition, composition],
  ['files', words.filesTitle, files],
  ['review', reviewTitle, review],
  ['appendix', words.appendix, appendix],
] as const

const choice = (name: string, id: string, checked: boolean, text: ReturnType<typeof html>) =>
  html`<input type="radio" name="${name}" id="${id}"${checked && raw(' checked')}><label for="${id}">${text}</label>`

const page = (at: Context): string => {
  const { report, lang } = at
  const css = style + printed(report.corpus.merkle.root, at.reportDigest)
  const policy = `default-src 'none'; style-src ${hashSource(css)}; script-src ${hashSource(script)}; img-src data:; base-uri 'none'; form-action 'none'`
  const said = words[outcome(report)]
  return print(html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${said[lang]} – ${words.title[lang]}</title>
<style>${raw(css)}</style>
</head>
<body class="first-${lang}">
<a class="skip" href="#content">${both(words.skip)}</a>
<header>
<div class="masthead">
<p class="brand">${report.tool.name} <span>${report.tool.version}</span></p>
<h1>${both(words.title)}</h1>
<p class="about">${both(words.subtitle, { profile: html`<code>${report.profile}</code>` })}</p>
</div>
<div class="switches">
<fieldset class="switch"><legend>${both(words.language)}</legend>${choice('lang', 'lang-zh', lang === 'zh', html`<b lang="zh-CN">中文</b>`)}${choice('lang', 'lang-en', lang === 'en', html`<b lang="en">English</b>`)}</fieldset>
<fieldset class="switch"><legend>${both(words.theme)}</legend>${choice('theme', 'theme-auto', true, both(words.themeAuto))}${choice('theme', 'theme-light', false, both(words.themeLight))}${choice('theme', 'theme-dark', false, both(words.themeDark))}</fieldset>
<button type="button" id="print" hidden>${both(words.printPage)}</button>
</div>
</header>
<div class="body">
<nav aria-labelledby="contents"><p id="contents">${both(words.contents)}</p><ol>${sections.map(([id, title]) => html`<li><a href="#${id}">${both(title)}</a></li>`)}</ol></nav>
<main id="content" tabindex="-1">${sections.map(([, , part]) => part(at))}</main>
</div>
<footer><p>${both(words.footer, { version: report.tool.version })}</p></footer>
<script>${raw(script)}</script>
</body>
</html>
`)
}

/**
 * The report as one HTML page that needs nothing else: no network, no script to be read, both languages inside.
 * A pure function: the same report, language and digest give the same bytes. At most `htmlBudget` bytes unless the rules alone need more.
 */
export const renderHtml = (report: Report, options: HtmlOptions): string => {
  let text = ''
  for (const measure of measures) {
    text = page(context(report, options, measure))
    if (Buffer.byteLength(text) <= htmlBudget) break
  }
  return text
}
