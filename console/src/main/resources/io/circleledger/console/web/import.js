// Creates circles from a CSV file, after showing what will be created and what is wrong.

import * as api from './api.js';
import * as csv from './csv.js';
import { announce, h, icon, ICONS, newId, put, say, signal } from './dom.js';
import { recall, remember } from './drafts.js';
import { exactly, number, t } from './i18n.js';
import { listen } from './live.js';
import { capacityFault, nameFault, readCapacity, tidyName } from './rules.js';
import { trouble } from './trouble.js';

const FILE_BYTES = 5 * 1024 * 1024;
const ROWS = 10_000;
const AT_ONCE = 4;
const SHOWN_GOOD = 20;
const SHOWN_FAULTS = 200;

const NAMES = ['name', 'circle_name', 'circle name', '名前', 'サークル名', '名称'];
const CAPACITIES = ['capacity', '定員', '人数'];

/** The import that goes on, whichever page is looked at; or the last one, until its outcome was seen. */
let job = null;

window.addEventListener('beforeunload', (event) => { if (job?.isRunning) event.preventDefault(); });

export function importPage(at) {
  let unwatch = null;
  const [inputId, hintId] = [newId('file'), newId('hint')];
  const input = h('input', { type: 'file', id: inputId, class: 'unseen', accept: '.csv,text/csv', 'aria-describedby': hintId });
  const chosen = h('output', { for: inputId });
  const drop = h('div', { class: 'drop' },
    input, h('label', { for: inputId, class: 'button' }, icon(ICONS.up), t('importFile')), chosen,
    h('p', { class: 'hint', id: hintId }, t('importDrop', { rows: ROWS })));
  const below = h('div', { class: 'preview' });
  input.addEventListener('change', () => { if (input.files[0]) take(input.files[0]); });
  // Who chooses the same file again, perhaps after mending it, means it.
  input.addEventListener('click', () => { input.value = ''; });
  drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
  at.append(
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('importTitle'))),
    h('p', { class: 'lead' }, t('importIntro')), drop, below);
  if (job) watch();
  listen();

  async function take(file) {
    say(chosen, file.name);
    if (file.size > FILE_BYTES) return refuse('fileTooLarge');
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = csv.decode(bytes);
    if (text === null) return refuse('fileUnreadable');
    const plan = planned(csv.parse(text));
    if (plan.refusal) return refuse(plan.refusal);
    job = importOf(file.name, plan, `import:${fingerprint(bytes)}`);
    watch();
  }

  function refuse(reason) {
    unwatch?.();
    below.replaceChildren(h('p', { class: 'notice fault-box', role: 'alert' }, t(reason, { rows: ROWS })));
  }

  /** Shows the job: first what will come of it, then how far it is, then what came of it. */
  function watch() {
    const { file, plan: { good, faults, warnings, bad } } = job;
    const state = h('p', { class: 'edit-state', role: 'status' });
    const progress = h('progress', { max: String(Math.max(1, good.length)), value: 0, 'aria-label': t('importTitle') });
    const go = h('button', { type: 'button', class: 'primary', onclick: () => job.go() });
    const stop = h('button', { type: 'button', onclick: () => job.stop() }, t('importStop'));
    const refused = h('div', {});
    const summary = h('p', { class: 'summary', role: 'status' }, t('importCreates', { count: good.length }), bad === 0 ? null : t('importLeaves', { count: bad }));
    const heading = h('h2', {}, t('importWill'), firstOf(good, SHOWN_GOOD));
    say(chosen, file);
    below.replaceChildren(...[
      h('section', { class: 'card' },
        summary,
        job.known ? h('p', { class: 'notice' }, job.known) : null,
        h('div', { class: 'actions start' }, go, stop), progress, state, refused),
      faults.length === 0 ? null : h('section', { class: 'card' }, h('h2', {}, t('importFaults'), firstOf(faults, SHOWN_FAULTS)), faultTable(faults.slice(0, SHOWN_FAULTS))),
      warnings.length === 0 ? null : h('section', { class: 'card' }, h('h2', {}, t('warning'), firstOf(warnings, SHOWN_FAULTS)), faultTable(warnings.slice(0, SHOWN_FAULTS))),
      good.length === 0 ? null : h('section', { class: 'card' },
        heading,
        h('table', {},
          h('thead', {}, h('tr', {}, h('th', { scope: 'col', class: 'numeric' }, t('row')), h('th', { scope: 'col' }, t('name')), h('th', { scope: 'col', class: 'numeric' }, t('capacity')))),
          h('tbody', {}, good.slice(0, SHOWN_GOOD).map((row) => h('tr', {}, h('td', { class: 'numeric dim' }, number(row.line)), h('td', { class: 'value' }, row.name), h('td', { class: 'numeric' }, number(row.capacity)))))))
    ].filter(Boolean));
    unwatch?.();
    unwatch = job.changed.subscribe(show);
    show();

    function show() {
      const { isRunning, isWaiting, outcome, finished, failures } = job;
      const done = finished.size;
      drop.inert = isRunning;
      go.hidden = isRunning || outcome === 'done';
      put(go, 'disabled', good.length === 0);
      say(go, outcome === 'stopped' ? t('importGoOn') : t('importGo', { count: good.length }));
      stop.hidden = progress.hidden = !isRunning;
      progress.value = done;
      if (isRunning) say(state, isWaiting ? t('unreachable') : t('importProgress', { done, all: good.length }));
      if (outcome === 'stopped') say(state, t('importStopped', { done }));
      if (outcome !== 'done') return;
      say(summary, t('importDone', { count: good.length - failures.length }));
      state.replaceChildren(h('a', { href: '#/' }, t('toCircles')));
      heading.firstChild.data = t('importWas');
      if (failures.length > 0) refused.replaceChildren(h('p', { class: 'fault' }, t('importRefused', { count: failures.length })), faultTable(failures));
    }
  }

  return {
    title: t('importTitle'),
    leave: () => {
      unwatch?.();
      if (!job?.isRunning) job = null;
    },
  };
}

/**
 * A file that is to be imported.
 *
 * The same file that is gone on with has the same keys, so no row of it is recorded twice; one
 * that is done says so to whoever takes it again.
 */
function importOf(file, plan, memory) {
  const before = recall(memory);
  const at = /^done (.*)$/.exec(before ?? '')?.[1];
  let stopped = null;
  const self = {
    file, plan, isRunning: false, isWaiting: false, outcome: null, finished: new Set(), failures: [], changed: signal(),
    known: at ? t('importKnown', { when: exactly(at) }) : before ? t('importResumed') : null,
    stop: () => stopped.abort(new DOMException('stopped', 'AbortError')),
    async go() {
      if (self.isRunning) return;
      stopped = new AbortController();
      Object.assign(self, { isRunning: true, outcome: null });
      const kept = recall(memory);
      const run = !kept || kept.startsWith('done ') ? api.newKey() : kept;
      remember(memory, run);
      self.failures.push(...await createAll(plan.good, run, self.finished, stopped.signal, (isWaiting) => {
        self.isWaiting = isWaiting;
        self.changed.tell();
      }));
      Object.assign(self, { isRunning: false, outcome: stopped.signal.aborted ? 'stopped' : 'done' });
      if (self.outcome === 'done') {
        remember(memory, `done ${new Date().toISOString()}`);
        announce(t('importDone', { count: plan.good.length - self.failures.length }));
      }
      self.changed.tell();
    },
  };
  return self;
}

const firstOf = (all, most) => (all.length > most ? h('small', {}, ` ${t('importFirst', { count: most })}`) : null);

const faultTable = (faults) => h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('fault') }, h('table', { class: 'faults' },
  h('thead', {}, h('tr', {}, h('th', { scope: 'col', class: 'numeric' }, t('row')), h('th', { scope: 'col' }, t('column')), h('th', { scope: 'col' }, t('value')), h('th', { scope: 'col' }, t('fault')))),
  h('tbody', {}, faults.map((fault) => h('tr', {}, h('td', { class: 'numeric' }, number(fault.line)), h('td', {}, fault.column), h('td', { class: 'value' }, fault.value), h('td', {}, fault.text))))));

/** What a file would come to: the rows that are good, and each fault with its row and column. */
export function planned({ rows, unclosed }) {
  if (rows.length === 0) return { refusal: 'fileEmpty' };
  const head = rows[0].cells.map((cell) => cell.normalize('NFKC').trim().toLowerCase());
  let nameAt = head.findIndex((cell) => NAMES.includes(cell));
  let capacityAt = head.findIndex((cell) => CAPACITIES.includes(cell));
  let lines = rows.slice(1);
  if (nameAt < 0 || capacityAt < 0) {
    // Two columns without a head are a name and a capacity, if the second is a number.
    if (head.length !== 2 || Number.isNaN(readCapacity(head[1]))) return { refusal: 'columnsMissing' };
    [nameAt, capacityAt] = [0, 1];
    lines = rows;
  }
  if (lines.length === 0) return { refusal: 'fileEmpty' };
  if (lines.length > ROWS) return { refusal: 'fileTooLong' };
  const good = [];
  const faults = [];
  const warnings = [];
  const names = new Map();
  let bad = 0;
  for (const { line, cells } of lines) {
    const [name = '', capacity = ''] = [cells[nameAt], cells[capacityAt]];
    const wrong = [
      [t('name'), name, line === unclosed ? 'openQuote' : nameFault(name)],
      [t('capacity'), capacity, line === unclosed ? null : capacityFault(capacity)],
    ].filter(([, , fault]) => fault);
    wrong.forEach(([column, value, fault]) => faults.push({ line, column, value: value.slice(0, 120), text: t(fault) }));
    if (wrong.length > 0) { bad++; continue; }
    const tidy = tidyName(name);
    if (names.has(tidy)) warnings.push({ line, column: t('name'), value: tidy, text: t('duplicateInFile', { row: names.get(tidy) }) });
    else names.set(tidy, line);
    good.push({ line, name: tidy, capacity: readCapacity(capacity) });
  }
  return { good, faults, warnings, bad };
}

/**
 * Creates what is not created yet, a few at once. A server that is away is waited for.
 *
 * @param finished the lines that are done, added to
 * @param progress told after each line, and whether the server is waited for
 * @returns what was refused
 */
async function createAll(rows, run, finished, over, progress) {
  const failures = [];
  const waiting = rows.filter((row) => !finished.has(row.line))[Symbol.iterator]();
  const worker = async () => {
    for (const row of waiting) {
      try {
        await api.insist(() => api.create(row, `${run}-${row.line}`), () => progress(true), over);
      } catch (failure) {
        if (over.aborted) return;
        failures.push({ line: row.line, column: '', value: row.name, text: trouble(failure) });
      }
      finished.add(row.line);
      if (over.aborted) return;
      progress(false);
    }
  };
  progress(false);
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failures.sort((one, other) => one.line - other.line);
}

/** A name for a file's content. It is no secret and meets few others, so FNV-1a will do. */
function fingerprint(bytes) {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 0x01000193) >>> 0;
    high = Math.imul(high ^ (byte + 1), 0x5bd1e995) >>> 0;
  }
  return `${bytes.length}-${low.toString(16)}-${high.toString(16)}`;
}
