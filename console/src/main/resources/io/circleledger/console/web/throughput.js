// When how many changes were recorded, over the last minutes.
//
// The log has no gaps, so how many changes lie between two positions is known without reading them; only
// when they were has to be asked for, of a few of them.

import * as api from './api.js';

const BUCKET_MILLIS = 10_000;
const BUCKETS = 30;
export const WINDOW_MILLIS = BUCKET_MILLIS * BUCKETS;

/** What is read as a whole; of more than this, samples are. */
const READ_AT_MOST = 1000;
const SAMPLES = 40;

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
  const begin = await beginning(low, head, since, read);
  const samples = [];
  for (let at = 0; at <= SAMPLES; at++) {
    const place = begin + Math.round(((head - 1 - begin) * at) / SAMPLES);
    samples.push({ place, time: Math.max(since, (await read(place, 1))[0]) });
  }
  put(bucketOf(samples[0].time), 1);
  samples.slice(1).forEach((sample, at) => spread(samples[at], sample, put));
  return found;
}

/** About where the events after a time begin: first by doubling the way back, then by halving what is left of it. */
async function beginning(known, head, since, read) {
  let [low, high] = [known, known];
  while (low > 0) {
    high = low;
    low = Math.max(0, head - 2 * (head - low));
    if ((await read(low, 1))[0] < since) break;
  }
  while (high - low > (head - high) / (4 * SAMPLES)) {
    const middle = Math.floor((low + high) / 2);
    if ((await read(middle, 1))[0] < since) low = middle + 1;
    else high = middle;
  }
  return high;
}

/** Changes between two samples, as if they had come evenly. */
function spread(from, to, put) {
  const all = to.place - from.place;
  const long = to.time - from.time;
  if (long <= 0) return put(bucketOf(to.time), all);
  for (let bucket = bucketOf(from.time); bucket <= bucketOf(to.time); bucket++) {
    const part = Math.min(to.time, (bucket + 1) * BUCKET_MILLIS) - Math.max(from.time, bucket * BUCKET_MILLIS);
    put(bucket, (all * part) / long);
  }
}
