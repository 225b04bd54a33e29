// The circles that have a name much like the one that is typed for a new circle.

import * as api from './api.js';
import { debounced, h } from './dom.js';
import { t } from './i18n.js';
import { tidyName } from './rules.js';

const TYPING_MILLIS = 200;
const NAMED = 3;
const LOOKED_AT = 50;

const place = (circle) => `#/circle/${encodeURIComponent(circle.circle_id)}`;

/** The circles whose name is like the one that is typed. @param open told of the one that is gone to; @param found told whether one has the very same name */
export function similarOnes(name, ended, { open, found }) {
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
