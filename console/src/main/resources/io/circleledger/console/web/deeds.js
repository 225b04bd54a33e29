// What was sent to the ledger and is not answered yet.
//
// A request that is on its way cannot be called back. So it goes on, whichever page is looked at, with the same key
// until it is answered, and what came of it is told: by the place it was sent from, or else by a message.

import * as api from './api.js';
import { signal } from './dom.js';
import { toast } from './toast.js';

/** The server knows a key for a day; after that the same request would be another one. */
const INSIST_MILLIS = 12 * 60 * 60 * 1000;

const pending = new Map();

/** Told when something begins or ends to be on its way. */
export const changed = signal();

export const count = () => pending.size;

/** What is on its way under that name, or undefined. */
export const deedOf = (name) => pending.get(name);

window.addEventListener('beforeunload', (event) => { if (pending.size > 0) event.preventDefault(); });

/**
 * Sends something until it is answered.
 *
 * @param name what it is found by: the circle it changes, or its key
 * @param act sends it once; done again after a failure that may pass
 * @param kept what whoever looks at it again needs to know of it
 * @param outcome given {result} or {failure} when nobody waits for it any more; gives the message of it: {text, action, stays}
 * @returns the deed: `answer` is a promise of the result; `leave` says that nobody waits for it any more
 */
export function deed({ name, act, kept = {}, outcome }) {
  const over = new AbortController();
  const end = setTimeout(() => over.abort(new api.Unreachable('no answer for half a day')), INSIST_MILLIS);
  const self = { name, kept, waiting: signal(), isLeft: false, leave: () => { self.isLeft = true; }, come: () => { self.isLeft = false; } };
  self.answer = api.insist(act, (failure) => self.waiting.tell(failure), over.signal);
  pending.set(name, self);
  changed.tell();
  const ended = (how) => {
    clearTimeout(end);
    if (pending.get(name) === self) pending.delete(name);
    changed.tell();
    if (!self.isLeft) return;
    const { text, ...more } = outcome(how);
    toast(text, more);
  };
  self.answer.then((result) => ended({ result }), (failure) => ended({ failure }));
  return self;
}
