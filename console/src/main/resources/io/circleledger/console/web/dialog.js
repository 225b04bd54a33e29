// A question that has to be answered before anything else.

import { h, newId } from './dom.js';
import { t } from './i18n.js';

/**
 * Opens a dialog. Escape closes it, and the focus goes back to where it was.
 *
 * @param build given what closes the dialog with an answer, makes its content
 * @returns the answer, or null when it was closed without one
 */
export function ask(title, build, { wide = false } = {}) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const id = newId('dialog');
    let answer = null;
    const close = (given) => { answer = given ?? null; dialog.close(); };
    const dialog = h('dialog', { 'aria-labelledby': id, class: wide ? 'wide' : null });
    dialog.append(
      h('div', { class: 'dialog-head' },
        h('h2', { id }, title),
        h('button', { type: 'button', class: 'quiet close', 'aria-label': t('close'), onclick: () => close() }, '×')),
      ...[build(close)].flat());
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('[autofocus]')?.focus();
  });
}

/** What ends a dialog: the way out, and the deed. */
export const actions = (close, ...deeds) =>
  h('div', { class: 'actions' },
    h('button', { type: 'button', onclick: () => close() }, t('cancel')), ...deeds);
