// What the pages of administration have in common: their head, their tables, and how their lists are read.

import { h, unpressed } from './dom.js';
import { list } from './identityapi.js';
import { exactly, shortly, t } from './i18n.js';
import { learn } from './names.js';
import { trouble } from './trouble.js';

const TABS = [['accounts', '#/accounts'], ['tokens', '#/tokens'], ['audit', '#/audit']];

/** The head of a page of administration. @param deeds what can be done on it */
export const head = (here, ...deeds) => [
  h('nav', { class: 'tabs', 'aria-label': t('administration') },
    TABS.map(([word, href]) => h('a', { href, 'aria-current': word === here ? 'page' : null }, t(word)))),
  h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t(here)), h('div', { class: 'head-actions' }, deeds)),
];

/** A table. @param columns the words above it; @param rows their cells, each of which may be an element */
export const table = (caption, columns, rows) => h('div', { class: 'sheet', tabindex: '0', role: 'group', 'aria-label': caption },
  h('table', { class: 'rows listed' },
    h('thead', {}, h('tr', {}, columns.map((word) => h('th', { scope: 'col' }, t(word))))),
    h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell, at) =>
      h(at === 0 ? 'th' : 'td', at === 0 ? { scope: 'row' } : { 'data-label': t(columns[at]) }, cell)))))));

/** When something was, to the minute; the rest is told when asked for. */
export const moment = (time) => (time ? h('time', { datetime: time, title: exactly(time) }, shortly(time)) : t('never'));

/**
 * What is read from the server and shown, or why it could not be.
 *
 * @param read asks for it, given what gives it up; @param show makes elements of it
 */
export class Reading {
  #left = new AbortController();
  #turn = 0;
  #read;
  #show;
  element = h('div', { class: 'reading' });

  constructor(read, show) {
    this.#read = read;
    this.#show = show;
    this.again();
  }

  async again() {
    const turn = ++this.#turn;
    try {
      const found = await this.#read(this.#left.signal);
      await unpressed();
      if (!this.#left.signal.aborted && turn === this.#turn) this.#put([this.#show(found)].flat());
    } catch (failure) {
      if (this.#left.signal.aborted || turn !== this.#turn) return;
      this.#put([h('p', { class: 'notice fault-box', role: 'alert' }, trouble(failure), ' ',
        h('button', { type: 'button', onclick: () => this.again() }, t('tryAgain')))]);
    }
  }

  /** Shows elements; whoever was on one that goes away is at the top of the page. */
  #put(elements) {
    const wasHere = this.element.contains(document.activeElement);
    this.element.replaceChildren(...elements);
    if (wasHere) document.querySelector('main h1')?.focus();
  }

  leave() {
    this.#left.abort();
  }
}

/** A list of which one page is shown, and the ways to the others. */
export class PagedList {
  /** The pages that were walked to. */
  #walked;
  #reading;

  /**
   * @param path of the first page
   * @param actorsOf gives the accounts that an entry is about, whose names are looked up; @param show makes elements of entries
   */
  constructor(path, actorsOf, show) {
    this.#walked = [path];
    this.#reading = new Reading(async (abort) => {
      const page = await list(this.#walked.at(-1), abort);
      await learn(page.entries.flatMap(actorsOf), abort);
      return page;
    }, ({ entries, next }) => [show(entries), this.#turning(next)]);
  }

  get element() { return this.#reading.element; }

  again() { this.#reading.again(); }

  /** Begins anew, with another list. */
  begin(path) { this.#go([path]); }

  leave() { this.#reading.leave(); }

  #go(walked) {
    this.#walked = walked;
    this.again();
  }

  #turning(next) {
    if (!next && this.#walked.length === 1) return [];
    return h('nav', { class: 'actions start', 'aria-label': t('pages') },
      h('button', { type: 'button', disabled: this.#walked.length === 1, onclick: () => this.#go(this.#walked.slice(0, -1)) }, t('previous')),
      h('button', { type: 'button', disabled: !next, onclick: () => this.#go([...this.#walked, next]) }, t('next')));
  }
}
