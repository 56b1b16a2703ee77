import type { Lang, Words } from '../model.ts'
import { hashSource } from '../notation/sha256.ts'
import { visibleLines } from '../words/visible.ts'
import type { Description, Entry } from './form.ts'
import { absent, badges, heading, labels, note } from './words.ts'

const style = `:root{color-scheme:light dark;--ink:#1a1d21;--paper:#fff;--line:#d5d9de;--soft:#5b6470;--computed:#0b5cad;--estimated:#6b4fb3;--declared:#8a5a00;--sampled:#1f7a4d;--blank:#a3261f}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--paper:#16181b;--line:#3a3f45;--soft:#a6adb6;--computed:#7db7f5;--estimated:#bda6f5;--declared:#e5b562;--sampled:#72cf9f;--blank:#f2938c}}
body{margin:0 auto;max-width:60rem;padding:2rem 1.25rem;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:1.75rem;text-align:center;margin:0 0 1.5rem}
h2{font-size:1.25rem;margin:2.5rem 0 .5rem;padding-bottom:.25rem;border-bottom:2px solid var(--line)}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0;font-size:.875rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.legend{font-size:.875rem;color:var(--soft);border-left:3px solid var(--line);padding-left:.75rem;margin:1rem 0}
p{margin:.25rem 0;overflow-wrap:anywhere}ul{margin:.25rem 0}
.badge{font-size:.8125rem;font-weight:600;margin-right:.35em;white-space:nowrap}
.computed{color:var(--computed)}.estimated{color:var(--estimated)}.declared{color:var(--declared)}.sampled{color:var(--sampled)}
.blank{color:var(--blank)}.note{color:var(--soft);font-size:.875rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem;margin:.25rem 0 .5rem}
th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:600}
@page{size:A4;margin:18mm}
@media print{:root{color-scheme:light;--ink:#000;--paper:#fff;--line:#999;--soft:#333;--computed:#000;--estimated:#000;--declared:#000;--sampled:#000;--blank:#000}body{max-width:none;padding:0;font-size:10.5pt}thead{display:table-header-group}tr,h3{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}}`

const policy = `default-src 'none'; style-src ${hashSource(style)}; base-uri 'none'; form-action 'none'`

/** The description as one static page in one language: no script, nothing from elsewhere, styled under a hash, fit for print. */
export function renderDescriptionHtml(description: Description, lang: Lang): string {
  const say = (words: Words) => clean(words[lang])
  const sections = description.sections.map(
    (section) =>
      `<section aria-labelledby="s${section.number}">\n<h2 id="s${section.number}">${section.number} ${say(section.title)}</h2>\n${section.rows
        .map(
          (row) =>
            `<h3 id="f${row.number.replace('.', '-')}">${row.number} ${say(row.title)}</h3>\n${row.entries.map((entry) => body(entry, lang)).join('\n')}`,
        )
        .join('\n')}\n</section>`,
  )
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say(description.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${say(description.title)}</h1>
<dl>
${heading(description, lang)
  .map(([name, value]) => `<dt>${clean(name)}</dt><dd>${clean(value)}</dd>`)
  .join('\n')}
</dl>
<p class="legend">${say(labels.legend)}</p>
${sections.join('\n')}
</main>
</body>
</html>
`
}

function body(entry: Entry, lang: Lang): string {
  const badge = `<span class="badge ${entry.evidenceClass}">${clean(badges[entry.evidenceClass][lang])}</span>`
  const after = entry.note === undefined ? '' : `<span class="note">${clean(note(entry.note, lang))}</span>`
  if (entry.value === null || entry.state !== 'given')
    return `<p>${badge}<span class="blank">${clean(absent[entry.state === 'given' ? 'not-declared' : entry.state][lang])}</span>${after}</p>`
  const { value } = entry
  if (value.kind === 'text') return `<p>${badge}${clean(value.words[lang])}${after}</p>`
  if (value.kind === 'list')
    return `<p>${badge}${after}</p>\n<ul>${value.items.map((item) => `<li>${clean(item[lang])}</li>`).join('')}</ul>`
  const blank = absent['not-declared']
  const cell = (words: Words) => (words.zh === blank.zh ? `<td class="blank">${clean(words[lang])}</td>` : `<td>${clean(words[lang])}</td>`)
  return `<p>${badge}${after}</p>
<div class="scroll"><table><thead><tr>${value.head.map((words) => `<th scope="col">${clean(words[lang])}</th>`).join('')}</tr></thead>
<tbody>
${value.rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}
</tbody></table></div>`
}

const clean = (value: string): string =>
  visibleLines(value).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;')
