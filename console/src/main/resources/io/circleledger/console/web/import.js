// The page that takes a file, shows what will come of it, and what came of it.

import { h, put, say } from './dom.js';
import { picker, readFile, ROWS } from './filepicker.js';
import { ImportJob } from './importjob.js';
import { screen } from './importscreen.js';
import { t } from './i18n.js';
import { listen } from './live.js';

/** How often to look whether a button of the mouse is still down. */
const PRESS_MILLIS = 50;

/** The import that goes on or waits for somebody, whichever page is looked at; or the last one, until its outcome was seen. */
let job = null;

let isPressed = false;
window.addEventListener('pointerdown', () => { isPressed = true; }, true);
for (const end of ['pointerup', 'pointercancel', 'blur']) window.addEventListener(end, () => { isPressed = false; }, true);

window.addEventListener('beforeunload', (event) => { if (job?.isRunning) event.preventDefault(); });
window.addEventListener('pagehide', () => { if (job?.isRunning) job.remember(); });

export function importPage(at) {
  let unwatch = () => {};
  const below = h('div', { class: 'preview' });
  const { element, chosen } = picker(take);
  at.append(
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('importTitle'))),
    h('p', { class: 'lead' }, t('importIntro')), element, below);
  if (job) watch();
  listen();

  async function take(file) {
    say(chosen, file.name);
    const read = await readFile(file);
    job?.over.abort();
    if (read.refusal) {
      job = null;
      unwatch();
      below.replaceChildren(h('p', { class: 'notice fault-box', role: 'alert' }, t(read.refusal, { rows: ROWS })));
      return;
    }
    job = new ImportJob(file.name, read.bytes, read.rows);
    job.progress.subscribe(badge);
    job.changed.subscribe(badge);
    watch();
    await job.match();
  }

  function watch() {
    unwatch();
    const watched = job;
    let view = null;
    const show = () => {
      view = screen(watched);
      keepingFocus(below, () => below.replaceChildren(...view.elements));
      element.inert = watched.isRunning;
    };
    const ends = [watched.changed.subscribe(unpressed(show)), watched.progress.subscribe(() => view.progress())];
    unwatch = () => ends.forEach((end) => end());
    say(chosen, watched.file);
    show();
  }

  return {
    title: t('importTitle'),
    leave: () => {
      unwatch();
      if (job?.phase === 'done') job = null;
    },
  };
}

/** Shows in the navigation how far the import is, for who looks at another page; and there, what has become of it. */
function badge() {
  const link = document.querySelector('nav.main a[data-place="import"]');
  if (link) put(link, 'data-progress', job?.isRunning ? `${Math.floor((100 * job.finished) / Math.max(1, job.total))}%` : null);
}

/** Calls soon, and not while a button of the mouse is down: what somebody is about to click stays where it is. */
function unpressed(call) {
  let timer = null;
  const settle = () => {
    timer = isPressed ? setTimeout(settle, PRESS_MILLIS) : null;
    if (timer === null) call();
  };
  return () => { timer ??= setTimeout(settle); };
}

/** Shows another thing in place of one, and leaves the focus with the element of the same place, or near it. */
function keepingFocus(within, show) {
  const had = within.contains(document.activeElement) ? document.activeElement.dataset.at ?? '' : null;
  const places = [...within.querySelectorAll('[data-at]')].map(({ dataset }) => dataset.at);
  const scrolled = window.scrollY;
  show();
  if (had === null) return;
  const now = new Map([...within.querySelectorAll('[data-at]')].map((element) => [element.dataset.at, element]));
  const next = places.slice(places.indexOf(had)).find((place) => now.has(place)) ?? 'go';
  (now.get(had) ?? now.get(next) ?? within.querySelector('h2, h3'))?.focus({ preventScroll: true });
  window.scrollTo(0, scrolled);
}
