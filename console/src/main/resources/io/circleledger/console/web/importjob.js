// Follows the job of an import until it ends, whichever page is looked at.

import { insist, pause } from './api.js';
import { put, signal } from './dom.js';
import { t } from './i18n.js';
import * as imports from './importapi.js';
import { toast } from './toast.js';

const LOOK_MILLIS = 500;

let followed = null;

/** Begins a phase of an import and follows its job, whichever page is looked at by then. @param waiting told while the server is away */
export async function start(id, phase, waiting) {
  const { job_id: jobId } = await insist(() => imports.start(id, phase), waiting);
  return follow(id, jobId);
}

/**
 * Follows a job.
 *
 * @returns `job` as it was seen last, or null; `isWaiting` while the server is away; `changed`, told of both; `watch`, to be
 *   told whether somebody looks at it
 */
export function follow(id, jobId) {
  if (followed?.jobId === jobId && followed.job?.state === 'running') return followed;
  followed?.over.abort();
  const self = {
    id, jobId, job: null, isWaiting: false, isWatched: false, changed: signal(), over: new AbortController(),
    watch(yes) { self.isWatched = yes; },
  };
  followed = self;
  look(self).catch(() => badge(null));
  return self;
}

async function look(self) {
  const abort = self.over.signal;
  for (;;) {
    self.job = await insist(() => imports.job(self.jobId, abort), () => {
      self.isWaiting = true;
      self.changed.tell();
    }, abort);
    self.isWaiting = false;
    const isOver = self.job.state !== 'running';
    badge(isOver ? null : self.job);
    self.changed.tell();
    if (isOver) break;
    await pause(LOOK_MILLIS, abort);
  }
  if (!self.isWatched) toast(t(self.job.state === 'done' ? 'importOver' : 'importHeld'), { action: { text: t('importResult'), href: addressOf(self.id) }, stays: true });
}

/** Shows in the navigation how far it is. */
function badge(job) {
  const link = document.querySelector('nav.main a[data-place="import"]');
  if (link) put(link, 'data-progress', job ? `${shareOf(job)}%` : null);
}

/** How much of a job is done, in percent. */
export const shareOf = ({ done, total }) => Math.floor((100 * done) / Math.max(1, total));

export const addressOf = (id) => `#/import/${encodeURIComponent(id)}`;
