// The table of changes: a group of rows for each day.

import { h, put } from './dom.js';
import { happening } from './happening.js';
import { clock, dayOf, exactly, t } from './i18n.js';
import { actorName, isNamed } from './names.js';

const COLUMNS = ['time', 'circle', 'whatHappened', 'person'];

export class ChangeRows {
  #befores;
  #narrow;
  #shown = null;
  #oldest = 0;
  #table = h('table', { class: 'changes' });
  element = h('section', { class: 'sheet', 'aria-label': t('allChanges'), hidden: true }, this.#table);

  /** @param befores how circles were before; @param narrow told the person whose changes alone shall be shown */
  constructor(befores, { narrow }) {
    this.#befores = befores;
    this.#narrow = narrow;
  }

  get count() { return this.#shown?.size ?? 0; }

  get isShown() { return this.#shown !== null; }

  /** Whether the rows have it, or it is older than all of them and so on another page. */
  has({ id, position }) { return this.#shown.has(id) || Number(position) < this.#oldest; }

  busy(yes) { put(this.element, 'aria-busy', yes ? 'true' : null); }

  show(events) {
    this.#shown = new Set(events.map(({ id }) => id));
    this.#oldest = Math.min(Infinity, ...events.map(({ position }) => Number(position)));
    const days = [...Map.groupBy(events, ({ time }) => (time ? dayOf(time) : t('unreadableTime')))];
    this.#table.replaceChildren(
      h('caption', { class: 'unseen' }, t('allChanges')),
      h('thead', {}, h('tr', {}, COLUMNS.map((word) => h('th', { scope: 'col' }, t(word))))),
      ...days.map(([day, ofDay]) => h('tbody', {},
        h('tr', { class: 'day' }, h('th', { scope: 'rowgroup', colspan: COLUMNS.length }, day)),
        ofDay.map((event) => this.#row(event)))));
    this.element.hidden = events.length === 0;
    this.busy(false);
  }

  #row(event) {
    const { time, subject, actor, reason, type, data } = event;
    const name = this.#befores.nameAt(event);
    return h('tr', { class: type === 'CircleDissolved' ? 'end' : null },
      h('td', { class: 'when' }, time ? h('time', { datetime: time, title: exactly(time) }, clock(time)) : '–'),
      h('th', { scope: 'row' }, h('a', { href: `#/circle/${encodeURIComponent(subject)}`, lang: name ? 'ja' : null }, name ?? subject)),
      h('td', {}, h('span', { class: 'happened' }, happening(type, event.unreadable ? null : data, this.#befores.of(event))),
        reason ? h('p', { class: 'why' }, t('because', { reason })) : null),
      h('td', { class: 'by' }, actor && isNamed(actor)
        ? h('button', { type: 'button', class: 'link', title: t('onlyTheirs', { actor: actorName(actor) }), onclick: () => this.#narrow(actor) }, actorName(actor))
        : actorName(actor)));
  }
}
