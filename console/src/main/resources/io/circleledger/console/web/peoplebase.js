// What the pages of people have in common: their words and looks, what roles are called, and how things are done.

import * as api from './api.js';
import { h, say } from './dom.js';
import { OFFICE_WORDS } from './happening.js';
import { t } from './i18n.js';
import { PEOPLE_WORDS } from './peoplewords.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';
import { WORDS } from './words.js';

Object.assign(WORDS, PEOPLE_WORDS);

/** The month in which the year of a Japanese university begins. */
const FIRST_MONTH = 4;

/** Loads the looks of these pages; without them they can be read all the same. */
await new Promise((loaded) => {
  document.head.append(h('link', { rel: 'stylesheet', href: new URL('./people.css', import.meta.url).href, onload: loaded, onerror: loaded }));
});

/** What roles in a circle are called. */
const ROLE_WORDS = { owner: 'roleOwner', ...OFFICE_WORDS, member: 'roleMember' };

/** The offices of members, and that of somebody of the staff. */
export const OFFICES = Object.keys(OFFICE_WORDS);

export const roleWord = (role) => t(ROLE_WORDS[role]);

export const isRole = (text) => Object.hasOwn(ROLE_WORDS, text);

const STATUS_WORDS = { active: 'statusActive', suspended: 'statusSuspended', lapsed: 'statusLapsed', dissolved: 'statusDissolved' };

export const statusWord = (status) => t(STATUS_WORDS[status]);

/** How a circle stands, to be shown beside its name. */
export const statusChip = (status) => h('span', { class: `chip status ${status}` }, statusWord(status));

/** The year that a day is in, as the university counts. */
export function yearOf(day) {
  return day.getMonth() + 1 >= FIRST_MONTH ? day.getFullYear() : day.getFullYear() - 1;
}

export const yearWord = (year) => t('fiscalYear', { year: String(year) });

export const gradeWord = (grade) => (grade ? t('gradeOf', { grade }) : '–');

export const personPlace = (id) => `#/person/${encodeURIComponent(id)}`;

export const circlePlace = (id) => `#/circle/${encodeURIComponent(id)}`;

export const rosterPlace = (id) => `${circlePlace(id)}/members`;

/**
 * Does something until it is answered, with one key, so that it is done once.
 *
 * @param act given the key; @param state where it is told that the server is waited for
 */
export function done(act, state = null) {
  const key = api.newKey();
  underWay++;
  return api.insist(() => act(key), (failure) => {
    if (state) say(state, t(failure instanceof api.Unreachable ? 'unreachableRetry' : 'willRetry'));
  }).finally(() => { underWay--; });
}

/** How much is not answered yet: a page that is left meanwhile would not hear what became of it, so the browser asks first. */
let underWay = 0;

window.addEventListener('beforeunload', (event) => { if (underWay > 0) event.preventDefault(); });

/**
 * Tells that something was done, and offers to undo it.
 *
 * @param undo does the opposite; null if there is none; @param after called when it was done
 */
export function told(text, undo, after) {
  if (!undo) return toast(text);
  const run = async () => {
    try {
      await undo();
      toast(t('undone'));
    } catch (failure) {
      toast(t('undoFailed', { why: trouble(failure) }), { stays: true });
    }
    after();
  };
  return toast(text, { action: { text: t('undo'), run } });
}

/** Remembers which of some elements had the focus, by what they are called, and gives it to the one that has come instead. */
export function keepingFocus(element, change) {
  const here = element.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  change();
  if (!here) return;
  // On the last page the way goes back only.
  const ways = [element.querySelector(`[data-focus="${CSS.escape(here)}"]`), here === 'next' || here === 'previous' ? element.querySelector('.pages button:enabled') : null];
  (ways.find((way) => way && !way.disabled) ?? document.querySelector('main h1'))?.focus();
}

/** The way through a list that is read page by page. @param turn told by how many pages to go */
export function turning({ from, to, all, hasNext, hasPrevious, turn }) {
  if (!hasNext && !hasPrevious) return null;
  return h('nav', { class: 'pages', 'aria-label': t('pages') },
    h('button', { type: 'button', disabled: !hasPrevious, 'data-focus': 'previous', onclick: () => turn(-1) }, t('previous')),
    h('span', { class: 'where' }, all === null ? t('rangeOf', { from, to }) : t('rowsOf', { from, to, all })),
    h('button', { type: 'button', disabled: !hasNext, 'data-focus': 'next', onclick: () => turn(1) }, t('next')));
}
