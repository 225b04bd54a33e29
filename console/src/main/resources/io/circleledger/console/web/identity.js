// Who uses this page, and what they may do here. The server refuses all the same: this is about what is offered.

import { at } from './api.js';
import { signal } from './dom.js';

/** The roles, in the order in which they are shown. */
export const ROLES = ['viewer', 'editor', 'operator', 'administrator'];

let known = null;

/** Told when the roles or the name have become others. */
export const changed = signal();

/** The account that is signed in, as the API has it; null while there is none. */
export const me = () => known;

/** Who of the register uses the page, as far as their account is tied to somebody; or null. */
export const myPerson = () => known?.person_id ?? null;

/** Whether the server asks nobody who they are. */
export const isOpen = () => known?.open === true;

/** Whether somebody has a role; each of them includes that of a viewer. */
export const may = (role) => known !== null && (known.roles.includes(role) || (role === 'viewer' && known.roles.length > 0));

export function become(account) {
  const isSame = known && account && known.name === account.name && known.roles.join() === account.roles.join();
  known = account;
  if (account && !isSame) changed.tell();
}

/**
 * The beginning of the names under which a browser keeps something of this account for this ledger: two ledgers may be
 * under two paths of one host, and two people at one computer.
 */
export const own = (kind) => `${at('')}${known === null || isOpen() ? '' : `${known.account_id}:`}${kind}:`;
