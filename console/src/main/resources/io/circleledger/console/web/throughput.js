// When how many changes were recorded, over the last minutes.
//
// The log has no gaps, so how many changes lie between two positions is known without reading them; only
// when they were has to be asked for, of a few of them.

import * as api from './api.js';

const BUCKET_MILLIS = 10_000;
const BUCKETS = 30;
export const WINDOW_MILLIS = BUCKET_MILLIS * BUCKETS;

/** What is read as a whole; of more than this, as many as it takes to tell when the others were. */
const READ_AT_MOST = 1000;

/** Of how many changes one may stand beside its place: no reader sees so little of a bar. */
const EXACT_TO = 500;

/** After a longer time without a look, the events have to say when they were. */
const RECENT_MILLIS = 5000;

let counts = new Map();
let last = null;

const bucketOf = (millis) => Math.floor(millis / BUCKET_MILLIS);

const add = (bucket, more) => counts.set(bucket, (counts.get(bucket) ?? 0) + more);

/** Counts what came since the last look. */
export async function count(head, abort) {
  const now = Date.now();
  if (last !== null && head >= last.head && now - last.at < RECENT_MILLIS) add(bucketOf(now), head - last.head);
  else counts = await counted(head, now - WINDOW_MILLIS, abort);
  last = { head, at: now };
  for (const bucket of counts.keys()) if (bucket <= bucketOf(now) - BUCKETS) counts.delete(bucket);
}

/** Changes per second, the oldest first, and how many there were. */
export function throughput() {
  const first = bucketOf(Date.now()) - BUCKETS + 1;
  const values = Array.from({ length: BUCKETS }, (_, at) => counts.get(first + at) ?? 0);
  return { perSecond: values.map((value) => value / (BUCKET_MILLIS / 1000)), total: Math.round(values.reduce((sum, value) => sum + value, 0)) };
}

async function counted(head, since, abort) {
  const found = new Map();
  const put = (bucket, more) => found.set(bucket, (found.get(bucket) ?? 0) + more);
  const read = async (after, limit) => (await api.eventsAfter(after, limit, abort)).map((event) => Date.parse(event.time));
  const low = Math.max(0, head - READ_AT_MOST);
  const recent = head === 0 ? [] : await read(low, READ_AT_MOST);
  if (low === 0 || recent[0] < since) {
    recent.forEach((time) => put(bucketOf(time), 1));
    return found;
  }
  const begin = await beginning(low, since, read);
  const at = async (place) => ({ place, time: Math.max(since, (await read(place, 1))[0]) });
  const finest = Math.ceil((head - begin) / EXACT_TO);
  /** Counts those after one change up to another: halves them until all were at one time. */
  const between = async (from, to) => {
    const all = to.place - from.place;
    if (all <= finest || bucketOf(from.time) === bucketOf(to.time)) return put(bucketOf(to.time), all);
    const middle = await at(from.place + (all >> 1));
    await Promise.all([between(from, middle), between(middle, to)]);
  };
  const [first, final] = await Promise.all([at(begin), at(head - 1)]);
  put(bucketOf(first.time), 1);
  await between(first, final);
  return found;
}

/** After how many events those since a time begin. @param known an event after which all are since then */
async function beginning(known, since, read) {
  let [low, high] = [0, known];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await read(middle, 1))[0] < since) low = middle + 1;
    else high = middle;
  }
  return high;
}
