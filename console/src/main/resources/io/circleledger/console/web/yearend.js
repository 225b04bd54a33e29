// The end of a year: who graduates, which circles are without an owner then, and who moves up.

import { Batch } from './batch.js';
import { actions, ask } from './dialog.js';
import { h, icon, ICONS, newId } from './dom.js';
import { t } from './i18n.js';
import { yearHead, yearIn } from './year.js';

export function yearEndPage(at, query) {
  const year = yearIn(query);
  const next = h('p', { class: 'notice', hidden: true }, t('ownersNeeded'));
  const batch = new Batch({
    kind: 'year-end', year, place: '#/year-end', after: (outcome) => { next.hidden = !outcome?.suspended; }, isSure: (outcome) => isSure(year, outcome),
    words: { title: 'yearEnd', hint: 'yearEndHint', look: 'yearEndLook', go: 'yearEndGo', done: 'yearEndDone' },
    figures: [
      { field: 'graduated', word: 'graduatedCount', doneWord: 'graduatedDone', unit: 'people' },
      { field: 'suspended', word: 'suspendedCount', doneWord: 'suspendedDone', unit: 'things' },
      { field: 'raised', word: 'raisedCount', doneWord: 'raisedDone', unit: 'people' },
    ],
  });
  at.append(...yearHead('yearEnd', year), next, batch.element);
  return { title: t('yearEnd'), leave: () => batch.leave() };
}

/** Asks for the year to be typed: what is done here cannot be taken back as a whole. */
const isSure = (year, { graduated, suspended, raised }) => ask(t('yearEndSure', { year: String(year) }), (close) => {
  const id = newId('confirm');
  const confirm = h('input', { id, class: 'number', inputmode: 'numeric', autocomplete: 'off', autofocus: true });
  const button = h('button', { type: 'submit', class: 'danger', disabled: true }, t('yearEndGo', { year: String(year) }));
  confirm.addEventListener('input', () => { button.disabled = confirm.value.normalize('NFKC').trim() !== String(year); });
  return h('form', { onsubmit: (event) => { event.preventDefault(); if (!button.disabled) close(true); } },
    h('p', { class: 'warning' }, icon(ICONS.warn), t('cannotBeUndone')),
    h('ul', { class: 'counts' }, [['graduatedCount', graduated, 'people'], ['suspendedCount', suspended, 'things'], ['raisedCount', raised, 'people']]
      .map(([word, count, unit]) => h('li', {}, h('span', {}, t(word)), ' ', h('strong', {}, t(unit, { count }))))),
    h('div', { class: 'field' }, h('label', { for: id }, t('yearEndType', { year: String(year) })), confirm), actions(close, button));
});
