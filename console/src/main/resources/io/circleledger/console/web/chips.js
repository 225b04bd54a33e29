// What the table of circles is narrowed down to, in chips that can be taken away; and what the table can be made to look like.

import { h } from './dom.js';
import { date, t } from './i18n.js';

/** @param drop told what is not asked for any more; @param ways buttons at the end */
export function chips(drop, ...ways) {
  const list = h('div', { class: 'chips' });
  const chip = (text, without) => h('span', { class: 'chip' }, text,
    h('button', { type: 'button', class: 'quiet', 'aria-label': t('dropFilter', { filter: text }), onclick: () => drop(without) }, '×'));
  return {
    element: h('div', { class: 'list-tools' }, list, ways),
    show({ q, asOf, min, max }) {
      list.replaceChildren(...[
        q ? chip(t('printSearch', { q }), { q: '' }) : null,
        min || max ? chip(t('printRange', { min, max }), { min: '', max: '' }) : null,
        asOf ? chip(t('asOfDay', { day: date(asOf) }), { asOf: '' }) : null,
      ].filter(Boolean));
    },
  };
}

/** A dialog whose script is had when it is opened. */
export const opening = (word, load) => h('button', { type: 'button', class: 'quiet', onclick: load }, t(word));
