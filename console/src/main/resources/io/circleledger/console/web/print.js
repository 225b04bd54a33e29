// Prints all circles that are looked for, and not only the page of them that is shown.

import * as api from './api.js';
import { h } from './dom.js';
import { REQUIRED } from './fields.js';
import { date, number, shortly, t } from './i18n.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const PAGE = 1000;

let isPrinting = false;

export async function printCircles(search) {
  if (isPrinting) return;
  isPrinting = true;
  const close = toast(t('printing'), { stays: true });
  try {
    const circles = await api.walk(api.circlesPath({ ...search, limit: PAGE }));
    const paper = h('div', { class: 'paper' }, sheet(search, circles));
    document.body.append(paper);
    window.addEventListener('afterprint', () => paper.remove(), { once: true });
    window.print();
  } catch (failure) {
    toast(trouble(failure), { stays: true });
  } finally {
    close();
    isPrinting = false;
  }
}

function sheet(search, circles) {
  const wishes = [
    search.status === 'dissolved' && t('dissolvedTab'),
    search.asOf && t('asOfDay', { day: date(search.asOf) }),
    search.q && t('printSearch', { q: search.q }),
    (search.min || search.max) && t('printRange', { min: search.min, max: search.max }),
  ].filter(Boolean);
  return [
    h('h1', {}, t('circles')),
    h('p', {}, [t('printedAt', { when: shortly(Date.now()), count: circles.length }), ...wishes].join(t('between'))),
    h('table', {},
      h('thead', {}, h('tr', {},
        h('th', { scope: 'col', class: 'numeric' }, t('printNumber')),
        REQUIRED.map(({ label, isNumeric }) => h('th', { scope: 'col', class: isNumeric ? 'numeric' : null }, t(label))), h('th', { scope: 'col', class: 'last' }, t(search.status === 'dissolved' ? 'dissolvedOn' : 'updates')))),
      h('tbody', {}, circles.map((circle, index) => h('tr', {},
        h('td', { class: 'numeric dim' }, number(index + 1)),
        REQUIRED.map(({ member, format, isNumeric }, at) =>
          h(at === 0 ? 'th' : 'td', { scope: at === 0 ? 'row' : null, class: isNumeric ? 'numeric' : null }, format(circle[member]))), h('td', { class: 'last dim' }, circle.dissolved_at ? shortly(circle.dissolved_at) : number(circle.version - 1)))))),
  ];
}
