// The page of imports: where a file is chosen, and each import at an address of its own.

import { insist, Refused } from './api.js';
import { h, icon, ICONS, newId, put, say } from './dom.js';
import { addWords, shortly, t } from './i18n.js';
import * as imports from './importapi.js';
import { addressOf } from './importjob.js';
import { beginningOf, kindNamed, KINDS } from './importkinds.js';
import { PlanView } from './importplan.js';
import { ResultView } from './importresult.js';
import { IMPORT_WORDS } from './importwords.js';
import { listen } from './live.js';
import { actorName, learn } from './names.js';
import { reasonField } from './reason.js';
import { trouble } from './trouble.js';

addWords(IMPORT_WORDS);

const FILE_BYTES = 10 * 1024 * 1024;

const STATES = { open: 'importOpen', applying: 'importApplying', applied: 'importApplied', undoing: 'importUndoingNow', undone: 'importUndone' };

/** What is wrong with a file, by the server's word for it. */
const FAULTS = {
  empty: 'fileEmpty', 'too-large': 'fileTooLarge', 'old-excel': 'fileIsXls', password: 'fileHasPassword', 'other-program': 'fileUnreadable', 'no-table': 'fileUnreadable',
  broken: 'fileIsBroken', characters: 'fileUnreadable', 'quotation-mark': 'fileQuotes', 'formula-without-value': 'fileFormulas',
};

/** @param from the id of an import that was begun, or what the address asks for */
export function importPage(at, from) {
  const over = new AbortController();
  const view = typeof from === 'string' ? one(at, from, over.signal) : beginning(at, kindNamed(from.get('kind')), over.signal);
  listen();
  return {
    title: t('importTitle'),
    leave() {
      over.abort();
      view.leave();
    },
  };
}

const head = (...more) => h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('importTitle')), ...more);

const alarm = (...content) => h('p', { class: 'notice fault-box', role: 'alert' }, ...content);

/** What is imported and from which file is chosen, or an import that was begun before. @param kind that is chosen at first */
function beginning(at, kind, over) {
  const said = h('div', { class: 'preview' });
  const before = h('div', { class: 'preview' });
  const why = reasonField();
  const intro = h('p', { class: 'lead' }, t(kind.intro));
  let chosenKind = kind;
  let isBusy = false;
  const { element, chosen } = picker(take);
  const kinds = kindChoice(kind, (wanted) => {
    chosenKind = wanted;
    say(intro, t(wanted.intro));
    said.replaceChildren();
    say(chosen, '');
    history.replaceState(null, '', beginningOf(wanted));
  });
  at.append(head(), intro, element, said, before);
  element.prepend(kinds);
  element.append(why.element);
  earlier(before, over);

  async function take(file) {
    if (isBusy || !why.isValid) return why.input.focus();
    say(chosen, file.name);
    if (file.size > FILE_BYTES) return said.replaceChildren(alarm(t('fileTooLarge')));
    const state = h('p', { class: 'hint', role: 'status' }, t('importMatching'));
    said.replaceChildren(state);
    isBusy = true;
    put(element, 'aria-busy', 'true');
    kinds.disabled = true;
    try {
      // A file that is another one by now, or on a stick that was taken out, is told before it is sent.
      const bytes = await file.arrayBuffer();
      const found = await insist(() => imports.begin(chosenKind.name, bytes, why.text, over), () => say(state, t('unreachable')), over);
      location.hash = addressOf(found.import_id);
    } catch (failure) {
      if (!over.aborted) said.replaceChildren(alarm(refusal(failure)));
    }
    isBusy = false;
    put(element, 'aria-busy', null);
    kinds.disabled = false;
  }
  return { leave: () => {} };
}

function refusal(failure) {
  if (failure instanceof Refused) {
    return failure.is('table-unreadable') && FAULTS[failure.problem.fault] ? t(FAULTS[failure.problem.fault]) : trouble(failure);
  }
  return failure instanceof DOMException ? t('fileGone') : trouble(failure);
}

/** What the rows of the file are about. @param take told of the kind that is chosen */
function kindChoice(chosen, take) {
  const group = newId('kind');
  return h('fieldset', { class: 'role-choices import-kinds' }, h('legend', {}, t('importWhat')), KINDS.map((kind) => {
    const [id, hintId] = [newId('kind'), newId('hint')];
    return h('div', { class: 'role-choice' },
      h('input', { type: 'radio', id, name: group, value: kind.name, checked: kind === chosen, 'aria-describedby': hintId, onchange: () => take(kind) }),
      h('label', { for: id }, t(kind.label)), h('p', { class: 'hint', id: hintId }, t(kind.hint)));
  }));
}

/** Where a file is chosen or dropped. @param take told of the file */
function picker(take) {
  const [inputId, hintId] = [newId('file'), newId('hint')];
  const input = h('input', { type: 'file', id: inputId, class: 'unseen', accept: '.csv,.tsv,.txt,.xlsx,text/csv', 'aria-describedby': hintId });
  const chosen = h('output', { for: inputId });
  const element = h('div', { class: 'drop' },
    input, h('label', { for: inputId, class: 'button' }, icon(ICONS.up), t('importFile')), chosen,
    h('p', { class: 'hint', id: hintId }, t('importDrop')));
  input.addEventListener('change', () => { if (input.files[0]) take(input.files[0]); });
  // Who chooses the same file again, perhaps after mending it, means it.
  input.addEventListener('click', () => { input.value = ''; });
  element.addEventListener('dragover', (event) => { event.preventDefault(); element.classList.add('over'); });
  element.addEventListener('dragleave', () => element.classList.remove('over'));
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    element.classList.remove('over');
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
  return { element, chosen };
}

/** The imports that were begun before, by anybody: each is gone on with, or looked at. */
async function earlier(at, over) {
  try {
    const all = await imports.newest(over);
    await learn(all.map(({ actor }) => actor), over);
    if (all.length === 0) return;
    const rows = all.map((found) => h('tr', {},
      h('th', { scope: 'row' }, h('a', { href: addressOf(found.import_id) }, h('time', { datetime: found.created_at }, shortly(found.created_at)))),
      h('td', { 'data-label': t('importWhat') }, t(kindNamed(found.kind).label)),
      h('td', { 'data-label': t('person') }, actorName(found.actor)),
      h('td', { 'data-label': t('reason'), class: 'value' }, found.reason ?? ''),
      h('td', { 'data-label': t('importCount'), class: 'numeric' }, t('rowCount', { count: Object.values(found.counts).reduce((sum, count) => sum + count, 0) })),
      h('td', { 'data-label': t('state') }, t(STATES[found.state]))));
    at.replaceChildren(h('section', { class: 'card' }, h('h2', {}, t('importEarlier')), h('p', { class: 'hint' }, t('importEarlierHint')),
      h('table', { class: 'rows' },
        h('thead', {}, h('tr', {}, ['importBegun', 'importWhat', 'person', 'reason', 'importCount', 'state'].map((word) => h('th', { scope: 'col', class: word === 'importCount' ? 'numeric' : null }, t(word))))),
        h('tbody', {}, rows))));
  } catch (failure) {
    if (!over.aborted) at.replaceChildren(h('p', { class: 'hint' }, trouble(failure)));
  }
}

/** One import: its plan, and once that was applied its result. */
function one(at, id, over) {
  let view = null;
  let isLeft = false;
  const below = h('div', { class: 'preview' });
  const other = h('a', { class: 'button', href: '#/import' }, t('importOther'));
  const what = h('p', { class: 'lead', hidden: true });
  at.append(head(h('div', { class: 'head-actions' }, other)), what, below);

  function show(found) {
    view?.leave();
    if (isLeft) return;
    const kind = kindNamed(found.kind);
    other.href = beginningOf(kind);
    say(what, t('importOf', { kind: t(kind.label) }));
    what.hidden = false;
    view = found.state === 'open' ? new PlanView(found, again) : new ResultView(found, again);
    below.replaceChildren(view.element);
  }

  /** Shows the import as it is by now. */
  async function again() {
    try {
      show(await insist(() => imports.find(id, over), () => { if (!view) below.replaceChildren(h('p', { class: 'hint', role: 'status' }, t('unreachable'))); }, over));
    } catch (failure) {
      if (!over.aborted) below.replaceChildren(alarm(failure instanceof Refused && failure.is('import-not-found') ? t('importForgotten') : trouble(failure)));
    }
  }

  again();
  return {
    leave() {
      isLeft = true;
      view?.leave();
    },
  };
}
