// The circles of the ledger as an import needs them: all that live, and what became of those that it names.

import * as api from './api.js';
import { folded, foldAll } from './fold.js';
import { pastKey } from './plan.js';

const PAGE = 1000;
const AT_ONCE = 4;

/**
 * Reads all living circles, page by page. A server that is away is waited for.
 *
 * @param progress told how many were read, or that the server is waited for
 * @returns byId, byName (by the folded name, filled by nameAll), and room for what lookUp finds
 */
export async function readRoster(progress, abort) {
  const roster = { byId: new Map(), byName: new Map(), gone: new Map(), past: new Map() };
  await api.insist(() => toThisMoment(abort), () => progress(null), abort);
  for (let at = api.listPath(PAGE); at;) {
    const here = at;
    const page = await api.insist(() => api.page(here, abort), () => progress(null), abort);
    page.data.forEach((circle) => add(roster, circle));
    progress(roster.byId.size);
    at = page.next;
  }
  return roster;
}

/** Whatever is read from now on knows all that is recorded by now, also by others. */
async function toThisMoment(abort) {
  try {
    api.saw((await api.projection(abort)).head);
  } catch (failure) {
    if (!(failure instanceof api.Refused) || failure.passes) throw failure; // Who may not ask reads what there is.
  }
}

function add({ byId }, circle) {
  if (byId.has(circle.circle_id)) return;
  byId.set(circle.circle_id, circle);
}

/** Makes the circles known by their names, and learns which of these and those of a file are the same. */
export async function nameAll({ byId, byName }, names, progress, abort) {
  await foldAll([...names, ...[...byId.values()].map((circle) => circle.circle_name)], () => progress(null), abort);
  for (const circle of byId.values()) {
    const name = folded(circle.circle_name);
    if (byName.has(name)) byName.get(name).push(circle);
    else byName.set(name, [circle]);
  }
}

/**
 * Asks for what the list does not have: circles that are named and not in it, and circles as they were at the version that a
 * file has of them.
 *
 * @param named for each circle that is asked for, its id and the version of it that the file has, if any
 */
export async function lookUp(roster, named, progress, abort) {
  const waiting = named.filter(({ id, version }) => {
    const circle = roster.byId.get(id);
    return circle ? version !== null && version < circle.version : !roster.gone.has(id);
  })[Symbol.iterator]();
  const worker = async () => {
    for (const { id, version } of waiting) {
      const ask = roster.byId.has(id) ? past : present;
      await api.insist(() => ask(roster, id, version, abort), () => progress(null), abort);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function present(roster, id, _, abort) {
  try {
    add(roster, await api.circle(id, abort));
  } catch (failure) {
    if (!(failure instanceof api.Refused) || failure.passes) throw failure;
    roster.gone.set(id, failure.is('circle-dissolved') ? 'dissolved' : 'unknown');
  }
}

async function past(roster, id, version, abort) {
  try {
    roster.past.set(pastKey(id, version), await api.circleAt(id, version, abort));
  } catch (failure) {
    if (!(failure instanceof api.Refused) || failure.passes) throw failure;
  }
}
