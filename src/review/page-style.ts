/** The style sheet of the review page, allowed by its hash. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #5a6472; --line: #d5dae1; --tint: #f3f5f8; --mark: #ffe58a; --go: #1a6a3a; --stop: #a3261b; --wait: #7a5200; --focus: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --paper: #16181c; --soft: #a9b1bc; --line: #3a4048; --tint: #1f2329; --mark: #6b5500; --go: #7fd6a0; --stop: #ff9c91; --wait: #f0c36d; --focus: #8db8ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: var(--ink); background: var(--paper); }
header, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1rem; }
h1 { font-size: 1.35rem; margin: 0; }
.secret { border-left: 4px solid var(--stop); background: var(--tint); padding: .5rem .75rem; margin: .75rem 0; font-size: .9rem; }
.bar { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; padding: .75rem 0; border-bottom: 1px solid var(--line); }
.bar label { display: grid; font-size: .85rem; color: var(--soft); }
.grow { flex: 1; }
input, select, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: .35rem .7rem; min-height: 2.5rem; }
button { cursor: pointer; }
button:hover { background: var(--tint); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; }
progress { width: 100%; height: .6rem; accent-color: var(--focus); }
.where { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 1rem 0 .5rem; color: var(--soft); }
.where b { color: var(--ink); }
.hits { list-style: none; margin: .25rem 0; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem; }
.hits button { text-align: left; }
.hits .right { border-color: var(--go); box-shadow: inset 4px 0 var(--go); }
.hits .wrong { border-color: var(--stop); box-shadow: inset 4px 0 var(--stop); }
kbd { font: .8rem ui-monospace, monospace; border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; background: var(--tint); }
.text { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; min-height: 10rem; max-height: 55vh; overflow: auto; background: var(--tint); }
.text p { margin: 0 0 .75rem; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.text small { display: block; color: var(--soft); font-family: ui-monospace, monospace; }
mark { background: var(--mark); color: inherit; border-radius: 3px; }
.judge { position: sticky; bottom: 0; background: var(--paper); border-top: 1px solid var(--line); padding: .75rem 0; }
.judge p { margin: 0 0 .5rem; }
.choices { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
#riskbox { display: grid; grid-template-columns: minmax(0, 1fr); min-width: 0; max-width: 100%; } #riskbox select { width: 100%; }
.choices button { min-width: 7rem; font-weight: 600; }
.choices [aria-pressed=true] { color: var(--paper); }
#pass[aria-pressed=true] { background: var(--go); } #fail[aria-pressed=true] { background: var(--stop); } #unsure[aria-pressed=true] { background: var(--wait); }
.said { min-height: 1.6em; color: var(--wait); }
.quiet, footer { color: var(--soft); font-size: .9rem; }
@media (max-width: 40rem) { .judge { position: static; } .text { max-height: none; } .choices .grow { display: none; } }
[hidden] { display: none !important; }
`
