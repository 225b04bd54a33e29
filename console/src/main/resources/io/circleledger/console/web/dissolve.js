// Ends a circle, once somebody has written its name.

import * as api from './api.js';
import { actions, ask } from './dialog.js';
import { announce, h, icon, ICONS, newId, say } from './dom.js';
import { t } from './i18n.js';
import { tidyName } from './rules.js';
import { trouble } from './trouble.js';

/** @param done called when the circle is no longer what it was */
export async function dissolveCircle(circle, done) {
  const name = circle.circle_name;
  const key = api.newKey();
  const ended = new AbortController();
  const isOver = await ask(t('dissolveTitle', { name }), (close) => {
    const [id, hint] = [newId('confirm'), newId('hint')];
    const confirm = h('input', { id, autocomplete: 'off', autofocus: true, spellcheck: 'false', 'aria-describedby': hint });
    const state = h('p', { class: 'edit-state', role: 'status' });
    const button = h('button', { type: 'submit', class: 'danger', disabled: true }, t('dissolve'));
    confirm.addEventListener('input', () => { button.disabled = tidyName(confirm.value) !== name; });
    async function submit() {
      button.disabled = true;
      try {
        await api.insist(() => api.dissolve(circle.circle_id, circle.version, key), () => say(state, t('unreachableRetry')), ended.signal);
        close(true);
      } catch (failure) {
        if (ended.signal.aborted) return;
        const isOther = failure instanceof api.Refused && failure.is('version-conflict');
        say(state, isOther
          ? t('dissolveConflict', { version: failure.problem.current_version })
          : trouble(failure));
        if (isOther || (failure instanceof api.Refused && failure.is('circle-dissolved'))) done();
      }
    }
    return h('form', { onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
      h('p', { class: 'warning' }, icon(ICONS.warn), t('dissolveWarning')),
      h('div', { class: 'field' },
        h('label', { for: id }, t('dissolveType')), h('p', { class: 'hint', id: hint }, name), confirm),
      state, actions(close, button));
  });
  ended.abort();
  if (isOver) {
    announce(t('dissolvedNow', { name }));
    done();
  }
}
