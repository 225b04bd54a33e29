// Makes a circle, and says when there is one much like it.

import * as api from './api.js';
import { deed, deedOf, kindOfDeed } from './deeds.js';
import { ask, wayOut } from './dialog.js';
import { debounced, h, newId, put, say } from './dom.js';
import { draftOf, dropDraft, keepDraft } from './drafts.js';
import { t } from './i18n.js';
import { capacityFault, nameFault, readCapacity, tidyName } from './rules.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const TYPING_MILLIS = 200;
const NAMED = 3;
const LOOKED_AT = 50;
const DRAFT = 'new';

const place = (circle) => `#/circle/${encodeURIComponent(circle.circle_id)}`;

export async function createCircle() {
  const sent = { deed: null };
  const ended = new AbortController();
  const made = await ask(t('createTitle'), (close) => form(sent, close, ended.signal));
  ended.abort();
  // A circle that is on its way cannot be called back: what comes of it is told when it is known.
  if (!made) return sent.deed?.leave();
  if (made.isNew) toast(t('createdNow', { name: made.name }));
  location.hash = place(made);
}

// The same circle has the same key, however often it is sent; another one has another.
kindOfDeed('create', {
  act: ({ name, capacity, key }) => api.create({ name, capacity }, key),
  outcome: ({ name }, { result, failure }) => (failure
    ? { text: t('createFailed', { name, why: trouble(failure) }), action: { text: t('backToInput'), run: createCircle }, stays: true }
    : { text: t('createdNow', { name }), action: { text: t('open'), href: place(result) } }),
  ended: ({ key }, { result }) => { if (result && draftOf(DRAFT)?.key === key) dropDraft(DRAFT); },
});

/** What is typed outlives a closed dialog and a lost page; it ends with the circle, or with "Cancel". */
function form(sent, close, ended) {
  const name = field('name', { autocomplete: 'off', maxlength: '200', autofocus: true });
  const capacity = field('capacity', { inputmode: 'numeric', autocomplete: 'off', class: 'number', maxlength: '9' }, t('capacityHint'));
  let isTaken = false;
  const similar = similarOnes(name.input, ended, {
    open: (circle) => close({ ...circle, isNew: false }),
    found: (isSame) => { isTaken = isSame; busy(button.disabled); },
  });
  const state = h('p', { class: 'edit-state', role: 'status' });
  const button = h('button', { type: 'submit', class: 'primary' }, t('create'));
  const cancel = wayOut(() => {
    if (!sent.deed) giveUp();
    close();
  });
  const kept = keptDraft();
  const restored = h('p', { class: 'restored', hidden: !kept }, t('inputRestored'), ' ',
    h('button', { type: 'button', class: 'link', onclick: clear }, t('clearInput')));
  let key = kept?.key ?? api.newKey();
  [name, capacity].forEach((part) => part.input.addEventListener('input', () => {
    key = api.newKey();
    keepDraft(DRAFT, { name: name.input.value, capacity: capacity.input.value, key });
    part.fault(null);
  }));
  if (kept) {
    [name.input.value, capacity.input.value] = [kept.name, kept.capacity];
    similar.look();
  }

  function clear() {
    dropDraft(DRAFT);
    key = api.newKey();
    [name.input.value, capacity.input.value] = ['', ''];
    restored.hidden = true;
    similar.look();
    name.input.focus();
  }

  async function submit() {
    const faults = [nameFault(name.input.value), capacityFault(capacity.input.value)];
    name.fault(faults[0]);
    capacity.fault(faults[1]);
    if (faults[0]) return name.input.focus();
    if (faults[1]) return capacity.input.focus();
    busy(true);
    say(state, t('creatingHint'));
    const wanted = { name: tidyName(name.input.value), capacity: readCapacity(capacity.input.value) };
    sent.deed = deed('create', key, { ...wanted, key });
    sent.deed.waiting.subscribe((failure) => say(state, t(failure instanceof api.Unreachable ? 'unreachableRetry' : 'willRetry')));
    try {
      close({ ...(await sent.deed.answer), name: wanted.name, isNew: true });
    } catch (failure) {
      sent.deed = null;
      busy(false);
      say(state, trouble(failure));
    }
  }

  function busy(isBusy) {
    button.disabled = isBusy;
    [name, capacity].forEach((part) => { part.input.readOnly = isBusy; });
    say(button, t(isBusy ? 'creating' : isTaken ? 'createAnyway' : 'create'));
    say(cancel, t(isBusy ? 'close' : 'cancel'));
    if (isBusy) restored.hidden = true;
  }

  // The circles that are like it come after the fields: Tab leads from one field to the next.
  return h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
    restored, name.element, capacity.element, similar.element,
    state, h('div', { class: 'actions' }, cancel, button));
}

/** Throws away what was typed, and offers to bring it back. */
function giveUp() {
  const lost = keptDraft();
  dropDraft(DRAFT);
  if (!lost) return;
  toast(t('inputDiscarded'), { action: { text: t('undo'), undoes: true, run: () => { keepDraft(DRAFT, lost); createCircle(); } } });
}

/** What was typed before; what is on its way is no longer to be typed. */
function keptDraft() {
  const kept = draftOf(DRAFT);
  return kept && !deedOf(kept.key) && (kept.name || kept.capacity) ? kept : null;
}

function field(what, attributes, hint = null) {
  const [fieldId, faultId, hintId] = [newId(what), newId('fault'), newId('hint')];
  const input = h('input', { id: fieldId, 'aria-describedby': hint ? `${hintId} ${faultId}` : faultId, ...attributes });
  const wrong = h('p', { class: 'fault', id: faultId });
  return {
    input,
    element: h('div', { class: 'field' }, h('label', { for: fieldId }, t(what)), input, hint && h('p', { class: 'hint', id: hintId }, hint), wrong),
    fault(fault) {
      say(wrong, fault ? t(fault) : '');
      put(input, 'aria-invalid', fault ? 'true' : null);
    },
  };
}

/** The circles whose name is like the one that is typed. @param found told whether one has the very same */
function similarOnes(name, ended, { open, found }) {
  const element = h('div', { class: 'similar', role: 'status' });
  let asked = null;
  const look = debounced(TYPING_MILLIS, async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const wanted = tidyName(name.value);
      const circles = await alike(wanted, AbortSignal.any([asked.signal, ended]));
      found(circles.some((circle) => distance(circle, wanted) === 0));
      element.replaceChildren(...(circles.length === 0 ? [] : [
        h('p', {}, t('similar')),
        h('ul', {}, circles.map((circle) => h('li', {},
          h('a', { href: place(circle), onclick: (event) => visit(event, circle) }, circle.circle_name),
          ' ', h('small', {}, t('people', { count: circle.capacity })))))]));
    } catch {
      element.replaceChildren(); // A warning that cannot be had is no reason to stop.
    }
  });
  const visit = (event, circle) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(circle);
  };
  let composing = false;
  name.addEventListener('compositionstart', () => { composing = true; });
  name.addEventListener('compositionend', () => { composing = false; look(); });
  name.addEventListener('input', () => { if (!composing) look(); });
  return { element, look };
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
