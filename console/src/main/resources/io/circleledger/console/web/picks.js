// The circles of the table that somebody has picked, each as it was when it was picked.

import { h, put, signal } from './dom.js';
import { t } from './i18n.js';

export class Picks {
  #picked = new Map();
  /** Told when others are picked. */
  changed = signal();

  get size() { return this.#picked.size; }

  get all() { return [...this.#picked.values()]; }

  has(id) { return this.#picked.has(id); }

  /** Picks circles, or lets them go. What was picked before keeps its version: that is what somebody has seen. */
  put(circles, yes) {
    for (const circle of circles) {
      if (!yes) this.#picked.delete(circle.circle_id);
      else if (!this.has(circle.circle_id)) this.#picked.set(circle.circle_id, circle);
    }
    this.changed.tell();
  }

  clear() {
    this.#picked.clear();
    this.changed.tell();
  }
}

/** The box of a row. @param circle gives the circle that is in it */
export function pickBox(picks, circle) {
  const box = h('input', { type: 'checkbox', onchange: () => picks.put([circle()], box.checked) });
  return {
    element: h('td', { class: 'pickbox' }, h('label', {}, box)),
    toggle() { box.click(); },
    show(name, isGone) {
      box.checked = picks.has(circle().circle_id);
      box.disabled = isGone;
      put(box, 'aria-label', t('pickOne', { name }));
    },
  };
}

/** The box above the rows, for all that are shown; until there are some, it cannot be used. @param circles gives those */
export function pickAllBox(picks, circles) {
  const box = h('input', { type: 'checkbox', disabled: true, 'aria-label': t('pickPage'), onchange: () => picks.put(circles(), box.checked) });
  return {
    element: h('td', { class: 'pickbox' }, h('label', {}, box)),
    show() {
      const all = circles();
      const count = all.filter(({ circle_id: id }) => picks.has(id)).length;
      box.disabled = all.length === 0;
      box.checked = count > 0 && count === all.length;
      box.indeterminate = count > 0 && !box.checked;
    },
  };
}
