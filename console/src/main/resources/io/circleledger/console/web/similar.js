// The circles that have a name much like the one that is typed for a new circle.

import * as api from './api.js';
import { debounced, h } from './dom.js';
import { t } from './i18n.js';
import { tidyName } from './rules.js';

const TYPING_MILLIS = 200;
const NAMED = 3;
const LOOKED_AT = 50;

/** How long somebody who creates a circle waits for what is like it. */
const PATIENCE_MILLIS = 5000;

const place = (circle) => `#/circle/${encodeURIComponent(circle.circle_id)}`;

/**
 * The circles whose name is like the one that is typed.
 *
 * @param open told of the one that is gone to; @param found told whether one has the same name, as the ledger takes names
 */
export function similarOnes(name, ended, { open, found }) {
  const element = h('div', { class: 'similar', role: 'status' });
  let asked = null;
  let seen = null;

  async function see(wanted, abort) {
    const circles = await alike(wanted, abort);
    const isSame = circles.length > 0 && await hasName(circles, wanted, abort);
    seen = wanted;
    found(isSame);
    element.replaceChildren(...(circles.length === 0 ? [] : [
      h('p', {}, t('similar')),
      h('ul', {}, circles.map((circle) => h('li', {},
        h('a', { href: place(circle), onclick: (event) => visit(event, circle) }, circle.circle_name),
        ' ', h('small', {}, t('people', { count: circle.capacity })))))]));
  }

  /** Looks once for what is typed; what was asked for another name is of no interest any more. */
  function ask() {
    const wanted = tidyName(name.value);
    if (asked?.wanted === wanted) return asked.over;
    asked?.abort.abort();
    const mine = asked = { wanted, abort: new AbortController() };
    mine.over = see(wanted, AbortSignal.any([mine.abort.signal, ended])).catch(() => {
      // A warning that cannot be had is no reason to stop.
      if (asked === mine) element.replaceChildren();
    }).finally(() => { if (asked === mine) asked = null; });
    return mine.over;
  }

  const look = debounced(TYPING_MILLIS, ask);
  const isSettled = () => seen === tidyName(name.value);
  // Sees to it that what is said is of the name that is there now, as far as it can be known in time.
  const settle = async () => { if (!isSettled()) await Promise.race([ask(), passed(PATIENCE_MILLIS)]); };
  const visit = (event, circle) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(circle);
  };
  let composing = false;
  name.addEventListener('compositionstart', () => { composing = true; });
  name.addEventListener('compositionend', () => { composing = false; look(); });
  name.addEventListener('input', () => { if (!composing) look(); });
  return { element, look, isSettled, settle };
}

const passed = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });

/** Whether the ledger takes the name of one of some circles for the same as that one. */
async function hasName(circles, name, abort) {
  const [wanted, ...names] = await api.foldings([name, ...circles.map((circle) => circle.circle_name)], abort);
  return names.includes(wanted);
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
