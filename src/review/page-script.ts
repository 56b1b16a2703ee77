/**
 * The script of the review page, allowed by its hash. Text of the corpus goes into the page as text only, never as markup; nothing is sent. What
 * the browser keeps between visits are verdicts, without a word of the corpus.
 */
export const script = `'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($('data').textContent);
  const { items, risks, draw, words } = data;
  const titles = new Map(data.rules.map((rule) => [rule.id, rule.title]));
  let lang = data.lang;
  let at = 0;
  const verdicts = new Map();
  const key = 'dataaudit-review-' + draw;
  const t = (name) => words[name][lang];
  const unnamed = new Map([['(none)', 'sourceNone'], ['(withheld)', 'sourceWithheld']]);
  const make = (tag, text, kind) => { const node = document.createElement(tag); if (text !== undefined) node.textContent = text; if (kind) node.className = kind; return node; };
  const hidden = /[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]/g;
  const visible = (text) => text.replace(hidden, (c) => '\\u27e8U+' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '\\u27e9');
  const of = (id) => { let own = verdicts.get(id); if (!own) { own = { mark: '', risk: '', right: [], wrong: [], at: '' }; verdicts.set(id, own); } return own; };
  const judged = () => items.filter((item) => verdicts.get(item.id)?.mark).length;
  const say = (text) => { $('said').textContent = text; };

  const keep = () => { try { localStorage.setItem(key, JSON.stringify({ reviewer: $('reviewer').value, verdicts: [...verdicts] })); } catch { /* a browser may forbid it: saving still works */ } };
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (kept) { $('reviewer').value = kept.reviewer; for (const [id, own] of kept.verdicts) verdicts.set(id, own); }
  } catch { /* nothing kept */ }
  for (const item of items) if (!item.values) of(item.id).mark = 'unreadable';

  const show = () => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
    document.title = t('title');
    for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
    const item = items[at];
    const own = of(item.id);
    $('number').textContent = (at + 1) + ' / ' + items.length;
    $('place').textContent = item.id;
    $('source').textContent = unnamed.has(item.source) ? t(unnamed.get(item.source)) : visible(item.source);
    const n = judged();
    $('meter').max = items.length;
    $('meter').value = n;
    $('count').textContent = t('progress') + ' ' + n + ' / ' + items.length;
    $('hits').replaceChildren(...item.rules.map((id, i) => {
      const state = own.right.includes(id) ? 'right' : own.wrong.includes(id) ? 'wrong' : '';
      const button = make('button', undefined, state);
      button.type = 'button';
      if (i < 9) button.append(make('kbd', String(i + 1)), ' ');
      const title = titles.get(id);
      button.append((title ? title[lang] : id) + ' – ' + t(state || 'undecided'));
      button.addEventListener('click', () => cycle(i));
      const row = make('li');
      row.append(button);
      return row;
    }));
    $('none').hidden = item.rules.length > 0;
    $('hint').hidden = item.rules.length === 0;
    $('text').replaceChildren(...(item.values ? item.values.map(paragraph) : [make('p', t('unread'))]));
    for (const mark of ['pass', 'fail', 'unsure']) {
      $(mark).setAttribute('aria-pressed', String(own.mark === mark));
      $(mark).disabled = !item.values;
    }
    $('riskbox').hidden = own.mark !== 'fail';
    $('risk').replaceChildren(...[{ id: '', title: words.riskNone }, ...risks].map((risk) => {
      const option = make('option', (risk.id ? risk.id + ' ' : '') + risk.title[lang]);
      option.value = risk.id;
      return option;
    }));
    $('risk').value = own.risk;
    if (n === items.length) say(t('done'));
  };

  const paragraph = ({ field, text, marks }) => {
    const node = make('p');
    if (field) node.append(make('small', visible(field)));
    let from = 0;
    for (const [start, end, rule] of marks) {
      if (start < from) continue;
      node.append(visible(text.slice(from, start)));
      const mark = make('mark', visible(text.slice(start, end)));
      mark.title = titles.get(rule)?.[lang] ?? rule;
      node.append(mark);
      from = end;
    }
    node.append(visible(text.slice(from)));
    return node;
  };

  const go = (to) => { at = Math.max(0, Math.min(items.length - 1, to)); say(''); show(); $('text').scrollTop = 0; };
  const open = () => {
    for (let i = 1; i <= items.length; i++) { const to = (at + i) % items.length; if (!verdicts.get(items[to].id)?.mark) return go(to); }
    show();
  };
  const judge = (mark) => {
    const item = items[at];
    if (!item.values) return;
    const own = of(item.id);
    own.mark = mark;
    own.at = new Date().toISOString();
    if (mark !== 'fail') own.risk = '';
    keep();
    if (mark === 'fail') { show(); $('risk').focus(); } else if (judged() === items.length) show(); else go(at + 1);
  };
  const cycle = (i) => {
    const item = items[at];
    const id = item.rules[i];
    if (!id) return;
    const own = of(item.id);
    const right = own.right.includes(id), wrong = own.wrong.includes(id);
    own.right = own.right.filter((one) => one !== id);
    own.wrong = own.wrong.filter((one) => one !== id);
    if (!right && !wrong) own.right.push(id);
    else if (right) own.wrong.push(id);
    keep();
    show();
  };

  const columns = ['item', 'verdict', 'risk', 'right', 'wrong', 'reviewer', 'reviewed_at', 'draw'];
  let dirty = false;
  const save = () => {
    const reviewer = $('reviewer').value.trim();
    if (!/^[A-Za-z0-9_.-]{1,40}$/.test(reviewer)) { say(t('reviewerMissing')); $('reviewer').focus(); return; }
    const rows = items.filter((item) => verdicts.get(item.id)?.mark).map((item) => {
      const own = verdicts.get(item.id);
      return [item.id, own.mark, own.risk, own.right.join(' '), own.wrong.join(' '), reviewer, own.at, draw].join(',');
    });
    const link = make('a');
    link.href = URL.createObjectURL(new Blob([[columns.join(','), ...rows].join('\\r\\n') + '\\r\\n'], { type: 'text/csv' }));
    link.download = 'verdicts-' + reviewer + '.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    dirty = false;
    say(t('saved'));
  };
  const load = async (file) => {
    const [head, ...rows] = (await file.text()).split(/\\r?\\n/).filter((line) => line);
    const cells = rows.map((row) => row.split(','));
    if (head !== columns.join(',') || cells.some((row) => row[7] !== draw)) { say(t('loadWrong')); return; }
    const words = (cell) => cell.split(' ').filter((word) => word);
    for (const [id, mark, risk, right, wrong, , time] of cells) if (['pass', 'fail', 'unsure', 'unreadable'].includes(mark)) verdicts.set(id, { mark, risk, right: words(right), wrong: words(wrong), at: time });
    if (cells.length > 0) $('reviewer').value = cells[0][5];
    keep();
    show();
  };

  for (const mark of ['pass', 'fail', 'unsure']) $(mark).addEventListener('click', () => { dirty = true; judge(mark); });
  $('risk').addEventListener('change', () => { of(items[at].id).risk = $('risk').value; keep(); });
  $('risk').addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); $('risk').blur(); open(); } });
  $('previous').addEventListener('click', () => go(at - 1));
  $('next').addEventListener('click', () => go(at + 1));
  $('open').addEventListener('click', open);
  $('save').addEventListener('click', save);
  $('load').addEventListener('click', () => $('file').click());
  $('file').addEventListener('change', () => { if ($('file').files[0]) load($('file').files[0]); $('file').value = ''; });
  $('reviewer').addEventListener('input', keep);
  $('lang').addEventListener('change', () => { lang = $('lang').value; show(); });
  $('lang').value = lang;
  addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault(); });
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || ['INPUT', 'SELECT'].includes(event.target.tagName)) return;
    const name = event.key.toLowerCase();
    const acts = { p: () => judge('pass'), f: () => judge('fail'), u: () => judge('unsure'), arrowright: () => go(at + 1), arrowleft: () => go(at - 1), j: () => go(at + 1), k: () => go(at - 1), n: open, s: save };
    const act = /^[1-9]$/.test(name) ? () => cycle(Number(name) - 1) : acts[name];
    if (!act) return;
    event.preventDefault();
    if ('pfu123456789'.includes(name)) dirty = true;
    act();
  });
  show();
})();
`
