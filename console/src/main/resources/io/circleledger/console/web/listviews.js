// Dialogs of the table of circles: its columns, and the searches that somebody keeps by name.

import { ask } from './dialog.js';
import { h, newId, say } from './dom.js';
import { recall, remember } from './drafts.js';
import { own } from './identity.js';
import { addWords, t } from './i18n.js';
import { chooseColumns, chosenColumns, COLUMNS } from './listcolumns.js';
import { SELECTION_WORDS } from './selectionwords.js';

addWords(SELECTION_WORDS);

const VIEWS = 50;
const NAME_CHARACTERS = 60;

/** Lets somebody choose columns. @param chosen told when they have */
export const askColumns = (chosen) => ask(t('columns'), (close) => {
  const now = chosenColumns();
  const boxes = COLUMNS.map((column) => ({ column, box: h('input', { type: 'checkbox', checked: now.includes(column), onchange: take }) }));
  function take() {
    chooseColumns(boxes.filter(({ box }) => box.checked).map(({ column }) => column.name));
    chosen();
  }
  return [
    h('p', { class: 'hint' }, t('columnsHint')),
    boxes.map(({ column, box }) => h('label', { class: 'pick-column' }, box, ' ', t(column.label))),
    h('div', { class: 'actions' }, h('button', { type: 'button', class: 'primary', onclick: () => close() }, t('close')))];
});

const place = () => `${own('views')}list`;

function kept() {
  try {
    const views = JSON.parse(recall(place()) ?? '[]');
    return views.filter(({ name, address }) => typeof name === 'string' && /^#\/(\?|$)/.test(address));
  } catch {
    return [];
  }
}

const keep = (views) => remember(place(), views.length === 0 ? null : JSON.stringify(views));

/** The searches that were kept, and a place to keep one. @param address of the search that is shown */
export const askViews = (address) => ask(t('views'), (close) => {
  const list = h('ul', { class: 'outbox-list' });
  const id = newId('view');
  const input = h('input', { id, maxlength: NAME_CHARACTERS, autocomplete: 'off' });
  const fault = h('p', { class: 'fault', role: 'alert' });

  function show() {
    const views = kept();
    list.replaceChildren(...views.map((view) => h('li', {},
      h('div', {}, h('a', { href: view.address, onclick: () => close() }, view.name)),
      h('button', { type: 'button', 'aria-label': t('viewForgetNamed', { name: view.name }), onclick: () => { keep(kept().filter(({ name }) => name !== view.name)); show(); input.focus(); } }, t('viewForget')))));
    if (views.length === 0) list.replaceChildren(h('li', {}, t('viewsNone')));
  }

  function save(event) {
    event.preventDefault();
    const name = input.value.trim();
    if (name === '') { say(fault, t('viewNameMissing')); return input.focus(); }
    say(fault, '');
    keep([...kept().filter((view) => view.name !== name), { name, address }].slice(-VIEWS));
    input.value = '';
    show();
  }
  show();
  return [
    h('p', { class: 'hint' }, t('viewsHint')), list,
    h('form', { onsubmit: save }, h('div', { class: 'field' }, h('label', { for: id }, t('viewName')), input, fault),
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => close() }, t('close')), h('button', { type: 'submit', class: 'primary' }, t('viewKeep'))))];
});
