// The table of circles as it is seen: its rows, what is said instead of them, and the way to its other pages.

import { createCircle } from './create.js';
import { h, icon, ICONS, put, say } from './dom.js';
import { hasDraft } from './drafts.js';
import { REQUIRED } from './fields.js';
import { number, shortly, t } from './i18n.js';
import { may } from './identity.js';
import { chosenColumns } from './listcolumns.js';
import { pickAllBox, pickBox } from './picks.js';
import { trouble } from './trouble.js';

/** What a row is called, and what else is in it; of the other fields there are columns that can be chosen. */
const [TITLE, ...OTHERS] = REQUIRED;

const MARKS = { new: 'markNew', changed: 'markChanged', gone: 'markGone' };

export class Rows {
  #body = h('tbody');
  #state = h('div', { class: 'state', hidden: true });
  #shown = new Map();
  #columns;
  #last = h('th', { scope: 'col', class: 'last' });
  #grid;
  #open;
  #picks;
  #all;
  #extras;
  #head = h('tr', {});
  element;

  /**
   * @param sort told by which column the table shall be in order
   * @param open told of the circle whose row is opened
   * @param picks the circles that are picked, or null where none can be
   */
  constructor(search, { sort, open, picks }) {
    this.#open = open;
    this.#picks = picks;
    this.#all = picks && pickAllBox(picks, () => this.circles);
    this.#columns = REQUIRED.map(({ name, label, isNumeric, orders }) => {
      if (Object.keys(orders).length === 0) return [name, h('th', { scope: 'col' }, t(label))];
      const button = h('button', { type: 'button', class: 'sort', onclick: () => sort(name) }, t(label), h('span', { class: 'arrow', 'aria-hidden': 'true' }));
      return [name, h('th', { scope: 'col', class: isNumeric ? 'numeric' : null }, button)];
    });
    this.#grid = h('table', { class: 'circles' },
      h('caption', { class: 'unseen' }, t('tableCaption')),
      h('thead', {}, this.#head), this.#body);
    this.element = h('section', { class: 'sheet', 'aria-label': t('tableCaption') }, this.#grid, this.#state);
    // Up and down go from row to row, as in a list.
    this.#body.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && this.step(step)) event.preventDefault();
    });
    this.recolumn();
    this.sorted(search);
    picks?.changed.subscribe(() => this.#repick());
  }

  /** The circles of the rows that are shown, without those that have ended. */
  get circles() {
    return [...this.#shown.values()].filter(({ isGone }) => !isGone).map(({ circle }) => circle);
  }

  /** Shows the columns that somebody has chosen; the rows are to be shown again. */
  recolumn() {
    this.#extras = chosenColumns();
    const extra = ({ label, isNumeric }) => h('th', { scope: 'col', class: isNumeric ? 'numeric extra' : 'extra' }, t(label));
    this.#head.replaceChildren(...[this.#all?.element, ...this.#columns.map(([, head]) => head), ...this.#extras.map(extra), this.#last].filter(Boolean));
    this.#grid.classList.toggle('many', this.#extras.length > 0);
    this.#body.replaceChildren();
    this.#shown.clear();
  }

  #repick() {
    for (const { pick, circle, isGone } of this.#shown.values()) pick?.show(circle.circle_name, isGone);
    this.#all?.show();
  }

  /** Picks the row that has the focus, or lets it go. */
  pick() {
    [...this.#shown.values()].find(({ link }) => link === document.activeElement)?.pick?.toggle();
  }

  /** Goes to the row after the one that has the focus, or before it; to the first where none has. @returns whether there is one */
  step(by) {
    const links = [...this.#body.querySelectorAll('a')];
    const here = links.indexOf(document.activeElement);
    const there = here < 0 ? links[0] : links[here + by];
    there?.focus();
    return Boolean(there);
  }

  sorted({ sort: by, order, status, asOf }) {
    this.#grid.classList.toggle('ended', Boolean(status || asOf));
    say(this.#last, t(status === 'dissolved' ? 'dissolvedOn' : 'updates'));
    for (const [name, head] of this.#columns) put(head, 'aria-sort', name === by ? (order === 'asc' ? 'ascending' : 'descending') : null);
  }

  busy(yes) {
    put(this.element, 'aria-busy', yes ? 'true' : null);
  }

  /** Goes to the row of that circle. */
  focus(id) {
    const link = this.#shown.get(id)?.link;
    link?.scrollIntoView({ block: 'center' });
    link?.focus({ preventScroll: true });
  }

  /** A page is read from its top; where the focus is, it stays. */
  toTop() {
    if (this.element.getBoundingClientRect().top < 0) this.element.scrollIntoView({ block: 'start' });
  }

  /** Changes only what is different, so that neither the focus nor the eye loses its place. */
  show(circles, marks, wanted) {
    const ids = new Set(circles.map((circle) => circle.circle_id));
    for (const [id, parts] of this.#shown) if (!ids.has(id)) { parts.element.remove(); this.#shown.delete(id); }
    circles.forEach((circle, index) => {
      let parts = this.#shown.get(circle.circle_id);
      if (!parts) { parts = this.#row(circle.circle_id); this.#shown.set(circle.circle_id, parts); }
      fill(parts, circle, marks.get(circle.circle_id), this.#extras);
      if (this.#body.children[index] !== parts.element) this.#body.insertBefore(parts.element, this.#body.children[index] ?? null);
    });
    this.#all?.show();
    const isEmpty = circles.length === 0;
    this.#grid.hidden = isEmpty;
    this.#state.hidden = !isEmpty;
    put(this.#state, 'role', null);
    if (isEmpty) this.#state.replaceChildren(...emptiness(wanted));
  }

  failed(failure, again) {
    this.#grid.hidden = true;
    this.#state.hidden = false;
    put(this.#state, 'role', 'alert');
    this.#state.replaceChildren(
      h('h2', {}, trouble(failure)),
      h('button', { type: 'button', onclick: again }, t('tryAgain')));
  }

  #row(id) {
    const link = h('a', { onclick: () => this.#open(id) });
    const tag = h('span', { class: 'tag' });
    const cells = OTHERS.map(({ isNumeric }) => h('td', { class: isNumeric ? 'numeric' : null }));
    const version = h('td', { class: 'last dim' });
    const extras = this.#extras.map(({ isNumeric }) => h('td', { class: isNumeric ? 'numeric extra' : 'extra' }));
    const parts = { link, tag, cells, version, extras, circle: null, isGone: false };
    parts.pick = this.#picks && pickBox(this.#picks, () => parts.circle);
    parts.element = h('tr', {}, parts.pick?.element, h('th', { scope: 'row' }, link, tag), cells, extras, version);
    return parts;
  }
}

function fill(parts, circle, mark, extras) {
  parts.circle = circle;
  parts.isGone = mark?.kind === 'gone';
  parts.pick?.show(circle.circle_name, parts.isGone);
  extras.forEach(({ of, exact }, index) => { say(parts.extras[index], of(circle)); put(parts.extras[index], 'title', exact?.(circle) || null); });
  say(parts.link, TITLE.format(circle[TITLE.member]));
  put(parts.link, 'href', `#/circle/${encodeURIComponent(circle.circle_id)}`);
  OTHERS.forEach(({ member, format }, index) => say(parts.cells[index], format(circle[member])));
  say(parts.version, circle.dissolved_at ? shortly(circle.dissolved_at) : number(circle.version - 1));
  const isDraft = !mark && hasDraft(circle.circle_id);
  say(parts.tag, mark ? t(MARKS[mark.kind]) : isDraft ? t('markDraft') : '');
  put(parts.tag, 'class', isDraft ? 'tag draft' : 'tag');
  put(parts.element, 'class', mark ? `marked ${mark.kind}` : null);
}

function emptiness({ q, min, max, asOf, status }) {
  if (q || min || max) return [h('h2', {}, t('nothingFound')), h('p', {}, t('nothingFoundHint'))];
  if (status === 'dissolved') return [h('h2', {}, t('nothingDissolved'))];
  if (asOf) return [h('h2', {}, t('nothingThen')), h('p', {}, t('nothingThenHint'))];
  if (!may('editor')) return [h('h2', {}, t('nothingYet'))];
  return [
    h('h2', {}, t('nothingYet')), h('p', {}, t('nothingYetHint')),
    h('button', { type: 'button', onclick: () => createCircle() }, icon(ICONS.plus), t('newCircle')), ' ',
    h('a', { class: 'button', href: '#/import' }, icon(ICONS.up), t('importTitle'))];
}

/** Says that there is more than is shown, above the rows and without moving one. */
export function pill(show) {
  const button = h('button', { type: 'button', class: 'pill', hidden: true, onclick: show });
  return {
    element: h('div', { class: 'pill-place' }, button),
    /** @returns whether it was not there before */
    say(text) {
      const isNew = button.hidden && text !== '';
      button.hidden = text === '';
      say(button, text);
      return isNew;
    },
  };
}

/** Which circles are shown, and of how many. */
const range = (before, count, total) =>
  (before === 0 && count >= total ? t('rowsAll', { count }) : t('rowsOf', { from: before + 1, to: before + count, all: Math.max(total, before + count) }));

/** @param size how many circles a full page has */
export function pages(size, forward, back) {
  const where = h('span', { class: 'where' });
  const numbered = h('span', { class: 'dim' });
  const previous = h('button', { type: 'button', onclick: back }, t('previous'));
  const next = h('button', { type: 'button', onclick: forward }, t('next'));
  const element = h('nav', { class: 'pages', 'aria-label': t('pages'), hidden: true }, previous, where, numbered, next);
  return {
    element,
    hide() { element.hidden = true; },
    show(before, count, total, hasNext, hasPrevious) {
      element.hidden = count === 0 && !hasPrevious;
      // Of one page alone it says how much is on it.
      put(element, 'class', hasNext || hasPrevious ? 'pages' : 'pages single');
      const here = document.activeElement;
      previous.disabled = !hasPrevious;
      next.disabled = !hasNext;
      // A button that is used up gives the focus to the other one.
      if (here === next && !hasNext) previous.focus();
      if (here === previous && !hasPrevious) next.focus();
      say(where, count === 0 ? '' : range(before, count, total));
      say(numbered, total > size ? t('pageOf', { page: Math.floor(before / size) + 1, pages: Math.ceil(total / size) }) : '');
    },
  };
}
