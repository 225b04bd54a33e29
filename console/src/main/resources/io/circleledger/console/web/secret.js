// Shows what is shown once, and takes care that nobody closes it before it is copied.

import { ask } from './dialog.js';
import { h, newId, say } from './dom.js';
import { t } from './i18n.js';

/** Shows a link or a token until somebody says that it is kept. @param hint says what it is for, and for how long */
export function showOnce(title, secret, hint) {
  return ask(title, (close) => {
    const id = newId('secret');
    const field = h('input', { id, readonly: true, value: secret, spellcheck: 'false', class: 'secret', onfocus: () => field.select() });
    const state = h('p', { class: 'hint', role: 'status' });
    const copy = h('button', { type: 'button', class: 'primary', autofocus: true, onclick: take }, t('copy'));
    async function take() {
      try {
        await navigator.clipboard.writeText(secret);
        say(state, t('copied'));
      } catch {
        // A browser may forbid it, as of a page that came by plain HTTP.
        field.focus();
        say(state, t('copyByHand'));
      }
    }
    return [
      h('p', {}, hint),
      h('label', { for: id, class: 'unseen' }, title), field, state,
      h('p', { class: 'warning' }, t('shownOnce')),
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => close(true) }, t('done')), copy),
    ];
  }, { wide: true, stays: true });
}
