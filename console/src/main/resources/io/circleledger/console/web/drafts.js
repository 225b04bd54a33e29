// Keeps edits that are not recorded yet, so that neither a crash of the server nor of the browser,
// nor a click on another page, loses one.

import { at } from './api.js';

// Two ledgers may be under two paths of one host.
const PREFIX = `${at('')}draft:`;
const held = new Map();
const stored = new Map();

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
  const text = storage(() => localStorage.getItem(PREFIX + id));
  if (!text) return null;
  stored.set(id, text);
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether there is an edit that is not recorded. */
export const hasDraft = (id) => held.has(id) || storage(() => localStorage.getItem(PREFIX + id)) !== null;

export function keepDraft(id, draft) {
  const text = JSON.stringify(draft);
  held.set(id, draft);
  stored.set(id, text);
  storage(() => localStorage.setItem(PREFIX + id, text));
}

/** Forgets the edit of this window; one that another window has kept since stays. */
export function dropDraft(id) {
  held.delete(id);
  storage(() => {
    const text = localStorage.getItem(PREFIX + id);
    if (text !== null && (!stored.has(id) || stored.get(id) === text)) localStorage.removeItem(PREFIX + id);
  });
  stored.delete(id);
}

export const recall = (name) => storage(() => localStorage.getItem(name));

export const remember = (name, value) => storage(() =>
  value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value));
