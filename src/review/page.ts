import type { Lang, Words } from '../model.ts'
import { hashSource } from '../notation/sha256.ts'
import type { Drawn } from './draw.ts'
import { script } from './page-script.ts'
import { style } from './page-style.ts'
import { words } from './words.ts'

/** What the review page shows. */
interface PageContent {
  /** Language it opens in; it holds both. */
  readonly lang: Lang
  /** Digest of the draw in hex. */
  readonly digest: string
  readonly rows: readonly {
    readonly item: Drawn
    readonly values:
      | readonly { readonly field: string; readonly text: string; readonly marks: readonly (readonly [number, number, string])[] }[]
      | undefined
  }[]
  readonly rules: readonly { readonly id: string; readonly title: Words }[]
  readonly risks: readonly { readonly id: string; readonly title: Words }[]
}

/** JSON for a data block: holds no `<`, so that no text of the corpus can end the block, and no line separator. */
const embedded = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replace(/[\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)

/** The text of an element that the script fills in the chosen language. */
const t = (name: keyof typeof words): string => `data-t="${name}"`

/**
 * The review sheet as one page: no network, no other file, keyboard throughout, both languages. Text of the corpus is inside, in a data block
 * that the script reads as text. The same sample and language give the same bytes.
 */
export function reviewPage({ lang, digest, rows, rules, risks }: PageContent): string {
  const shown = new Set(rows.flatMap(({ item }) => item.rules))
  const data = embedded({
    lang,
    draw: digest.slice(0, 16),
    items: rows.map(({ item, values }) => ({
      id: `${item.file}:${item.record}`,
      source: item.source,
      rules: item.rules,
      values: values ?? null,
    })),
    rules: rules.filter((rule) => shown.has(rule.id)).map(({ id, title }) => ({ id, title })),
    risks: risks.map(({ id, title }) => ({ id, title })),
    words,
  })
  const policy = `default-src 'none'; style-src ${hashSource(style)}; script-src ${hashSource(script)}; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.title[lang]}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1 ${t('title')}></h1>
<p class="secret" ${t('secret')}></p>
<div class="bar">
<label><span ${t('reviewer')}></span><input id="reviewer" autocomplete="off" maxlength="40"></label>
<label><span ${t('language')}></span><select id="lang"><option value="zh" lang="zh-CN">中文</option><option value="en" lang="en">English</option></select></label>
<span class="grow"></span>
<button type="button" id="load" ${t('load')}></button><input type="file" id="file" accept=".csv,text/csv" hidden>
<button type="button" id="save" ${t('save')}></button>
</div>
<p class="quiet" ${t('reviewerHint')}></p>
<progress id="meter" value="0" max="1" aria-labelledby="count"></progress>
<p class="quiet" id="count"></p>
</header>
<main>
<div class="where"><span><span ${t('item')}></span> <b id="number"></b></span><span><b id="place"></b></span><span><span ${t('source')}></span> <b id="source"></b></span></div>
<div class="text" id="text" tabindex="0"></div>
<p class="quiet"><b ${t('found')}></b> <span id="none" ${t('none')}></span><span id="hint" ${t('foundHint')}></span></p>
<ul class="hits" id="hits"></ul>
<div class="judge">
<p ${t('question')}></p>
<div class="choices" role="group">
<button type="button" id="pass" ${t('pass')}></button><button type="button" id="fail" ${t('fail')}></button><button type="button" id="unsure" ${t('unsure')}></button>
<label id="riskbox" hidden><span ${t('risk')}></span> <select id="risk"></select></label>
<span class="grow"></span>
<button type="button" id="previous" ${t('previous')}></button><button type="button" id="next" ${t('next')}></button><button type="button" id="open" ${t('open')}></button>
</div>
<p class="said" id="said" role="status"></p>
</div>
</main>
<footer><p ${t('keys')}></p></footer>
<script type="application/json" id="data">${data}</script>
<script>${script}</script>
</body>
</html>
`
}
