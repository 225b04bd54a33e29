// The numbers of the ledger: what was recorded, how far the read models are, what the audit has found.

import { h, put, say } from './dom.js';
import { decimal, number, t } from './i18n.js';

const ALARMING_SECONDS = 10;
const ALARMING_POSITIONS = 100;

export function figures() {
  const parts = Object.fromEntries(['head', 'lag', 'lagSearch', 'audited', 'diverged'].map((name) => [name, figure(t(name))]));
  const element = h('div', { class: 'figures' }, Object.values(parts).map((part) => part.element));
  return {
    element,
    /** @param yes whether the numbers are those of an earlier look */
    stale(yes) { element.classList.toggle('stale', yes); },
    show(state) {
      parts.head.set(number(state.head), '');
      lagged(parts.lag, state);
      if (state.search) lagged(parts.lagSearch, state.search);
      parts.lagSearch.element.hidden = !state.search;
      parts.audited.set(number(state.audited), '');
      parts.diverged.set(number(state.diverged), t(state.diverged === 0 ? 'divergedNone' : 'divergedSome'), state.diverged > 0);
    },
  };
}

// While much is recorded, a little is always on its way.
const lagged = (part, { lag_positions: behind, lag_seconds: seconds }) =>
  part.set(number(behind), behind === 0 ? t('upToDate') : t('lagSeconds', { seconds: decimal(seconds) }), seconds > ALARMING_SECONDS && behind > ALARMING_POSITIONS);

function figure(word) {
  const value = h('strong', {}, '–');
  const note = h('small', {});
  const element = h('div', { class: 'figure' }, h('span', {}, word), value, note);
  return {
    element,
    set(text, more, alarming = false) {
      say(value, text);
      say(note, more);
      put(element, 'class', alarming ? 'figure alarm' : 'figure');
    },
  };
}
