// The pages of the year: which one it is, and the way between going on with it and its end.

import { h, newId } from './dom.js';
import { t } from './i18n.js';
import { yearOf } from './peoplebase.js';
import { WORDS } from './words.js';
import { YEAR_WORDS } from './yearwords.js';

Object.assign(WORDS, YEAR_WORDS);

const TABS = [['renewalBoard', '#/renewal'], ['yearEnd', '#/year-end']];
const [FIRST, LAST] = [1900, 9999];

/** The year that the address names, or the one that it is. */
export function yearIn(query) {
  const year = Number(query?.get('year'));
  return Number.isInteger(year) && year >= FIRST && year <= LAST ? year : yearOf(new Date());
}

/** The head of a page of the year. @param more what else belongs to the year */
export function yearHead(here, year, ...more) {
  const place = TABS.find(([word]) => word === here)[1];
  const id = newId('year');
  const input = h('input', { id, type: 'number', class: 'number', min: String(FIRST), max: String(LAST), value: String(year) });
  // Another year is another page.
  input.addEventListener('change', () => { if (input.checkValidity() && input.value !== '') location.hash = `${place}?year=${input.value}`; });
  return [
    h('nav', { class: 'tabs', 'aria-label': t('renewal') }, TABS.map(([word, href]) => h('a', { href: `${href}?year=${year}`, 'aria-current': word === here ? 'page' : null }, t(word)))),
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t(here))),
    h('div', { class: 'year-line' }, h('div', { class: 'field' }, h('label', { for: id }, t('ofYear')), input), more),
  ];
}
