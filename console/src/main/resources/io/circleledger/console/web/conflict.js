// What has to be known of a change that came too late: how the others have left the circle, and who changed it last.

import * as api from './api.js';
import { learn } from './names.js';

const BLAME_MILLIS = 2000;

/** The circle as the others have left it. @param waiting told when the server is waited for */
export const theirs = (id, waiting, leaving) => api.insist(() => api.circle(id, leaving), waiting, leaving);

/** Who made the circle what it is, and when; null if that cannot be had. */
export async function lastChange(circle, leaving) {
  try {
    const { fields } = await api.blame(circle.circle_id, AbortSignal.any([leaving, AbortSignal.timeout(BLAME_MILLIS)]));
    const last = Object.values(fields).find((set) => set.version === circle.version) ?? null;
    await learn([last?.actor], leaving);
    return last;
  } catch {
    return null; // The choice does not depend on it.
  }
}
