// Keeps edits that are not recorded yet, so that neither a crash of the server nor of the browser,
// nor a click on another page, loses one.

import { own } from './identity.js';

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
  const text = JSON.stringify(draft);
  held.set(id, draft);
  stored.set(id, text);
  storage(() => localStorage.setItem(placeOf(id), text));
}

/** Forgets the edit of this window; one that another window has kept since stays. */
export function dropDraft(id) {
  held.delete(id);
  storage(() => {
    const text = localStorage.getItem(placeOf(id));
    if (text !== null && (!stored.has(id) || stored.get(id) === text)) localStorage.removeItem(placeOf(id));
  });
  stored.delete(id);
}

const kept = () => storage(() => Object.keys(localStorage).filter((key) => key.startsWith(own('draft')))) ?? [];

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
