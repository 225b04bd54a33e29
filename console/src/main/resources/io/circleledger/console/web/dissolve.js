// Ends a circle, once somebody has written its name.

import * as api from './api.js';
import { deed, kindOfDeed } from './deeds.js';
import { ask, wayOut } from './dialog.js';
import { h, icon, ICONS, newId, say } from './dom.js';
import { t } from './i18n.js';
import { canBeTyped, firstCharacters, NAME_MAX, REASON_MAX, tidyName } from './rules.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

/** @param done called when the circle is no longer what it was */
export async function dissolveCircle(circle, done) {
  const sent = { key: api.newKey(), reason: '', deed: null };
  const isOver = await ask(t('dissolveTitle', { name: circle.circle_name }), (close) => form(circle, sent, close, done));
  if (isOver) {
    toast(t('dissolvedNow', { name: circle.circle_name }), { action: { text: t('undo'), run: () => takeBack(circle, done) } });
    done();
  } else if (sent.deed) {
    // It cannot be called back: what comes of it is told when it is known.
    sent.deed.leave();
    sent.deed.answer.then(done, done);
  }
}

/** Makes a circle live again with the people it had, under one key until that is answered. */
async function takeBack({ circle_id: id }, done) {
  const once = { key: api.newKey() };
  try {
    const { reinstate } = await import('./peopleapi.js');
    await api.insist(() => reinstate(id, once));
    toast(t('undone'));
  } catch (failure) {
    toast(t('undoFailed', { why: trouble(failure) }), { stays: true });
  }
  done();
}

const isConflict = (failure) => failure instanceof api.Refused && failure.is('version-conflict');

const whyNot = (failure) =>
  (isConflict(failure) ? t('dissolveConflict', { version: failure.problem.current_version }) : trouble(failure));

kindOfDeed('dissolve', {
  act: ({ id, version, key, reason }, abort) => api.dissolve(id, version, key, reason, abort),
  say: ({ name }) => t('deedDissolve', { name }),
  outcome: ({ id, name }, { failure }) => (failure
    ? { text: t('dissolveFailed', { name, why: whyNot(failure) }), action: { text: t('open'), href: `#/circle/${encodeURIComponent(id)}` }, stays: true }
    : { text: t('dissolvedNow', { name }) }),
});

function form(circle, sent, close, done) {
  const [id, hint, reasonId] = [newId('confirm'), newId('hint'), newId('reason')];
  const confirm = h('input', { id, autocomplete: 'off', autofocus: true, spellcheck: 'false', 'aria-describedby': hint });
  const reason = h('input', { id: reasonId, autocomplete: 'off' });
  const state = h('p', { class: 'edit-state', role: 'status' });
  const button = h('button', { type: 'submit', class: 'danger', disabled: true }, t('dissolve'));
  const cancel = wayOut(close);
  let isStale = false;
  const name = circle.circle_name;
  // A name that nobody can type is confirmed by the beginning of the circle's id.
  const wanted = canBeTyped(name) ? name : circle.circle_id.slice(0, 8);
  confirm.addEventListener('input', () => {
    if (!isStale) say(state, '');
    button.disabled = isStale || tidyName(confirm.value) === '';
  });

  /** Whether it is what was to be typed, or a name that the ledger takes for the same. */
  async function isMeant(typed) {
    if (typed === wanted) return true;
    return wanted === name && api.isSameName(firstCharacters(typed, 2 * NAME_MAX), name);
  }

  async function submit() {
    button.disabled = true;
    try {
      const isSure = await isMeant(tidyName(confirm.value));
      // Nothing was sent yet, so whoever has closed the dialog meanwhile has cancelled it.
      if (!confirm.isConnected) return;
      if (!isSure) return say(state, t('dissolveOtherName'));
    } catch (failure) {
      button.disabled = false;
      return say(state, trouble(failure));
    }
    [confirm, reason].forEach((field) => { field.readOnly = true; });
    say(cancel, t('close'));
    say(state, t('dissolving'));
    const said = firstCharacters(tidyName(reason.value), REASON_MAX);
    // With another reason it is another request.
    if (said !== sent.reason) [sent.key, sent.reason] = [api.newKey(), said];
    sent.deed = deed('dissolve', sent.key, { id: circle.circle_id, name: circle.circle_name, version: circle.version, key: sent.key, reason: said });
    sent.deed.waiting.subscribe((failure) => say(state, t(failure instanceof api.Unreachable ? 'unreachableRetry' : 'willRetry')));
    try {
      await sent.deed.answer;
      close(true);
    } catch (failure) {
      sent.deed = null;
      [confirm, reason].forEach((field) => { field.readOnly = false; });
      say(cancel, t('cancel'));
      say(state, whyNot(failure));
      // Of a circle that has become another one, somebody has to look at that first.
      isStale = isConflict(failure) || (failure instanceof api.Refused && failure.is('circle-dissolved'));
      if (isStale) done();
      else button.disabled = false;
    }
  }

  return h('form', { onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
    h('p', { class: 'warning' }, icon(ICONS.warn), t('dissolveWarning')),
    h('div', { class: 'field' },
      h('label', { for: id }, t('dissolveType')), h('p', { class: 'hint', id: hint }, wanted), confirm),
    h('div', { class: 'field' }, h('label', { for: reasonId }, t('dissolveReason')), reason),
    state, h('div', { class: 'actions' }, cancel, button));
}
