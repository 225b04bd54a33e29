// What becomes of an import: how far its job is, what came of the rows, and the way to take all of it back.

import { insist, walk } from './api.js';
import { PagedList } from './administration.js';
import * as csv from './csv.js';
import { actions, ask } from './dialog.js';
import { h, put, say } from './dom.js';
import { dated, download } from './download.js';
import { number, t } from './i18n.js';
import * as imports from './importapi.js';
import { faultWords, fieldsOf, labelOf, shown } from './importfields.js';
import { follow, shareOf, start } from './importjob.js';
import { kindNamed, tell } from './importkinds.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const PAGE = 50;
const FILE_PAGE = 1000;

/** What became of rows that were not taken. */
const NOT_TAKEN = ['skipped', 'conflict', 'error', 'pending'];
const NOT_TAKEN_BACK = ['conflict', 'error'];

const WORDS = { created: 'outcomeCreated', updated: 'outcomeUpdated', unchanged: 'groupUnchanged', skipped: 'outcomeSkipped', conflict: 'outcomeConflict', error: 'groupError', pending: 'outcomePending', undone: 'outcomeUndone' };

export class ResultView {
  #found;
  #kind;
  #again;
  #phase;
  #ends = [];
  #lists = [];
  #over = new AbortController();
  element = h('div', { class: 'preview' });

  /** @param again shows the import as it is by then */
  constructor(found, again) {
    this.#found = found;
    this.#kind = kindNamed(found.kind);
    this.#again = again;
    this.#phase = found.undo_job_id ? 'undo' : 'apply';
    const followed = follow(found.import_id, found.undo_job_id ?? found.apply_job_id);
    followed.watch(true);
    const shown = running(this.#phase, followed, () => this.#stop(followed));
    const change = () => {
      if (followed.job && followed.job.state !== 'running') this.#ended(followed.job);
      else if (this.element.firstChild !== shown.element) this.element.replaceChildren(shown.element);
      else shown.progress();
    };
    this.#ends.push(followed.changed.subscribe(change), () => followed.watch(false));
    change();
  }

  leave() {
    this.#over.abort();
    this.#ends.forEach((end) => end());
    this.#lists.forEach((list) => list.leave());
  }

  async #stop({ jobId }) {
    try {
      await insist(() => imports.stop(jobId, this.#over.signal), () => toast(t('unreachable')), this.#over.signal);
    } catch (failure) {
      if (!this.#over.signal.aborted) toast(trouble(failure), { stays: true });
    }
  }

  #ended(job) {
    const wasHere = this.element.contains(document.activeElement);
    this.#lists.forEach((list) => list.leave());
    this.#lists = [];
    const isWhole = job.state === 'done';
    this.element.replaceChildren(...[
      isWhole ? null : this.#held(job),
      this.#phase === 'apply' ? this.#applied(job, isWhole) : this.#takenBack(job, isWhole),
      ...(this.#phase === 'apply' ? this.#missed(t('importNotTaken'), { state: NOT_TAKEN }, NOT_TAKEN.reduce((sum, end) => sum + (job.outcome?.[end] ?? 0), isWhole ? 0 : 1))
        : this.#missed(t('importNotTakenBack'), { undo: NOT_TAKEN_BACK }, NOT_TAKEN_BACK.reduce((sum, end) => sum + (job.outcome?.[end] ?? 0), 0))),
    ].filter(Boolean));
    if (wasHere || document.activeElement === document.body) this.element.querySelector('h2')?.focus();
  }

  /** It was stopped, or something went wrong: it can be gone on with. */
  #held({ state, detail, done, total }) {
    const words = state === 'failed' ? t('importFailed', { detail }) : t('importStopped', { done, all: total });
    return h('div', { class: state === 'failed' ? 'notice fault-box' : 'notice', role: 'status' }, h('p', {}, words),
      h('div', { class: 'actions start' }, h('button', { type: 'button', class: 'primary', onclick: () => this.#start(this.#phase) }, t('importGoOn'))));
  }

  async #start(phase) {
    try {
      await start(this.#found.import_id, phase, () => toast(t('unreachable')));
      if (!this.#over.signal.aborted) this.#again();
    } catch (failure) {
      toast(trouble(failure), { stays: true });
    }
  }

  #applied({ outcome = {} }, isWhole) {
    const { created = 0, updated = 0 } = outcome ?? {};
    return h('section', { class: 'card' },
      h('h2', { class: 'summary', tabindex: '-1' }, doneWords(this.#kind, created, updated)),
      counts(this.#kind, outcome, ['created', 'updated', 'unchanged', 'skipped', 'conflict', 'error']),
      h('div', { class: 'actions start' },
        this.#wayToAll(),
        h('button', { type: 'button', onclick: () => this.#save('import-result', {}) }, t('importReport')),
        created + updated > 0 ? h('button', { type: 'button', class: 'danger-quiet', onclick: () => this.#confirm(created, updated) }, t('importUndo')) : null),
      isWhole && created + updated === 0 ? h('p', { class: 'hint' }, t('importNothingDone')) : null);
  }

  #wayToAll() {
    return h('a', { class: 'button', href: this.#kind.list.href }, t(this.#kind.list.word));
  }

  async #confirm(created, updated) {
    const isSure = await ask(t('importUndoTitle'), (close) => [
      created > 0 ? h('p', {}, tell(this.#kind, 'importUndoCreated', { count: created })) : null,
      updated > 0 ? h('p', {}, tell(this.#kind, 'importUndoUpdated', { count: updated })) : null,
      h('p', { class: 'hint' }, tell(this.#kind, 'importUndoHint')),
      actions(close, h('button', { type: 'button', class: 'danger', onclick: () => close(true) }, t('importUndoGo')))]);
    if (isSure) this.#start('undo');
  }

  #takenBack({ outcome }) {
    const { undone = 0 } = outcome ?? {};
    return h('section', { class: 'card' },
      h('h2', { class: 'summary', tabindex: '-1' }, tell(this.#kind, 'importTakenBack', { count: undone })),
      counts(this.#kind, outcome, ['undone', 'conflict', 'error']),
      h('div', { class: 'actions start' }, this.#wayToAll()));
  }

  /** The rows of which something else came than was wanted. */
  #missed(title, ends, count) {
    if (count === 0) return [];
    const list = new PagedList(imports.resultPath(this.#found.import_id, ends, PAGE), () => [], (rows) => (rows.length === 0 ? h('p', { class: 'hint' }, t('importNoRows')) : missedTable(title, this.#kind, this.#found, rows)));
    this.#lists.push(list);
    return [h('section', { class: 'card' }, h('h2', { tabindex: '-1' }, title),
      list.element,
      h('div', { class: 'actions start' }, h('button', { type: 'button', onclick: () => this.#save('import-rest', ends) }, t('importSaveRest'))))];
  }

  /** Writes rows into a file that can be mended and imported again. */
  async #save(name, ends) {
    const kind = this.#kind;
    const fields = fieldsOf(kind, this.#found);
    const ids = [kind.withinField, kind.idField].filter((id) => id && !fields.includes(id));
    try {
      const rows = await walk(imports.resultPath(this.#found.import_id, ends, FILE_PAGE), this.#over.signal);
      const cells = (row) => [row.row, ...fields.map((field) => row.values[field] ?? ''), tell(kind, WORDS[row.undo?.state ?? row.state]), why(kind, row), ...ids.map((id) => row[id] ?? '')];
      download(dated(name, 'csv'), csv.write([[t('row'), ...fields.map((field) => labelOf(kind, field)), t('outcome'), t('problem'), ...ids.map((id) => labelOf(kind, id))], ...rows.map(cells)]), 'text/csv');
    } catch (failure) {
      if (!this.#over.signal.aborted) toast(trouble(failure), { stays: true });
    }
  }
}

function doneWords(kind, created, updated) {
  if (created > 0 && updated > 0) return tell(kind, 'importDoneBoth', { count: created, created, updated });
  return updated > 0 ? tell(kind, 'importDoneUpdates', { count: updated }) : tell(kind, 'importDone', { count: created });
}

const counts = (kind, outcome, ends) => h('ul', { class: 'counts' }, ends.map((end) => {
  const count = outcome?.[end] ?? 0;
  return h('li', { 'data-state': end, class: count === 0 ? 'none' : null }, h('span', {}, tell(kind, WORDS[end])), ' ', h('strong', {}, number(count)));
}));

/** Why a row was not taken, or not taken back. */
function why(kind, { state, undo, errors = [], values, detail }) {
  if (undo) return undo.state === 'conflict' ? tell(kind, 'leftSince') : undo.state === 'error' ? tell(kind, 'undoRefused', { detail: undo.detail }) : '';
  if (errors.length > 0) return errors.map((fault) => faultWords(kind, fault, values)).join(' ');
  if (state === 'conflict') return t('leftChanged');
  if (state === 'skipped') return t('rowSkipped');
  if (state === 'pending') return t('outcomePending');
  return state === 'error' ? t('faultOther', { value: '', detail }) : '';
}

function missedTable(title, kind, found, rows) {
  const fields = fieldsOf(kind, found);
  const named = (row, text) => (kind.place(row) ? h('a', { href: kind.place(row) }, text) : text);
  return h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': title }, h('table', { class: 'rows' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col', class: 'numeric' }, t('row')), fields.map((field) => h('th', { scope: 'col' }, labelOf(kind, field))), h('th', { scope: 'col' }, t('outcome')), h('th', { scope: 'col' }, t('problem')))),
    h('tbody', {}, rows.map((row) => h('tr', {},
      h('th', { scope: 'row', class: 'numeric dim' }, h('span', { class: 'row-word' }, t('row'), ' '), number(row.row)),
      fields.map((field, at) => h('td', { 'data-label': labelOf(kind, field), class: 'value' }, at === 0 ? named(row, row.values[field] ?? '') : shown(kind, field, row.values[field] ?? ''))),
      h('td', { 'data-label': t('outcome') }, tell(kind, WORDS[row.undo?.state ?? row.state])),
      h('td', { 'data-label': t('problem'), class: 'value' }, why(kind, row)))))));
}

function running(phase, followed, stop) {
  const title = t(phase === 'apply' ? 'importRunning' : 'importUndoing');
  const state = h('p', { class: 'hint', role: 'status' });
  const bar = h('progress', { max: '100', value: 0, 'aria-label': title });
  const progress = () => {
    const job = followed.job ?? { done: 0, total: 0 };
    bar.value = shareOf(job);
    put(state, 'class', followed.isWaiting ? 'edit-state' : 'hint');
    say(state, followed.isWaiting ? t('unreachable') : job.total === 0 ? t('importBegins') : t('importProgress', { done: job.done, all: job.total }));
  };
  progress();
  return {
    progress,
    element: h('section', { class: 'card' }, h('h2', { class: 'summary', tabindex: '-1' }, title), bar, state,
      h('p', { class: 'hint' }, t('importRunningHint')),
      h('div', { class: 'actions start' }, h('button', { type: 'button', onclick: stop }, t('importStop')))),
  };
}
