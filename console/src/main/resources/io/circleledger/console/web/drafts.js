// Keeps edits that are not recorded yet, so that neither a crash of the server nor of the browser,
// nor a click on another page, loses one.

import { signal } from './dom.js';
import { own } from './identity.js';

/** An edit that nobody has looked after for longer is not kept: the next person may sit at this computer. */
const KEPT_MILLIS = 30 * 24 * 60 * 60 * 1000;

/** Told when there is another edit, or one less. */
export const draftChanged = signal();

const held = new Map();
const stored = new Map();
let isClosed = false;

const placeOf = (id) => own('draft') + id;

function storage(call) {
  try {
    return call();
  } catch {
    return null; // Storage may be forbidden or full; then the edit lives as long as the page.
  }
}

/** The edit of a circle: what it was made on, and what it says. */
export function draftOf(id) {
  if (held.has(id)) return held.get(id);
  const text = storage(() => localStorage.getItem(placeOf(id)));
  if (!text) return null;
  stored.set(id, text);
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether there is an edit that is not recorded. */
export const hasDraft = (id) => held.has(id) || storage(() => localStorage.getItem(placeOf(id))) !== null;

export function keepDraft(id, draft) {
  if (isClosed) return;
  const text = JSON.stringify({ ...draft, at: Date.now() });
  const isNew = !hasDraft(id);
  held.set(id, draft);
  stored.set(id, text);
  storage(() => localStorage.setItem(placeOf(id), text));
  if (isNew) draftChanged.tell();
}

/** Forgets the edit of this window; one that another window has kept since stays. */
export function dropDraft(id) {
  held.delete(id);
  storage(() => {
    const text = localStorage.getItem(placeOf(id));
    if (text !== null && (!stored.has(id) || stored.get(id) === text)) localStorage.removeItem(placeOf(id));
  });
  stored.delete(id);
  draftChanged.tell();
}

const kept = () => storage(() => Object.keys(localStorage).filter((key) => key.startsWith(own('draft')))) ?? [];

/** The edits of circles that are not recorded, the latest first. Those that are too old are forgotten. */
export function allDrafts() {
  const begin = own('draft');
  const ids = new Set([...held.keys(), ...kept().map((key) => key.slice(begin.length))]);
  const drafts = [...ids].map((id) => ({ id, draft: storage(() => JSON.parse(localStorage.getItem(placeOf(id)))) ?? held.get(id) }))
    .filter(({ draft }) => draft?.base);
  const isOld = ({ id, draft }) => !held.has(id) && draft.at < Date.now() - KEPT_MILLIS;
  drafts.filter(isOld).forEach(({ id }) => storage(() => localStorage.removeItem(placeOf(id))));
  return drafts.filter((each) => !isOld(each)).sort((one, other) => (other.draft.at ?? 0) - (one.draft.at ?? 0));
}

/** How many edits are not recorded. */
export const countDrafts = () => new Set([...held.keys(), ...kept().map((key) => key.slice(own('draft').length))]).size;

/** Keeps nothing from now on: somebody else may be next at this computer. */
export function closeDrafts() {
  isClosed = true;
}

/** Forgets the edits of who signs out. */
export function forgetDrafts() {
  closeDrafts();
  kept().forEach((key) => storage(() => localStorage.removeItem(key)));
  held.clear();
}

export const recall = (name) => storage(() => localStorage.getItem(name));

export const remember = (name, value) => storage(() =>
  value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value));
