// What the server is asked of imports and of the jobs that carry them out.

import { send } from './api.js';

/** A large file takes its time: to come to the server, and to be compared. */
const UPLOAD_MILLIS = 5 * 60 * 1000;

const path = (id) => `/import/${encodeURIComponent(id)}`;

/** @param kind what its rows are about; @param file its bytes; @param reason why, or nothing */
export const begin = async (kind, file, reason, abort) => {
  const query = new URLSearchParams({ kind, ...(reason ? { reason } : {}) });
  return (await send('POST', `/import?${query}`, { file, patience: UPLOAD_MILLIS, signal: abort })).data;
};

export const newest = async (abort) => (await send('GET', '/import', { signal: abort })).data;

export const find = async (id, abort) => (await send('GET', path(id), { signal: abort })).data;

/** @param state of the rows that are wanted, or nothing */
export const rowsPath = (id, state, limit) => `${path(id)}/rows?${new URLSearchParams({ ...(state ? { state } : {}), limit })}`;

/** @param change the values that stand in the place of others, and whether to leave the row out */
export const mend = async (id, row, change, abort) =>
  (await send('PUT', `${path(id)}/rows/${row}`, { body: change, patience: UPLOAD_MILLIS, signal: abort })).data;

/** @param columns which field each is for */
export const map = async (id, columns, abort) =>
  (await send('PUT', `${path(id)}/columns`, { body: columns, patience: UPLOAD_MILLIS, signal: abort })).data;

/** @param phase apply or undo; @returns the job */
export const start = async (id, phase) => (await send('POST', `${path(id)}/${phase}`)).data;

export const job = async (id, abort) => (await send('GET', `/job/${encodeURIComponent(id)}`, { signal: abort, cache: 'no-store' })).data;

export const stop = async (id, abort) => (await send('DELETE', `/job/${encodeURIComponent(id)}`, { signal: abort })).data;

/** @param ends what became of the rows that are wanted, by `state` or by `undo` */
export const resultPath = (id, ends, limit) =>
  `${path(id)}/result?${new URLSearchParams([...Object.entries(ends).flatMap(([name, all]) => all.map((end) => [name, end])), ['limit', limit]])}`;
