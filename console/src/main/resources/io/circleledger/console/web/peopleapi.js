// What the API has for people, rosters and the year of circles.

import { send } from './api.js';

const data = async (answer) => (await answer).data;

const circlePath = (id) => `/circle/${encodeURIComponent(id)}`;

const memberPath = (circle, person) => `${circlePath(circle)}/members/${encodeURIComponent(person)}`;

const officePath = (circle, office) => `${circlePath(circle)}/officers/${office}`;

const personPath = (id) => `/person/${encodeURIComponent(id)}`;

/** A path with what is asked for; nothing stands for no wish. */
function asked(path, wishes) {
  const query = new URLSearchParams(Object.entries(wishes).filter(([, wish]) => wish !== '' && wish !== null && wish !== undefined));
  return query.size === 0 ? path : `${path}?${query}`;
}

/** The first page of all living circles, in the order of their creation. */
export const LIVING = '/circle?limit=1000';

/** The first page of a roster. */
export const rosterPath = (circle, limit = 1000) => `${circlePath(circle)}/members?limit=${limit}`;

export const join = (circle, person, { key, reason }) => data(send('PUT', asked(memberPath(circle, person), { reason }), { key }));

/** @param how `left` by their own will, or `removed` */
export const leave = (circle, person, how, { key, reason }) => data(send('DELETE', asked(memberPath(circle, person), { leave: how, reason }), { key }));

/** @param override whether the rule about grades is set aside, for which there has to be a reason */
export const handOver = (circle, person, override, { key, reason }) =>
  data(send('PUT', `${circlePath(circle)}/owner`, { body: { person_id: person, ...(override ? { override } : {}), ...(reason ? { reason } : {}) }, key }));

export const appoint = (circle, office, person, { key, reason }) =>
  data(send('PUT', officePath(circle, office), { body: { person_id: person, ...(reason ? { reason } : {}) }, key }));

export const relieve = (circle, office, { key, reason }) => data(send('DELETE', asked(officePath(circle, office), { reason }), { key }));

export const renew = (circle, year, { key, reason }) =>
  data(send('POST', `${circlePath(circle)}/renewal`, { body: { year, ...(reason ? { reason } : {}) }, key }));

export const suspend = (circle, { key, reason }) => data(send('POST', `${circlePath(circle)}/suspension`, { body: reason ? { reason } : {}, key }));

export const reinstate = (circle, { key, reason }) => data(send('POST', `${circlePath(circle)}/reinstatement`, { body: reason ? { reason } : {}, key }));

/** The first page of the people that are looked for. */
export const peoplePath = ({ q = '', grade = '', major = '', limit = 50 }) => asked('/person', { q, grade, major, limit });

export const person = (id, abort) => data(send('GET', personPath(id), { signal: abort, cache: 'no-store' }));

export const addPerson = (values, key) => data(send('POST', '/person', { body: values, key }));

/** @param changes the fields that are to be others; null clears one */
export const changePerson = (id, version, changes, key) => data(send('PUT', personPath(id), { body: { ...changes, version }, key }));

export const erasePerson = (id, version, key) => send('DELETE', `${personPath(id)}?version=${version}`, { key });

export const circlesOf = (id, abort) => data(send('GET', `${personPath(id)}/circles`, { signal: abort, cache: 'no-store' }));

/** @param kind `renewal-deadline` or `year-end`; @param isTrial whether it only counts */
export const startBatch = (kind, year, isTrial, key) => data(send('POST', `/batch/${kind}`, { body: { year, dry_run: isTrial }, key }));

export const job = (id, abort) => data(send('GET', `/job/${encodeURIComponent(id)}`, { signal: abort, cache: 'no-store' }));

export const stopJob = (id) => data(send('DELETE', `/job/${encodeURIComponent(id)}`));
