// Which names are the same to the ledger: it alone has the tables for that, and tells them in small numbers.

import * as api from './api.js';
import { batched } from './batches.js';

/** As many as the server folds at once. */
const TEXTS = 20;

const AT_ONCE = 4;

/** The foldings that were told to this page. They do not change as long as it lives. */
const told = new Map();

/** A name as the ledger compares it; as it is, until foldAll has asked. */
export const folded = (name) => told.get(name) ?? name;

/** Asks for the foldings of all these names that are not known yet. A server that is away is waited for. */
export async function foldAll(names, waiting, abort) {
  const batches = batched([...new Set(names)].filter((name) => !told.has(name)), 'text', TEXTS)[Symbol.iterator]();
  const worker = async () => {
    for (const batch of batches) {
      const answers = await api.insist(() => api.foldings(batch, abort), waiting, abort);
      batch.forEach((name, at) => told.set(name, answers[at]));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
