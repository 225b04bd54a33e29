// Hears of what happens, as long as somebody looks.
//
// A browser has six connections to a server, for all its tabs. So only a page that is seen listens;
// one that is hidden lets go, and goes on after the last event when it is seen again.

import { Refused, at, eventsAfter, forgetAfter, isHeldUp, lost, position, reached, readFrom, saw } from './api.js';
import { signal } from './dom.js';

/** Each event of the ledger, as the feed tells it. */
export const happened = signal();

/** Whether the server can be reached, told when that changes. */
export const connection = signal();

/**
 * Told when the ledger has another history than this page has seen, as after a restored backup: what is shown may never
 * have been, so it has to be read anew.
 */
export const begunAnew = signal();

const GRACE_MILLIS = 1500;
const RETRY_MILLIS = 1000;

let source = null;
let begun = false;
/** The id of the last event, which the server checks; at first a position alone. */
let heard = '0';
let online = true;
let doubt = null;
let isSilent = false;
let retry = null;
/** Whether it is being asked why the stream was refused, which can take until somebody has signed in again. */
let isAsking = false;

export const isOnline = () => online;

/** Begins to listen, after what the page has read. */
export function listen() {
  if (begun) return;
  begun = true;
  heard = String(readFrom());
  document.addEventListener('visibilitychange', follow);
  window.addEventListener('online', again);
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', follow);
  // A request that fails is news as well, and one that succeeds only says that listening may.
  reached.subscribe((yes) => {
    if (!yes) {
      isSilent = true;
      doubted();
    } else {
      isSilent = false;
      if (!source) again();
    }
  });
  lost.subscribe(() => startAnew(String(position())));
  follow();
}

function follow() {
  if (document.hidden) close();
  else if (!source) open();
}

function again() {
  if (!document.hidden && (!source || source.readyState === EventSource.CLOSED)) {
    close();
    open();
  }
}

function open() {
  clearTimeout(retry);
  if (isAsking) return;
  source = new EventSource(at(`/events?after=${heard}`));
  source.onopen = () => {
    clearTimeout(doubt);
    doubt = null;
    isSilent = false;
    become(true);
  };
  source.onmessage = (message) => {
    heard = message.lastEventId;
    saw(heard.split('-')[0]);
    happened.tell(JSON.parse(message.data));
  };
  source.onerror = () => {
    doubted();
    // The browser comes back by itself after a loss, and gives up after an answer it cannot use.
    if (source?.readyState === EventSource.CLOSED) {
      close();
      comeBack();
    }
  };
}

/** The browser does not say why a stream was refused. When the event it goes on after is gone, this begins anew. */
async function comeBack() {
  if (isAsking) return;
  isAsking = true;
  try {
    await eventsAfter(heard, 1);
  } catch (failure) {
    if (failure instanceof Refused && failure.is('other-history')) {
      isAsking = false;
      forgetAfter(failure.problem.head);
      startAnew(failure.problem.after);
      return;
    }
  }
  isAsking = false;
  retry = setTimeout(follow, RETRY_MILLIS);
}

function startAnew(place) {
  heard = place;
  close();
  follow();
  begunAnew.tell();
}

/** A stream may end and be there again in a moment: nobody need be told of that. */
function doubted() {
  if (doubt === null && online && begun) {
    doubt = setTimeout(() => {
      doubt = null;
      // Of a server or a line that is frozen the browser is told nothing: its stream seems open for minutes.
      if (isSilent && source) {
        close();
        open();
      }
      if (source?.readyState !== EventSource.OPEN && !isHeldUp()) become(false);
    }, GRACE_MILLIS);
  }
}

function close() {
  clearTimeout(retry);
  source?.close();
  source = null;
}

function become(now) {
  if (online === now) return;
  online = now;
  connection.tell(now);
}
