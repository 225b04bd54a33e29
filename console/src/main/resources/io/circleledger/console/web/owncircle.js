// What the owner and the officers of a circle may do with it, who are no editors: its roster, and its name.

import * as api from './api.js';
import { may, myPerson } from './identity.js';
import { rosterPath } from './peopleapi.js';

const FEED = 1000;

/** The fields that they may change, by name. */
export const OWN_FIELDS = ['name', 'name_kana'];

/**
 * Whether who uses the page owns a circle or has an office in it.
 *
 * The server is asked for the roster of those alone that once were given an office there: of others it would note a refusal.
 */
export async function isOwn({ circle_id: id, owner_id: owner }, abort) {
  const person = myPerson();
  if (person === null || may('editor')) return false;
  if (owner === person) return true;
  if (!await wasAppointed(id, person, abort)) return false;
  try {
    await api.page(rosterPath(id, 1), abort);
    return true;
  } catch (failure) {
    if (failure instanceof api.Refused) return false;
    throw failure;
  }
}

async function wasAppointed(id, person, abort) {
  const query = new URLSearchParams({ circle: id, type: 'OfficerAppointed', limit: FEED });
  return (await api.walk(`/events?${query}`, abort)).some(({ data }) => data?.person_id === person);
}
