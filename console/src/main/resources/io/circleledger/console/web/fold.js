// Which names are the same to the ledger: it alone has the tables for that, and tells them in small numbers.

import * as api from './api.js';

/** As many as the server folds at once, and as the address of a request holds. */
const TEXTS = 20;
const ADDRESS_CHARACTERS = 3500;

const AT_ONCE = 4;

/** The foldings that were told to this page. They do not change as long as it lives. */
const told = new Map();

/** A name as the ledger compares it; as it is, until foldAll has asked. */
export const folded = (name) => told.get(name) ?? name;

/** Asks for the foldings of all these names that are not known yet. A server that is away is waited for. */
export async function foldAll(names, waiting, abort) {
  const batches = batched([...new Set(names)].filter((name) => !told.has(name)))[Symbol.iterator]();
  const worker = async () => {
    for (const batch of batches) {
      const answers = await api.insist(() => api.foldings(batch, abort), waiting, abort);
      batch.forEach((name, at) => told.set(name, answers[at]));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function batched(names) {
  const batches = [];
  let size = Infinity;
  for (const name of names) {
    const length = new URLSearchParams([['text', name]]).toString().length + 1;
    if (size + length > ADDRESS_CHARACTERS || batches.at(-1).length === TEXTS) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1).push(name);
    size += length;
  }
  return batches;
}
