// Makes a circle, and says when there is one much like it.

import * as api from './api.js';
import { ask } from './dialog.js';
import { announce, debounced, h, newId, put, say } from './dom.js';
import { draftOf, dropDraft, keepDraft } from './drafts.js';
import { t } from './i18n.js';
import { capacityFault, nameFault, readCapacity, tidyName } from './rules.js';
import { trouble } from './trouble.js';

const TYPING_MILLIS = 200;
const NAMED = 3;
const LOOKED_AT = 50;
const DRAFT = 'new';

export async function createCircle() {
  const made = await ask(t('createTitle'), form);
  if (!made) return;
  announce(t('createdNow', { name: made.name }));
  location.hash = `#/circle/${encodeURIComponent(made.circle_id)}`;
}

/** What is typed outlives a closed dialog and a lost page; it ends with the circle, or with "Cancel". */
function form(closed) {
  const close = (made) => {
    dropDraft(DRAFT);
    closed(made);
  };
  const ended = new AbortController();
  const ids = { name: newId('name'), capacity: newId('capacity'), nameFault: newId('fault'), capacityFault: newId('fault'), similar: newId('similar') };
  const name = h('input', { id: ids.name, autocomplete: 'off', maxlength: '200', autofocus: true, 'aria-describedby': `${ids.nameFault} ${ids.similar}` });
  const capacity = h('input', { id: ids.capacity, inputmode: 'numeric', autocomplete: 'off', class: 'number', maxlength: '9', 'aria-describedby': ids.capacityFault });
  const nameWrong = h('p', { class: 'fault', id: ids.nameFault });
  const capacityWrong = h('p', { class: 'fault', id: ids.capacityFault });
  const similar = h('div', { class: 'similar', id: ids.similar, role: 'status' });
  const state = h('p', { class: 'edit-state', role: 'status' });
  const button = h('button', { type: 'submit', class: 'primary' }, t('create'));
  // The same circle has the same key, however often it is sent; another one has another.
  const kept = draftOf(DRAFT);
  let key = kept?.key ?? api.newKey();
  let asked = null;

  const look = debounced(TYPING_MILLIS, async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const found = await alike(tidyName(name.value), AbortSignal.any([asked.signal, ended.signal]));
      similar.replaceChildren(...(found.length === 0 ? [] : [
        h('p', {}, t('similar')),
        h('ul', {}, found.map((circle) => h('li', {},
          h('a', { href: `#/circle/${encodeURIComponent(circle.circle_id)}`, onclick: () => closed() }, circle.circle_name),
          ' ', h('small', {}, t('people', { count: circle.capacity })))))]));
    } catch {
      similar.replaceChildren(); // A warning that cannot be had is no reason to stop.
    }
  });
  let composing = false;
  name.addEventListener('compositionstart', () => { composing = true; });
  name.addEventListener('compositionend', () => { composing = false; look(); });
  const typed = () => {
    key = api.newKey();
    keepDraft(DRAFT, { name: name.value, capacity: capacity.value, key });
  };
  name.addEventListener('input', () => { typed(); show(nameWrong, name, null); if (!composing) look(); });
  capacity.addEventListener('input', () => { typed(); show(capacityWrong, capacity, null); });
  if (kept) {
    [name.value, capacity.value] = [kept.name, kept.capacity];
    look();
  }

  function show(at, input, fault) {
    say(at, fault ? t(fault) : '');
    put(input, 'aria-invalid', fault ? 'true' : null);
  }

  async function submit() {
    const faults = [nameFault(name.value), capacityFault(capacity.value)];
    show(nameWrong, name, faults[0]);
    show(capacityWrong, capacity, faults[1]);
    if (faults[0]) return name.focus();
    if (faults[1]) return capacity.focus();
    button.disabled = true;
    [name, capacity].forEach((input) => { input.readOnly = true; });
    say(button, t('creating'));
    const fields = { name: name.value, capacity: readCapacity(capacity.value) };
    try {
      const made = await api.insist(() => api.create(fields, key), () => say(state, t('unreachableRetry')), ended.signal);
      close({ ...made, name: tidyName(name.value) });
    } catch (failure) {
      if (ended.signal.aborted) return;
      say(state, trouble(failure));
      say(button, t('create'));
      button.disabled = false;
      [name, capacity].forEach((input) => { input.readOnly = false; });
    }
  }

  const element = h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
    h('div', { class: 'field' }, h('label', { for: ids.name }, t('name')), name, nameWrong, similar),
    h('div', { class: 'field' }, h('label', { for: ids.capacity }, t('capacity')), capacity, capacityWrong),
    state, h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => close(null) }, t('cancel')), button));
  requestAnimationFrame(() => element.closest('dialog')?.addEventListener('close', () => ended.abort()));
  return element;
}

const plain = (text) => text.normalize('NFKC').toLowerCase();

/** The same name is nearest, then one that begins like it. */
function distance({ circle_name: name }, q) {
  if (plain(name) === plain(q)) return 0;
  return plain(name).startsWith(plain(q)) ? 1 : 2;
}

/** Circles whose name has this one in it, or at least its beginning. */
async function alike(name, abort) {
  if ([...name].length < 2) return [];
  const search = async (q) => {
    const found = (await api.page(api.circlesPath({ q, limit: LOOKED_AT, sort: 'name', order: 'asc' }), abort)).data;
    return found.sort((one, other) => distance(one, q) - distance(other, q)).slice(0, NAMED);
  };
  const found = await search(name);
  const letters = [...name];
  return found.length > 0 || letters.length < 4 ? found : search(letters.slice(0, Math.ceil(letters.length / 2)).join('').trim());
}
