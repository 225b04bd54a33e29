// What there is of a circle, to be read: each value, who has set it and when.

import { h } from './dom.js';
import { FIELDS } from './fields.js';
import { exactly, shortly, t } from './i18n.js';
import { actorName } from './names.js';

const said = (set) => (set.metadata_fault ? t('unreadablePerson') : actorName(set.actor));

export class Facts {
  #rows = new Map(FIELDS.map((field, at) => [field.name, row(t(field.label), at === 0)]));
  #created = row(t('registered'), false);
  element = h('dl', { class: 'facts-of' }, [...this.#rows.values()].map(({ element }) => element), this.#created.element);

  constructor() {
    this.#created.element.hidden = true;
  }

  show(circle) {
    for (const { name, member, format, unit, isRequired } of FIELDS) {
      const value = circle[member] ?? null;
      const part = this.#rows.get(name);
      part.element.hidden = !isRequired && value === null;
      part.value.textContent = value === null ? '–' : unit ? t(unit, { count: value }) : format(value);
    }
  }

  /** Says who has set each value, and when. */
  blame(by) {
    for (const { name, member } of FIELDS) {
      const set = by[member];
      this.#rows.get(name).note.replaceChildren(...(set ? [h('span', { title: exactly(set.occurred_at) },
        t('setBy', { actor: said(set), version: set.version, when: shortly(set.occurred_at) }))] : []));
    }
  }

  /** Says since when there is the circle. @param event its first one */
  created(event) {
    this.#created.element.hidden = !event?.occurred_at;
    if (!event?.occurred_at) return;
    this.#created.value.textContent = shortly(event.occurred_at);
    this.#created.note.textContent = said(event);
  }

  /** Shows which values have become others. */
  flash(fields) {
    for (const { name } of fields) {
      const { element } = this.#rows.get(name);
      element.classList.remove('flash');
      void element.offsetWidth; // Starts the animation anew.
      element.classList.add('flash');
    }
  }
}

function row(label, isFirst) {
  const value = h('span', { class: isFirst ? 'value title' : 'value' });
  const note = h('span', { class: 'blame' });
  return { value, note, element: h('div', {}, h('dt', {}, label), h('dd', {}, value, ' ', note)) };
}
