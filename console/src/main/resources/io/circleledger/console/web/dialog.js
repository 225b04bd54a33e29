// A question that has to be answered before anything else.

import { h, newId } from './dom.js';
import { t } from './i18n.js';

/** The dialog that is open, and where in the browser's history it was opened. */
let open = null;

const place = () => window.navigation?.currentEntry?.index ?? null;

/** A step back from a dialog closes it: where that step would leave the console, there is one more before it. */
function keepBack() {
  const { navigation } = window;
  if (navigation && !navigation.entries()[place() - 1]?.sameDocument) history.pushState(history.state, '');
}

/**
 * Opens a dialog. Escape closes it, and the focus goes back to where it was.
 *
 * @param stays whether it takes no way out but an answer: a dialog that nobody may lose
 * @param build given what closes the dialog with an answer, makes its content
 * @returns the answer, or null when it was closed without one
 */
export function ask(title, build, { wide = false, stays = false } = {}) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const id = newId('dialog');
    const around = open;
    let answer = null;
    const close = (given) => { answer = given ?? null; dialog.close(); };
    const dialog = h('dialog', { 'aria-labelledby': id, class: wide ? 'wide' : null });
    dialog.append(
      h('div', { class: 'dialog-head' },
        h('h2', { id }, title),
        stays ? null : h('button', { type: 'button', class: 'quiet close', 'aria-label': t('close'), onclick: () => close() }, '×')),
      ...[build(close)].flat(Infinity).filter(Boolean));
    if (stays) dialog.addEventListener('cancel', (event) => event.preventDefault());
    dialog.addEventListener('close', () => {
      // A browser lets nobody be kept from Escape for ever.
      if (stays && answer === null) return dialog.showModal();
      dialog.remove();
      if (open?.dialog === dialog) open = around;
      if (before?.isConnected) before.focus();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    // To another page one may go under a dialog that stays; it is about all of them.
    if (stays) return focusFirst(dialog);
    keepBack();
    open = { dialog, at: place() };
    focusFirst(dialog);
  });
}

function focusFirst(dialog) {
  const first = dialog.querySelector('[autofocus]');
  first?.focus();
  // What was typed before is replaced by what is typed now.
  if (first?.value) first.select?.();
}

/** Closes the open dialog because the browser went to another page. @returns how many steps lead back to its own, or 0 */
export function left() {
  if (!open?.dialog.open) return 0;
  const now = place();
  const steps = open.at === null || now === null || open.at === now ? 1 : open.at - now;
  open.dialog.close();
  return steps;
}

/** The way out of a dialog. */
export const wayOut = (close) => h('button', { type: 'button', onclick: () => close() }, t('cancel'));

/** What ends a dialog: the way out, and the deed. */
export const actions = (close, ...deeds) => h('div', { class: 'actions' }, wayOut(close), ...deeds);
