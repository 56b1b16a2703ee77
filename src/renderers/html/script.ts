/**
 * The only script of the page, allowed by its hash. The page is complete without it: it adds search, sorting and filters to the rules
 * table, the copy and print buttons, the language of the document, and opens what a link or the printer needs. It never makes HTML from text.
 */
export const script = `'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const zh = $('lang-zh'), en = $('lang-en');
  const language = () => { document.documentElement.lang = zh.checked ? 'zh-CN' : 'en'; };
  zh.addEventListener('change', language);
  en.addEventListener('change', language);
  language();

  const print = $('print');
  print.hidden = false;
  print.addEventListener('click', () => window.print());
  let closed = [];
  window.addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open]):not(.many)')];
    for (const part of closed) part.open = true;
  });
  window.addEventListener('afterprint', () => { for (const part of closed) part.open = false; });

  const copy = $('copy');
  if (navigator.clipboard) {
    copy.hidden = false;
    const [before, after] = copy.children;
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText($('verify-command').textContent);
      before.hidden = true;
      after.hidden = false;
      setTimeout(() => { before.hidden = false; after.hidden = true; }, 2000);
    });
  }

  const table = $('rule-table');
  const bodies = [...table.tBodies];
  const search = $('rule-search'), hits = $('rule-hits'), count = $('rule-count'), filters = $('rule-filters');
  filters.hidden = false;
  const filter = () => {
    const wanted = search.value.trim().toLowerCase().split(/\\s+/);
    const severity = filters.querySelector('input[name="rule-severity"]:checked').value;
    let shown = 0;
    for (const body of bodies) {
      const data = body.dataset;
      const keep = (severity === '' || data.severity === severity) && (!hits.checked || data.total !== '0') && wanted.every((word) => data.text.includes(word));
      body.hidden = !keep;
      if (keep) shown++;
    }
    count.textContent = shown + ' / ' + bodies.length;
  };
  filters.addEventListener('input', filter);
  // Most rules find nothing in most corpora: those that found something come first, the rest is one click away.
  if (bodies.some((body) => body.dataset.total !== '0')) { hits.checked = true; filter(); }

  table.classList.add('live');
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const number = head.dataset.key === 'number';
    head.firstElementChild.addEventListener('click', () => {
      const first = number && at !== 1 ? 'descending' : 'ascending';
      const other = first === 'ascending' ? 'descending' : 'ascending';
      const order = head.getAttribute('aria-sort') === first ? other : first;
      for (const cell of heads) cell.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order);
      const key = (body) => body.rows[0].cells[at].dataset.value;
      const way = order === 'ascending' ? 1 : -1;
      const sorted = [...bodies].sort((a, b) => {
        const x = key(a), y = key(b);
        return way * (number ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0);
      });
      table.append(...sorted);
    });
  });

  const open = () => {
    const target = location.hash.length > 1 ? $(location.hash.slice(1)) : null;
    if (!target || !target.classList.contains('rule')) return;
    target.hidden = false;
    const part = target.querySelector('details');
    if (part) part.open = true;
  };
  window.addEventListener('hashchange', open);
  open();
})();
`
