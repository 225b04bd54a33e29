// What a browser remembers of the files it has imported, so that an import can be continued days later.

import { recall, remember } from './drafts.js';
import { own } from './identity.js';

const placeOf = (file) => own('import') + file;

/** How many files are remembered; the ones not touched for longest are forgotten first. */
const FILES = 10;

/**
 * What is remembered of a file.
 *
 * - run: begins the keys of its requests
 * - at: when it was last worked on
 * - isOver: whether it was imported to the end
 * - imported: the circles that came of its rows, by row
 * - edits, choices: what somebody typed and chose, by row
 * - columns: which columns somebody chose
 */
export function recallImport(file) {
  const text = recall(placeOf(file));
  if (!text) return null;
  const done = /^done (.*)$/.exec(text);
  const nothing = { imported: new Map(), edits: new Map(), choices: new Map(), columns: null };
  // As the console wrote it before it kept what came of each row.
  if (done) return { run: null, at: done[1], isOver: true, ...nothing };
  if (!text.startsWith('{')) return { run: text, at: null, isOver: false, ...nothing };
  try {
    const kept = JSON.parse(text);
    return { ...kept, imported: new Map(kept.imported), edits: new Map(kept.edits), choices: new Map(kept.choices) };
  } catch {
    return null;
  }
}

export function rememberImport(file, { run, isOver, imported, edits, choices, columns }) {
  const kept = {
    run, at: new Date().toISOString(), isOver, imported: [...imported], edits: [...edits], choices: [...choices], columns,
  };
  remember(placeOf(file), JSON.stringify(kept));
  forgetOldest();
}

function forgetOldest() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(placeOf('')));
    if (names.length <= FILES) return;
    const touched = (name) => recallImport(name.slice(placeOf('').length))?.at ?? '';
    names.sort((one, other) => touched(one).localeCompare(touched(other))).slice(0, names.length - FILES).forEach((name) => remember(name, null));
  } catch {
    // Storage is forbidden here: there is nothing to forget.
  }
}

/** A name for a file's content: its length and two sums over its bytes, much like FNV-1a. It is no secret, and two files of one person hardly share one. */
export function fingerprint(bytes) {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 0x01000193) >>> 0;
    high = Math.imul(high ^ (byte + 1), 0x5bd1e995) >>> 0;
  }
  return `${bytes.length}-${low.toString(16)}-${high.toString(16)}`;
}
