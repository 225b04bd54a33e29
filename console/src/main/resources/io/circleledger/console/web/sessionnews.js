// What the tabs of one browser tell each other of the session they share.

import { at } from './api.js';

const channel = 'BroadcastChannel' in window ? new BroadcastChannel(at('/session')) : null;

/** @param news `signed-in` or `signed-out` */
export const tellOthers = (news) => channel?.postMessage(news);

/** @returns what ends it */
export function toldByOthers(listener) {
  const heard = ({ data }) => listener(data);
  channel?.addEventListener('message', heard);
  return () => channel?.removeEventListener('message', heard);
}
