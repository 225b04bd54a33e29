// What the accounts are called that have recorded something. The ledger keeps their ids, and says their names when asked.

import { batched } from './batches.js';
import { names } from './identityapi.js';
import { isOpen } from './identity.js';
import { person, t } from './i18n.js';

/** As many as the server answers at once. */
const AT_ONCE = 100;
/** A name may become another one. */
const KNOWN_MILLIS = 5 * 60 * 1000;
const WAIT_MILLIS = 3000;

/** What was told of each actor, and until when it is not asked anew: its name, '' for an erased account, null where it is no account. */
const known = new Map();

const isFresh = (actor) => known.get(actor)?.until > Date.now();

/** Asks for the names of these actors that are not known yet. That they cannot be had is no reason not to show the rest. */
export async function learn(actors, abort) {
  if (isOpen()) return;
  const wanted = [...new Set(actors)].filter((actor) => actor && actor !== 'anonymous' && !isFresh(actor));
  for (const ids of batched(wanted, 'id', AT_ONCE)) {
    try {
      const told = await within(names(ids), abort);
      ids.forEach((id) => known.set(id, { name: told[id] ?? null, until: Date.now() + KNOWN_MILLIS }));
    } catch {
      return;
    }
  }
}

/** Who an actor is, as people read it. */
export function actorName(actor) {
  const name = known.get(actor)?.name;
  return name === '' ? t('erasedAccount') : name ?? person(actor);
}

/** Whether it can be said who an actor is. */
export const isNamed = (actor) => actorName(actor) !== t('someone');

/** Does not wait longer than somebody who looks at a page would. */
const within = (answer, abort) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error('no names in time')), WAIT_MILLIS);
  abort?.addEventListener('abort', () => reject(abort.reason));
  answer.then(resolve, reject);
});
