// What the API has for accounts, sessions, tokens and the audit log.

import { page, Refused, send } from './api.js';

const accountPath = (id) => `/account/${encodeURIComponent(id)}`;

const data = async (answer) => (await answer).data;

/** Who is signed in; refused with what can be signed in with, where nobody is. */
export const session = (abort) => data(send('GET', '/session', { isSigningIn: true, cache: 'no-store', signal: abort }));

/** What can be signed in with here: `local` by a password, `provider` elsewhere. */
export async function waysIn() {
  try {
    await send('GET', '/session', { isSigningIn: true, cache: 'no-store', credentials: 'omit' });
    return { local: false, provider: false };
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 401) return waysOf(failure);
    throw failure;
  }
}

/** The same, as a refusal has it. */
export const waysOf = ({ problem }) => ({ local: problem.local === true, provider: problem.provider === true });

export const signIn = (name, password) => data(send('POST', '/session', { body: { name, password }, isSigningIn: true }));

/** Chooses a password with a link that is good for once, and signs in. */
export const useLink = (link, password) => data(send('POST', '/session/link', { body: { link, password }, isSigningIn: true }));

/** @returns what the server says of it: where to go to leave an identity provider, too, if there is one */
export const signOut = () => data(send('DELETE', '/session', { isSigningIn: true }));

export const ACCOUNTS = '/account?limit=100';

export const TOKENS = '/token?limit=100';

/** A page of accounts, tokens, entries of the audit log or anything else, by its path; with the path of the next one. */
export async function list(path, abort) {
  const { data: found, next } = await page(path, abort);
  return { entries: Array.isArray(found) ? found : Object.values(found)[0], next };
}

export const account = (id, abort) => data(send('GET', accountPath(id), { signal: abort, cache: 'no-store' }));

export const addAccount = (name, roles) => data(send('POST', '/account', { body: { name, roles } }));

/** @param changes some of name, roles and state */
export const changeAccount = (id, changes) => data(send('PUT', accountPath(id), { body: changes }));

export const eraseAccount = (id) => send('DELETE', accountPath(id));

/** A new link for an account; the one it had is not good any more. */
export const newLink = (id) => data(send('POST', `${accountPath(id)}/link`));

/** @param old the password there is */
export const changePassword = (id, old, password) =>
  data(send('PUT', `${accountPath(id)}/password`, { body: { old_password: old, password } }));

export const sessions = async (id, abort) => (await data(send('GET', `${accountPath(id)}/session`, { signal: abort, cache: 'no-store' }))).sessions;

export const endSession = (id, sessionId) => send('DELETE', `${accountPath(id)}/session/${encodeURIComponent(sessionId)}`);

/** What accounts and tokens are called, by id: nothing for one that was erased, and no entry for one that is not known. */
export const names = (ids) => data(send('GET', `/account/names?${new URLSearchParams(ids.map((id) => ['id', id]))}`));

export const makeToken = (name, role, days) => data(send('POST', '/token', { body: { name, role, expires_in_days: days } }));

export const revokeToken = (id) => send('DELETE', `/token/${encodeURIComponent(id)}`);

/** The first page of the audit log. */
export function auditPath({ kind, account: id, limit }) {
  const query = new URLSearchParams({ limit });
  if (kind) query.set('kind', kind);
  if (id) query.set('account', id);
  return `/audit?${query}`;
}
