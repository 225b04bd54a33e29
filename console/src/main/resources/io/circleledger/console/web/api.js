// Talks to the public HTTP API, and to nothing else.

import { signal } from './dom.js';

/** The path that a proxy has the server under; nothing where it has the whole host. */
const BASE = new URL('.', document.baseURI).pathname.slice(0, -1);

/** Where a path of the API is found. */
export const at = (path) => BASE + path;

/** Where it is kept what a page has seen, for when it is loaded anew. */
const KEPT = `seen${BASE}`;

/** The highest position this page has seen: no answer to it may know less. */
let seen = kept();

function kept() {
  try {
    return Number(sessionStorage.getItem(KEPT)) || 0;
  } catch {
    return 0;
  }
}

window.addEventListener('pagehide', () => {
  try {
    sessionStorage.setItem(KEPT, String(seen));
  } catch {
    // Where nothing may be kept, a page that is loaded anew begins with what it reads first.
  }
});

export const position = () => seen;

export function saw(place) {
  const number = Number(place);
  if (Number.isSafeInteger(number) && number > seen) seen = number;
}

/** The lowest position of what was read so far: some of what is shown may not know of anything after it. */
let read = Infinity;

/** After which position one has to listen to miss nothing of what came while the first things were read. */
export const readFrom = () => Math.min(read, seen);

/** Takes the position of an answer to a read; one that a browser keeps for ever may be of long ago, and stays true. */
function wasRead(place, caching) {
  if (place !== null && !caching?.includes('immutable')) read = Math.min(read, Number(place));
}

/** Told when the log does not have what this page has seen of it: it lost its end, as by a restored backup. */
export const lost = signal();

/** Nothing after this position was seen of the log that there is now. */
export function forgetAfter(head) {
  if (head < seen) seen = head;
}

/** Told whether requests get through. */
export const reached = signal();

/** The server gave no answer. Whether it has done what was asked is not known. */
export class Unreachable extends Error {}

/** Whoever has sent something waits for it no more. Whether the server has done it is not known. */
export class GivenUp extends Error {}

/** The server answered, and not with what was asked for. */
export class Refused extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.title ?? `status ${status}`);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
  is(name) { return this.problem.type === `/problems/${name}`; }
  /** Whether the same request may succeed a little later. */
  get passes() { return this.status === 503 || this.is('request-in-progress'); }
}

const PATIENCE_MILLIS = 15_000;

/** A key of its own for each thing to be done, so that doing it twice is doing it once. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Lets whoever uses the page sign in again; the page says how, since this file shows nothing. */
let renew = null;

/** @param call asks somebody to sign in again, and waits until that is done or its signal gives up */
export function renewBy(call) {
  renew = call;
}

let heldUp = 0;

/** Whether requests wait for somebody to sign in again: the server is there, and does not answer for that reason. */
export const isHeldUp = () => heldUp > 0;

/** The session was over, and somebody has signed in again: nothing came of what was sent, and it can be sent once more. */
class SignedInAgain extends Error {}

/** Told when the server refuses what this page offered. */
export const forbidden = signal();

/**
 * Sends a request.
 *
 * @param signal gives it up
 * @param file the bytes of one, instead of a body
 * @param patience how long an answer is waited for
 * @param isSigningIn whether it is about signing in itself, so that not to be known is an answer like another
 */
export async function send(method, path, request = {}) {
  const { response, data } = await answered(method, path, request);
  if (response.ok) return { data, next: nextPage(response.headers.get('Link')), total: Number(response.headers.get('Total-Count')) };
  const refused = new Refused(response.status, data ?? {}, Number(response.headers.get('Retry-After')) || 1);
  if (refused.is('position-unknown') && refused.problem.head < seen) {
    forgetAfter(refused.problem.head);
    lost.tell();
    return send(method, path, request);
  }
  if (refused.is('unauthenticated') && renew && !request.isSigningIn) {
    heldUp++;
    try {
      await renew(request.signal);
    } finally {
      heldUp--;
    }
    // How long a key is good for is known to whoever has made it.
    if (request.key) throw new SignedInAgain();
    return send(method, path, request);
  }
  if (refused.is('forbidden')) forbidden.tell();
  throw refused;
}

async function answered(method, path, { body, file, key, signal: abort, cache = 'default', credentials = 'same-origin', patience: most = PATIENCE_MILLIS }) {
  const headers = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  if (method === 'GET' && seen > 0) headers['Ledger-Position'] = String(seen);
  if (file) headers['Content-Type'] = 'application/octet-stream';
  const patience = AbortSignal.timeout(most);
  const options = { method, headers, body: file, cache, credentials, signal: abort ? AbortSignal.any([abort, patience]) : patience };
  if (body !== undefined) options.body = JSON.stringify(body);
  let response;
  let text;
  try {
    response = await fetch(at(path), options);
    text = await response.text();
  } catch (failure) {
    if (abort?.aborted) throw failure;
    reached.tell(false);
    throw new Unreachable(failure.message);
  }
  reached.tell(true);
  const place = response.headers.get('Ledger-Position');
  saw(place);
  if (method === 'GET') wasRead(place, response.headers.get('Cache-Control'));
  return { response, data: parsed(text) };
}

function parsed(text) {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // Something between here and the server answered.
  }
}

function nextPage(link) {
  const target = /<([^>]*)>;\s*rel="next"/.exec(link ?? '')?.[1] ?? null;
  return target?.startsWith(`${BASE}/`) ? target.slice(BASE.length) : target;
}

const circlePath = (id) => `/circle/${encodeURIComponent(id)}`;

/** What a search is written as; nothing stands for no wish. */
export function circlesPath({ status, asOf, q, min, max, sort = 'created', order = 'desc', limit = 50 }) {
  const query = new URLSearchParams();
  if (asOf) query.set('as_of', asOf);
  if (status) query.set('status', status);
  if (q) query.set('q', q);
  if (min) query.set('min_capacity', min);
  if (max) query.set('max_capacity', max);
  query.set('sort', sort);
  query.set('order', order);
  if (limit) query.set('limit', limit);
  return `/circle?${query}`;
}

/** All that a search finds, as a file. */
export const filePath = (search, format) => `${circlesPath({ ...search, limit: null })}&format=${format}`;

/** The same page with when, and by whom, each circle was changed; or without. */
export const withChanges = (path, areWanted) => path.replace('&with=changes', '') + (areWanted ? '&with=changes' : '');

/** The same page with another number of circles. */
export const limited = (path, limit) => path.replace(/\blimit=\d+/, `limit=${limit}`);

/** A page, by its path; with the path of the next one, and how many there are on all pages. */
export const page = (path, abort) => send('GET', path, { signal: abort });

/** Past the browser's cache: that would let it wait for a change of the same circle that is on its way. */
export const circle = async (id, abort) => (await send('GET', circlePath(id), { signal: abort, cache: 'no-store' })).data;

export const blame = async (id, abort) => (await send('GET', `${circlePath(id)}/blame`, { signal: abort })).data;

export const historyPath = (id) => `${circlePath(id)}/events?limit=1000`;

/** The first event of a circle, or undefined. */
export const firstEvent = async (id, abort) => (await send('GET', `${circlePath(id)}/events?limit=1`, { signal: abort })).data[0];

export const newestPath = (id) => `${circlePath(id)}/events?order=desc&limit=1000`;

/** A circle as it was at a version. */
export const circleAt = async (id, version, abort) =>
  (await send('GET', `${circlePath(id)}?as_of_version=${version}`, { signal: abort })).data;

/** @param values what the circle is to be, by the API's names */
export const create = async (values, key, abort) => (await send('POST', '/circle', { body: values, key, signal: abort })).data;

/** @param changes the values that are to be others, by the API's names; @param reason why, or nothing */
export const change = async (id, version, changes, key, reason = '', abort) =>
  (await send('PUT', circlePath(id), { body: { ...changes, version, ...(reason ? { reason } : {}) }, key, signal: abort })).data;

/** @param reason why, or nothing */
export const dissolve = async (id, version, key, reason = '', abort) => {
  const query = new URLSearchParams({ version });
  if (reason) query.set('reason', reason);
  await send('DELETE', `${circlePath(id)}?${query}`, { key, signal: abort });
};

/** Names as the ledger compares them. */
export const foldings = async (names, abort) =>
  (await send('GET', `/folding?${new URLSearchParams(names.map((name) => ['text', name]))}`, { signal: abort })).data;

/** Whether the ledger takes two names for the same. */
export async function isSameName(one, other, abort) {
  const [first, second] = await foldings([one, other], abort);
  return first === second;
}

export const projection = async (abort) => (await send('GET', '/projection', { signal: abort })).data;

/** How the parts are; that one is down is an answer as well. */
export async function readiness(abort) {
  try {
    return (await send('GET', '/health/ready', { signal: abort })).data;
  } catch (failure) {
    if (failure instanceof Refused && failure.problem.dependencies) return failure.problem;
    throw failure;
  }
}

export const retryParked = async (id) =>
  (await send('POST', `/projection/parked/${encodeURIComponent(id)}/retry`)).data;

/** The rebuild that runs in this server, or the last one. */
export const rebuild = async (abort) => (await send('GET', '/projection/rebuild', { signal: abort })).data;

export const startRebuild = async () => (await send('POST', '/projection/rebuild')).data;

export const eventsAfter = async (after, limit, abort) =>
  (await send('GET', `/events?after=${after}&limit=${limit}`, { signal: abort })).data;

/**
 * Sends a change until it is answered: while the server is away or busy, the same is sent again,
 * with the same key, so that it is done once.
 *
 * @param waiting told each time when the server did not take it yet
 */
export async function insist(action, waiting, abort) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await action();
    } catch (failure) {
      if (failure instanceof SignedInAgain && !abort?.aborted) continue;
      const passes = failure instanceof Unreachable || (failure instanceof Refused && failure.passes);
      if (!passes || abort?.aborted) throw failure;
      waiting?.(failure);
      await pause(Math.min(5000, 500 * 2 ** attempt), abort);
    }
  }
}

/** The rows of all pages of a list; a server that is away for a moment is waited for. @param progress told how many were read */
export async function walk(path, abort, progress = () => {}) {
  const rows = [];
  for (let at = path; at; ) {
    const here = at;
    const read = await insist(() => page(here, abort), null, abort);
    rows.push(...read.data);
    progress(rows.length);
    at = read.next;
  }
  return rows;
}

/** Waits; at most as long, and not longer than until the server is reached again or the wait given up. */
export function pause(millis, abort) {
  return new Promise((resolve, reject) => {
    const end = (call) => () => {
      clearTimeout(timer);
      abort?.removeEventListener('abort', stop);
      call();
    };
    const stop = end(() => reject(abort.reason));
    const timer = setTimeout(end(resolve), millis);
    abort?.addEventListener('abort', stop);
  });
}
