// Says for a moment what was done, for those who see the page and those who hear it, and offers the way back.

import { h } from './dom.js';
import { t } from './i18n.js';

const AT_ONCE = 3;
const SHOWN_MILLIS = 7_000;
const WITH_ACTION_MILLIS = 12_000;
const LOOK_MILLIS = 250;

/** The place of the messages. It is there from the beginning: a live region that comes with its first words is not read. */
const place = h('div', { class: 'toasts', role: 'status', 'aria-atomic': 'false', 'aria-relevant': 'additions' });
const shown = new Map();
let clock = null;

document.body.append(place);

/**
 * Shows a message.
 *
 * @param action what can be done about it: its text, and `run` or `href`; with `undoes` if Ctrl+Z does it, too:
 *   for what was only thrown away, and not for what was recorded
 * @param stays whether it stays until it is closed, because nobody may miss it
 * @returns what takes it away
 */
export function toast(text, { action = null, stays = false } = {}) {
  const element = h('div', { class: 'toast' }, h('p', {}, text));
  const close = () => remove(element);
  if (action) element.append(actionOf(action, close));
  element.append(h('button', { type: 'button', class: 'quiet close', 'aria-label': t('closeMessage'), onclick: close }, '×'));
  element.addEventListener('focusin', ({ relatedTarget }) => {
    if (relatedTarget && !place.contains(relatedTarget)) shown.get(element).before = relatedTarget;
  });
  shown.set(element, { left: stays ? Infinity : action ? WITH_ACTION_MILLIS : SHOWN_MILLIS, before: null, undo: action?.undoes ? () => { close(); action.run(); } : null });
  place.append(element);
  if (shown.size > AT_ONCE) remove(leastNeeded());
  clock ??= setInterval(tick, LOOK_MILLIS);
  return close;
}

function actionOf({ text, run, href }, close) {
  if (href) return h('a', { href, onclick: close }, text);
  return h('button', { type: 'button', class: 'link', onclick: () => { close(); run(); } }, text);
}

/** Brings back what was thrown away last. @returns whether there was something */
export function undoLast() {
  const undo = [...shown.values()].findLast((message) => message.undo)?.undo;
  undo?.();
  return Boolean(undo);
}

/** The oldest of those that would go by themselves, or else the oldest. */
function leastNeeded() {
  const all = [...shown];
  return (all.find(([, { left }]) => left < Infinity) ?? all[0])[0];
}

/** Time runs only while somebody can see a message and come to it, and not while they are on one. */
function tick() {
  if (document.hidden || place.matches(':hover, :focus-within') || document.querySelector('dialog[open]')) return;
  for (const [element, message] of shown) {
    message.left -= LOOK_MILLIS;
    if (message.left <= 0) remove(element);
  }
}

function remove(element) {
  const message = shown.get(element);
  if (!message) return;
  const wasHere = element.contains(document.activeElement);
  shown.delete(element);
  element.remove();
  // Whoever was on it goes back to where they came from.
  if (wasHere) (message.before?.isConnected ? message.before : document.querySelector('main h1'))?.focus();
  if (shown.size === 0) {
    clearInterval(clock);
    clock = null;
  }
}
