// How the server is, in one word in the head of each page.

import * as api from './api.js';
import { h, put, say } from './dom.js';
import { may } from './identity.js';
import { t } from './i18n.js';
import { connection, isOnline } from './live.js';

const LOOK_MILLIS = 30_000;

let known = null;
let timer = null;
const dots = new Set();

/** The dot; for operators the way to what it is about. */
export function healthDot() {
  const word = h('span', {});
  const content = [h('span', { class: 'lamp', 'aria-hidden': 'true' }), word];
  const element = may('operator') ? h('a', { class: 'health-dot', href: '#/health', 'data-place': 'health' }, content) : h('span', { class: 'health-dot' }, content);
  const render = () => {
    const state = isOnline() ? known : 'down';
    element.hidden = state === null;
    put(element, 'class', `health-dot ${state ?? ''}`.trim());
    put(element, 'title', state === null ? null : t(`serverHint_${state}`));
    say(word, state === null ? '' : t(`server_${state}`));
  };
  // There is one head at a time.
  dots.clear();
  dots.add(render);
  render();
  if (timer === null) look();
  return element;
}

const tell = () => dots.forEach((render) => render());

async function look() {
  clearTimeout(timer);
  timer = setTimeout(look, LOOK_MILLIS);
  if (document.hidden) return;
  try {
    const { status } = await api.readiness();
    known = status === 'ready' ? 'up' : status === 'degraded' ? 'degraded' : 'down';
  } catch {
    known = 'down';
  }
  tell();
}

connection.subscribe(() => {
  tell();
  if (timer !== null && isOnline()) look();
});
