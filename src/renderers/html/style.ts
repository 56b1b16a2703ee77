/**
 * The style sheet: one constant, allowed by its hash, so there is no `style` attribute anywhere. Colours are variables, set three times
 * (light, dark by preference, dark by choice); contrast of text against its ground is at least 4.5 : 1 in both (WCAG 2.2, 1.4.3).
 */

const light = `--paper:#f7f6f2;--card:#fff;--ink:#1c2127;--soft:#555d66;--line:#dedbd2;--rule:#bdb9ad;--accent:#1d5573;--track:#e9e6de;
--pass:#19633a;--pass-bg:#e7f2ea;--warn:#7d5000;--warn-bg:#fbf0d9;--fail:#9d1f28;--fail-bg:#fbe9e8;--open:#54458f;--open-bg:#edeaf7;--focus:#0b62c4;`
const dark = `--paper:#13171b;--card:#1a1f24;--ink:#e5e8ea;--soft:#a3acb5;--line:#2d343b;--rule:#48515a;--accent:#86bfdd;--track:#2a3138;
--pass:#79cf98;--pass-bg:#17291f;--warn:#e6b455;--warn-bg:#2d2515;--fail:#ff9690;--fail-bg:#331d1e;--open:#b9aaf2;--open-bg:#231f38;--focus:#8cc4ff;`

// The language that is not chosen is hidden by what body hands down: a selector that asks body from each of thirty thousand spans kept Chromium from printing the page.
const ground = `
:root{color-scheme:light;${light}}
@media screen and (prefers-color-scheme:dark){:root:not(:has(#theme-light:checked)){color-scheme:dark;${dark}}}
@media screen{:root:has(#theme-dark:checked){color-scheme:dark;${dark}}}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
html{font-size:15px;scroll-padding-top:1.2rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);line-height:1.6;overflow-wrap:break-word;
font-family:-apple-system,BlinkMacSystemFont,"Segoe UI","Helvetica Neue",Roboto,"Liberation Sans","PingFang SC","Hiragino Sans GB","Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif}
code,pre{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"Liberation Mono","Noto Sans Mono CJK SC",monospace;font-size:.86em;overflow-wrap:anywhere}
body:has(#lang-zh:checked){--en:none}
body:has(#lang-en:checked){--zh:none}
:is(span,text)[lang="en"]{display:var(--en,inline)}
:is(span,text)[lang="zh-CN"]{display:var(--zh,inline)}
@supports not selector(:has(*)){.first-zh :is(span,text)[lang="en"],.first-en :is(span,text)[lang="zh-CN"]{display:none}}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
h1,h2,h3,p,ul,ol,dl,dd,figure,fieldset{margin:0;padding:0}
fieldset{border:0;min-width:0}
small,.quiet{color:var(--soft);font-size:.87em;font-weight:400}
button{font:inherit;font-size:.87rem;color:var(--ink);background:var(--card);border:1px solid var(--rule);border-radius:6px;padding:.3rem .75rem;cursor:pointer}
button:hover{border-color:var(--accent);color:var(--accent)}
.skip{position:absolute;left:-99rem;top:0;background:var(--card);padding:.6rem 1rem;z-index:2}
.skip:focus{left:0}
`

const frame = `
header,.body,footer{max-width:1240px;margin:0 auto;padding:0 2rem}
header{display:flex;flex-wrap:wrap;gap:1rem 2rem;justify-content:space-between;align-items:flex-end;padding-top:2.2rem;padding-bottom:1.1rem}
.brand{font-weight:650;letter-spacing:.01em;color:var(--accent)}
.brand span{font-weight:400;color:var(--soft)}
h1{font-size:1.9rem;line-height:1.25;font-weight:680;letter-spacing:-.005em;margin:.15rem 0 .25rem}
.about{color:var(--soft)}
.switches{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:center}
.switch{display:flex;border:1px solid var(--rule);border-radius:7px;background:var(--card);overflow:hidden}
.switch legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.switch input{position:absolute;opacity:0;width:1px;height:1px}
.switch label{padding:.28rem .7rem;font-size:.87rem;color:var(--soft);cursor:pointer;min-height:1.9rem}
.switch label b{font-weight:inherit}
.switch label+input+label{border-left:1px solid var(--line)}
.switch input:checked+label{background:var(--accent);color:var(--card);font-weight:600}
.switch input:focus-visible+label{outline:2px solid var(--focus);outline-offset:-3px}
.body{display:grid;grid-template-columns:12.5rem minmax(0,1fr);gap:0 2.4rem;border-top:1px solid var(--rule);padding-top:1.6rem}
nav{position:sticky;top:1.2rem;align-self:start;font-size:.9rem}
nav p{color:var(--soft);font-size:.8rem;margin-bottom:.3rem}
nav ol{list-style:none;counter-reset:part;border-left:1px solid var(--line)}
nav li{counter-increment:part}
nav a{display:flex;gap:.55rem;padding:.28rem 0 .28rem .8rem;text-decoration:none;color:var(--ink);line-height:1.4}
nav a::before{content:counter(part);color:var(--soft);font-variant-numeric:tabular-nums;min-width:.7em}
nav a:hover{color:var(--accent)}
section{margin-bottom:3.4rem}
h2{font-size:1.38rem;line-height:1.35;font-weight:660;display:flex;gap:.7rem;align-items:baseline;border-bottom:2px solid var(--ink);padding-bottom:.35rem;margin-bottom:.9rem}
h2 .number{color:var(--accent);font-variant-numeric:tabular-nums;font-weight:500}
h3{font-size:1.05rem;font-weight:650;margin:1.9rem 0 .5rem}
section>p,.lead{margin:0 0 .9rem;max-width:52rem}
.lead{color:var(--soft)}
footer{color:var(--soft);font-size:.87rem;padding-top:.9rem;padding-bottom:2.4rem}
footer p{border-top:1px solid var(--line);padding-top:.9rem}
`

const pieces = `
.icon{width:1em;height:1em;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.badge{display:inline-flex;align-items:center;gap:.32em;font-size:.82rem;line-height:1.35;font-weight:600;padding:.12em .55em .12em .42em;border-radius:4px;border:1px solid transparent;color:var(--soft);background:var(--track);white-space:nowrap;font-variant-numeric:normal}
p>.badge{white-space:normal}
.badge.pass{color:var(--pass);background:var(--pass-bg)}
.badge.warn{color:var(--warn);background:var(--warn-bg)}
.badge.fail{color:var(--fail);background:var(--fail-bg)}
.badge.open{color:var(--open);background:var(--open-bg);border:1px dashed currentColor}
.banner{border:1px solid;border-left-width:6px;border-radius:8px;padding:1.25rem 1.5rem;margin-bottom:1.1rem}
.banner.pass{background:var(--pass-bg);border-color:var(--pass)}
.banner.warn{background:var(--warn-bg);border-color:var(--warn)}
.banner.fail{background:var(--fail-bg);border-color:var(--fail)}
.banner.open{background:var(--open-bg);border-color:var(--open);border-style:dashed;border-left-style:solid}
.outcome{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem .7rem;font-size:2rem;line-height:1.2}
.pass>.outcome{color:var(--pass)}.warn>.outcome{color:var(--warn)}.fail>.outcome{color:var(--fail)}.open>.outcome{color:var(--open)}
.outcome strong{font-weight:700}
.outcome .icon{stroke-width:1.7}
.also{font-size:1rem;display:inline-flex}
.also .icon{stroke-width:2}
.sentence{font-size:1.12rem;margin:.45rem 0 .2rem}
.gate{color:var(--soft);font-size:.9rem}
.banner .badge{background:var(--card)}
.digests{border:1px solid var(--line);border-radius:8px;background:var(--card);margin-bottom:1.15rem;font-size:.92rem}
.digests div{display:grid;grid-template-columns:17rem minmax(0,1fr);gap:0 1rem;padding:.42rem .9rem;border-top:1px solid var(--line)}
.digests div:first-child{border-top:0}
.banner details{margin-top:.75rem}
.reasons{list-style:none;margin-top:.35rem}
.reasons li{padding:.22rem 0}
.reasons code{color:var(--soft)}
.figures{display:grid;grid-template-columns:repeat(3,1fr);gap:1px;background:var(--line);border:1px solid var(--line);border-radius:8px;overflow:hidden;margin-bottom:1.4rem}
.figures div{background:var(--card);padding:.75rem 1rem}
.figures dt{color:var(--soft);font-size:.85rem}
.figures dd{font-size:1.42rem;font-weight:620;line-height:1.35;font-variant-numeric:tabular-nums}
.figures dd small{display:block;font-size:.82rem;line-height:1.5}
summary{cursor:pointer;color:var(--accent);font-size:.9rem;width:fit-content}
.command{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.35rem .6rem;align-items:center;margin-bottom:.6rem}
.command p{grid-column:1/-1;font-weight:650}
.command pre{margin:0;padding:.7rem .95rem;background:var(--card);border:1px solid var(--rule);border-radius:7px;overflow-x:auto;white-space:pre-wrap;font-size:.92rem}
.limits{padding-left:1.15rem;max-width:50rem}
.limits li{margin:.32rem 0}
.limits li::marker{color:var(--rule)}
.plain{list-style:none}
.tally{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem 1.3rem;margin-bottom:1.1rem}
.places{columns:2;list-style:none;font-size:.9rem;margin:.4rem 0}
.glossary{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.9rem 2rem}
.glossary dt{font-weight:650}
.glossary dd{color:var(--soft);font-size:.93rem}
.signature{display:none}
`

const tables = `
.nowrap{white-space:nowrap}
.column{display:none}
.scroll{overflow-x:auto;margin:0 0 1.15rem;background:var(--card);border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.5}
caption{text-align:left;font-weight:650;padding:.65rem .9rem .5rem;font-size:.95rem}
caption small{margin-left:.6rem}
th,td{text-align:left;vertical-align:top;padding:.42rem .9rem;border-top:1px solid var(--line);font-weight:400}
thead th:nth-child(n){white-space:normal}
thead th{color:var(--soft);font-size:.83rem;font-weight:600;vertical-align:bottom;border-bottom:1px solid var(--rule)}
tbody tr:first-child>*{border-top-color:transparent}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.tight{white-space:nowrap}
.wide{min-width:13rem}
th.code,td.code{min-width:9rem}
#packs th code{font-size:.8rem}
.trio{white-space:nowrap}
.clauses td.wide{min-width:15rem}
.clauses .rule{margin:.25rem 0 0;color:var(--soft)}
.clauses summary{font-size:.85em;color:var(--soft)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.map{margin:0 0 1.4rem}
.map p{margin:.2rem 0;line-height:2.1}
.map .of{font-weight:620;margin-right:.5em}
.map a{display:inline-flex;align-items:center;gap:.25em;padding:0 .5em;margin-right:.15em;border:1px solid var(--line);border-radius:.4em;font-size:.86rem;line-height:1.7;text-decoration:none}
.clauses .tight{white-space:normal}
.clauses td.tight{line-height:1.9}
.clauses :is(th,td){padding-left:.65rem;padding-right:.65rem}
.clauses th:nth-child(1){width:7.2rem;min-width:6.6rem}
.clauses th code{white-space:nowrap}
.clauses :is(th,td):nth-child(3){width:8.6rem;min-width:7.6rem}
.clauses :is(th,td):nth-child(4){min-width:15rem}
.clauses :is(th,td):nth-child(5){width:13rem;min-width:11rem}
.asks{font-weight:620}
.evidence{color:var(--soft);font-size:.94em}
tr:target>*,tbody.rule:target>tr>*{background:var(--warn-bg)}
.group th{background:var(--track);font-weight:650}
.letter{color:var(--soft);font-variant-numeric:tabular-nums;margin-right:.25em}
#risk-table .wide{min-width:15rem;width:46%}
#risk-table td code{white-space:nowrap}
#risk-table :is(th,td){padding-left:.6rem;padding-right:.6rem}
#risk-table .num{white-space:normal}
.scroll:has(>:is(#suppressed,#by-severity)){max-width:40rem}
#risk-table th code,#rule-table th code,.clauses th code{color:var(--soft);font-size:.8rem}
tbody.rule>tr:first-child>*{padding-bottom:.1rem;border-top-color:var(--line)}
tbody.rule>.more>td{border-top:0;padding-top:0}
.rate{min-width:10.5rem;font-variant-numeric:tabular-nums;text-align:right}
.rate svg{display:block}
.rate .sort{text-align:right}
.sort{all:unset;white-space:nowrap;font:inherit;color:inherit;cursor:default}
.live .sort{cursor:pointer}
.live .sort:hover{color:var(--accent)}
.live .sort:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
.live .sort::after{content:" ↕";opacity:.45}
.live [aria-sort=ascending] .sort::after{content:" ↑";opacity:1}
.live [aria-sort=descending] .sort::after{content:" ↓";opacity:1}
.filters{display:flex;flex-wrap:wrap;gap:.5rem 1.4rem;align-items:center;font-size:.9rem;margin-bottom:.8rem}
.filters fieldset{display:flex;flex-wrap:wrap;gap:.9rem}
.filters legend{float:left;margin-right:.9rem;color:var(--soft)}
.filters [role=status]{margin-left:auto;color:var(--soft)}
.find{display:flex;gap:.5rem;align-items:center}
.find input{font:inherit;color:inherit;background:var(--card);border:1px solid var(--rule);border-radius:6px;padding:.28rem .6rem;width:13rem;max-width:100%}
input[type=radio],input[type=checkbox]{accent-color:var(--accent)}
.detail{padding:.5rem 0 .5rem}
.detail dl{display:grid;grid-template-columns:7.5rem minmax(0,1fr);gap:.35rem 1rem;max-width:52rem;margin-bottom:.8rem}
.detail dt{color:var(--soft)}
.detail .scroll{background:var(--paper);margin-bottom:.3rem}
.shape{white-space:pre-wrap}
`

const charts = `
.pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1.2rem 1.6rem;align-items:start;margin-bottom:1.2rem}
.pair>*{min-width:0}
.pair h3,.top h3{margin-top:.6rem}
.chart{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem .85rem;margin-bottom:1.15rem}
.pair .chart{margin-bottom:0}
.pair :is(th,td){padding-left:.6rem;padding-right:.6rem}
.pair th.code{min-width:5rem}
.chart figcaption{margin-bottom:.55rem}
.chart svg{display:block;overflow:visible}
.chart p{margin:.65rem 0 .3rem}
.chart .scroll{margin:.5rem 0 .3rem}
.chart text{font-size:12.5px;fill:var(--ink);font-variant-numeric:tabular-nums}
.chart .figure{text-anchor:end;fill:var(--soft)}
.chart .mid{text-anchor:middle;fill:var(--soft);font-size:11.5px}
.chart .tick{fill:var(--soft);font-size:11.5px;paint-order:stroke;stroke:var(--card);stroke-width:3px}
.bar{fill:var(--accent)}
.track{fill:var(--track)}
.grid{stroke:var(--line);stroke-width:1}
.axis{stroke:var(--rule);stroke-width:1}
.whisker{stroke:var(--accent);stroke-width:3;stroke-linecap:round;opacity:.5}
.dot{fill:var(--accent)}
`

const small = `
@media screen and (max-width:960px){
.body{display:block}
nav{position:static;margin-bottom:1.4rem}
nav ol{border:0;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem}
nav a{padding-left:0}
}
@media screen and (max-width:760px){
.pair,.glossary{grid-template-columns:minmax(0,1fr)}
.figures{grid-template-columns:repeat(2,1fr)}
.places{columns:1}
.digests div{grid-template-columns:minmax(0,1fr)}
}
@media screen and (max-width:700px){
:is(.clauses,#risk-table) thead{display:none}
:is(.clauses,#risk-table),:is(.clauses,#risk-table) :is(caption,tbody,tr){display:block}
:is(.clauses,#risk-table) :is(th,td):nth-child(n){display:block;width:auto;min-width:0;text-align:left;border-top:0;padding:.15rem .9rem}
:is(.clauses,#risk-table) tr{border-top:1px solid var(--line);padding:.45rem 0}
#risk-table .column:nth-child(n){display:inline;margin-right:.6em}
.column{display:block;color:var(--soft);font-size:.83rem;font-weight:600}
}
@media screen and (max-width:560px){
header,.body,footer{padding-left:1rem;padding-right:1rem}
header{padding-top:1.3rem}
h1{font-size:1.5rem}
h2{font-size:1.22rem}
.banner{padding:1rem}
.outcome{font-size:1.6rem}
.figures div{padding:.6rem .75rem}
.figures dd{font-size:1.2rem}
th,td{padding-left:.7rem;padding-right:.7rem}
.command{grid-template-columns:minmax(0,1fr)}
.command button{justify-self:start}
.detail dl{grid-template-columns:minmax(0,1fr);gap:.1rem}
.detail dd{margin-bottom:.5rem}
.filters [role=status]{margin-left:0}
.more details{position:sticky;left:.7rem;width:calc(100vw - 3.6rem)}
.switch label{padding:.34rem .6rem}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){.badge,.banner{border:1px solid}.bar{fill:CanvasText}}
`

const paper = `
@media print{
html{font-size:10.2pt}
body{background:none;--paper:#fff}
.switches,nav,.skip,.filters,summary,#copy{display:none!important}
header,.body,footer{max-width:none;padding:0}
header{padding-bottom:.6rem}
.body{display:block;border-top:0;padding-top:0}
section{margin-bottom:1.6rem}
h2,h3,caption,figcaption,.lead,.tally,tr.group,tbody.rule>tr:first-child,.command{break-after:avoid}
tr,.badge,.digests div,.figures div,.banner,.chart,.glossary div{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible;border-radius:0;border-width:0 0 1px;margin-bottom:.9rem}
table{font-size:.86rem}
th,td{padding:.28rem .45rem}
.num,.tight{white-space:normal}
.pair{gap:0 1rem}
.clauses{table-layout:fixed}
.clauses :is(th,td):nth-child(1){width:13%}
.clauses th code{font-size:.68rem}
.clauses :is(th,td):nth-child(2){width:26%}
.clauses :is(th,td):nth-child(3){width:13%}
.clauses :is(th,td):nth-child(4){width:30%}
.clauses :is(th,td):nth-child(5){width:18%}
.clauses li{white-space:normal;font-size:.85em}
.wide,th.code,td.code,.clauses td.wide,.clauses :is(th,td):nth-child(n),.rate,#risk-table .wide,.clauses td.tight{min-width:0}
tbody.rule[hidden]{display:table-row-group!important}
tbody.rule[data-total="0"] .more{display:none}
details:not(.many)::details-content{content-visibility:visible;display:block;block-size:auto}
.many>summary{display:block!important;list-style:none}
.badge,.banner,.bar,.track,.group th,.dot,.whisker{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.live .sort::after{content:none}
a{color:inherit;text-decoration:none}
.signature{display:table;margin-top:2.5rem;break-inside:avoid}
.signature th{width:4rem;vertical-align:bottom}
.signature td{border-bottom:1px solid #000;height:3rem}
}
`

export const style = ground + frame + pieces + tables + charts + small + paper

/** Hex digits of a digest, and nothing else, may enter a style sheet. */
const hex = (digest: string): string => digest.replace(/[^0-9a-f]/g, '').slice(0, 64)

/** Page size and the line at the foot of every printed page: what the paper is bound to. */
export const printed = (root: string, report: string): string =>
  `@page{size:A4;margin:15mm 14mm 17mm;@bottom-left{content:"corpus ${hex(root).slice(0, 16)}… · report ${hex(report).slice(0, 16)}…";font:7.5pt monospace;color:#555}@bottom-right{content:counter(page) " / " counter(pages);font:7.5pt sans-serif;color:#555}}\n`
