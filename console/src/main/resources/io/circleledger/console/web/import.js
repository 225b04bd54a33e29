// The page that takes a file, shows what will come of it, and what came of it.

import * as csv from './csv.js';
import { decode, isZip, misfit } from './decode.js';
import { h, icon, ICONS, newId, put, say } from './dom.js';
import { ImportJob } from './importjob.js';
import { exactly, number, t } from './i18n.js';
import { listen } from './live.js';
import { lacking, mapping } from './mapping.js';
import { counts, groupsAbove, groupsBelow, of } from './preview.js';
import { result } from './result.js';
import { readWorkbook } from './xlsx.js';

const FILE_BYTES = 5 * 1024 * 1024;
const ROWS = 10_000;

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

/** Where a file is chosen or dropped. */
function picker(take) {
  const [inputId, hintId] = [newId('file'), newId('hint')];
  const input = h('input', { type: 'file', id: inputId, class: 'unseen', accept: '.csv,.tsv,.txt,.xlsx,text/csv', 'aria-describedby': hintId });
  const chosen = h('output', { for: inputId });
  const element = h('div', { class: 'drop' },
    input, h('label', { for: inputId, class: 'button' }, icon(ICONS.up), t('importFile')), chosen,
    h('p', { class: 'hint', id: hintId }, t('importDrop', { rows: ROWS })));
  input.addEventListener('change', () => { if (input.files[0]) take(input.files[0]); });
  // Who chooses the same file again, perhaps after mending it, means it.
  input.addEventListener('click', () => { input.value = ''; });
  element.addEventListener('dragover', (event) => { event.preventDefault(); element.classList.add('over'); });
  element.addEventListener('dragleave', () => element.classList.remove('over'));
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    element.classList.remove('over');
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
  return { element, chosen };
}

/** The rows of a file, or why there are none. */
async function readFile(file) {
  if (file.size > FILE_BYTES) return { refusal: 'fileTooLarge' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const rows = isZip(bytes) ? await readWorkbook(bytes) : rowsOfText(bytes);
  if (rows === null) return { refusal: isZip(bytes) ? 'fileIsXlsx' : misfit(bytes) ?? 'fileUnreadable' };
  if (rows.length === 0) return { refusal: 'fileEmpty' };
  return rows.length > ROWS + 1 ? { refusal: 'fileTooLong' } : { bytes, rows };
}

function rowsOfText(bytes) {
  const text = misfit(bytes) ? null : decode(bytes);
  return text === null ? null : csv.parse(text);
}

/** The file in the phase it is in; progress brings what moves up to date. */
function screen(job) {
  const still = (...elements) => ({ elements, progress: () => {} });
  if (job.phase === 'columns') return still(h('p', { class: 'notice fault-box', role: 'alert' }, lacking(job)), mapping(job));
  if (job.phase === 'failed') {
    return still(h('p', { class: 'notice fault-box', role: 'alert' }, job.trouble), h('div', { class: 'actions start' }, h('button', { type: 'button', onclick: () => job.match() }, t('tryAgain'))));
  }
  if (job.phase === 'done') return still(...result(job));
  if (job.phase === 'matching') {
    const state = h('p', { class: 'hint', role: 'status' });
    return { elements: [state], progress: () => say(state, job.isWaiting ? t('unreachable') : t('importMatching', { count: job.read })) };
  }
  if (job.phase === 'running') return running(job);
  if (job.plan.length === 0) return still(h('p', { class: 'notice fault-box', role: 'alert' }, t('fileEmpty')), mapping(job));
  return still(
    h('section', { class: 'card' }, h('p', { class: 'summary', role: 'status' }, summary(job)), counts(job.plan), notices(job)),
    mapping(job), ...groupsAbove(job), starting(job), ...groupsBelow(job));
}

function summary({ plan }) {
  const [creates, updates] = ['create', 'update'].map((kind) => plan.filter(({ action }) => action?.kind === kind).length);
  const skipped = plan.filter(({ choice }) => choice === 'skip').length;
  const errors = of(plan, 'error').length;
  return [
    creates > 0 ? t('importCreates', { count: creates }) : null,
    updates > 0 ? t('importUpdates', { count: updates }) : null,
    creates + updates === 0 ? t('importNothing') : null,
    skipped > 0 ? t('importSkips', { count: skipped }) : null,
    errors > 0 ? t('importLeaves', { count: errors }) : null,
  ].filter(Boolean).join('');
}

/** What this browser knows of the file from before. */
function notices({ memory, outcomes, phase, underWay }) {
  if (phase === 'stopped') return h('p', { class: 'notice' }, t('importStopped', { done: underWay.filter((row) => outcomes.has(row)).length, all: underWay.length }));
  if (!memory) return null;
  return h('p', { class: 'notice' }, memory.isOver ? t('importKnown', { when: exactly(memory.at) }) : t('importResumed'));
}

/** The button, which says what it does. */
function starting(job) {
  const [creates, updates] = ['create', 'update'].map((kind) => job.actions.filter(({ action }) => action.kind === kind).length);
  const word = creates > 0 && updates > 0 ? t('importGoBoth', { creates, updates })
    : creates > 0 ? t('importGo', { count: creates })
      : updates > 0 ? t('importGoUpdates', { count: updates }) : t('importGoNothing');
  const isResumed = job.phase === 'stopped' || job.memory?.isOver === false;
  const button = h('button', { type: 'button', class: 'primary', 'data-at': 'go', disabled: creates + updates === 0, onclick: () => job.go() },
    isResumed && creates + updates > 0 ? t('importGoOn', { what: word }) : word);
  return h('div', { class: 'actions start' }, button);
}

function running(job) {
  const state = h('p', { class: 'hint', role: 'status' });
  const bar = h('progress', { max: String(Math.max(1, job.total)), value: 0, 'aria-label': t('importTitle') });
  const stop = h('button', { type: 'button', 'data-at': 'go', onclick: () => job.stop() }, t('importStop'));
  const progress = () => {
    bar.value = job.finished;
    put(state, 'class', job.isWaiting ? 'edit-state' : 'hint');
    say(state, job.isWaiting ? t('unreachable') : t('importProgress', { done: job.finished, all: job.total }));
  };
  progress();
  return { elements: [h('section', { class: 'card' }, h('p', { class: 'summary' }, t('importRunning')), bar, state, h('div', { class: 'actions start' }, stop))], progress };
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
