// What was sent to the ledger and is not answered yet.
//
// A request that is on its way cannot be called back. So it goes on, whichever page is looked at and also after the page
// was loaded anew, with the same key until it is answered, and what came of it is told: by the place it was sent from, or
// else by a message.

import * as api from './api.js';
import { signal } from './dom.js';
import { t } from './i18n.js';
import { own } from './identity.js';
import { toast } from './toast.js';

/** The server knows a key for a day; after that the same request would be another one. */
const INSIST_MILLIS = 12 * 60 * 60 * 1000;

/** Where it is kept what was sent by this account. */
const place = () => own('sent');

const kinds = new Map();
const pending = new Map();

/** Told when something begins or ends to be on its way. */
export const changed = signal();

export const count = () => pending.size;

/** All that is on its way: what it is in words, since when, whether the server has not taken it yet, and what gives it up. */
export const underWay = () => [...pending.values()];

/** What is on its way under that name, or undefined. */
export const deedOf = (name) => pending.get(name);

window.addEventListener('beforeunload', (event) => { if (pending.size > 0) event.preventDefault(); });

/**
 * A kind of deed, of which each has its data: plain, because it is kept for when the page is loaded anew.
 *
 * @param act sends it once, until its signal gives it up; done again after a failure that may pass
 * @param say what is done, in words
 * @param outcome given {result} or {failure} when nobody waits for it any more; gives the message of it: {text, action, stays}
 * @param ended told of {result} or {failure} in any case
 */
export function kindOfDeed(kind, { act, say, outcome, ended = () => {} }) {
  kinds.set(kind, { act, say, outcome, ended });
}

/**
 * Sends something until it is answered.
 *
 * @param name what it is found by: the circle it changes, or its key
 * @returns the deed: `answer` is a promise of the result; `leave` says that nobody waits for it any more
 */
export const deed = (kind, name, data) => begin({ kind, name, data, since: Date.now() });

/** Goes on with what was on its way when the page was left. */
export function resume() {
  for (const key of stored()) {
    const { kind, name, data, since } = JSON.parse(sessionStorage.getItem(key));
    if (Date.now() - since < INSIST_MILLIS && kinds.has(kind)) begin({ kind, name, data, since }).leave();
    else forget(name);
  }
}

/** Waits for nothing any more: who has sent it signs out. */
export function forgetAll() {
  stored().forEach((key) => sessionStorage.removeItem(key));
  pending.clear();
}

function begin({ kind, name, data, since }) {
  const { act, say, outcome, ended } = kinds.get(kind);
  const over = new AbortController();
  const end = setTimeout(() => over.abort(new api.Unreachable('no answer for half a day')), since + INSIST_MILLIS - Date.now());
  const self = {
    data, since, text: say(data), waiting: signal(), isWaiting: false, isLeft: false,
    leave: () => { self.isLeft = true; }, come: () => { self.isLeft = false; }, giveUp: () => over.abort(new api.GivenUp()),
  };
  keep(name, { kind, name, data, since });
  self.answer = api.insist(() => act(data, over.signal), (failure) => {
    self.waiting.tell(failure);
    if (self.isWaiting) return;
    self.isWaiting = true;
    changed.tell();
  }, over.signal);
  pending.set(name, self);
  changed.tell();
  const answered = (how) => {
    clearTimeout(end);
    if (pending.get(name) === self) pending.delete(name);
    forget(name);
    changed.tell();
    ended(data, how);
    if (!self.isLeft) return;
    if (how.failure instanceof api.GivenUp) return toast(t('gaveUp', { what: self.text }), { stays: true });
    const { text, ...more } = outcome(data, how);
    toast(text, more);
  };
  self.answer.then((result) => answered({ result }), (failure) => answered({ failure }));
  return self;
}

// Storage may be forbidden or full; then a deed lives as long as the page.

function stored() {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(place()));
  } catch {
    return [];
  }
}

function keep(name, what) {
  try {
    sessionStorage.setItem(place() + name, JSON.stringify(what));
  } catch {
    // It is sent all the same.
  }
}

function forget(name) {
  try {
    sessionStorage.removeItem(place() + name);
  } catch {
    // Nothing was kept.
  }
}
