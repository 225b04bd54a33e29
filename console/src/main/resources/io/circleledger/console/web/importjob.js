// One file that is being imported: matched with the ledger, shown, sent, and continued after any interruption.
//
// No row is imported twice, for three reasons. A request has a key, so that sending it again does nothing; the server keeps
// keys for a day. What came of each row is remembered in this browser. And before anything is sent, also before a run is
// continued, the circles of the ledger are read again: a row that was recorded and whose answer was lost, or that somebody
// else has imported from another computer, is found there.

import * as api from './api.js';
import { columnsOf, columnsUnder } from './columns.js';
import { announce, paced, signal } from './dom.js';
import { asMembers, FIELDS } from './fields.js';
import { foldAll } from './fold.js';
import { t } from './i18n.js';
import { fingerprint, recallImport, rememberImport } from './importmemory.js';
import { planned } from './plan.js';
import { saveFaults } from './result.js';
import { lookUp, nameAll, readRoster } from './roster.js';
import { nameFault, tidyName } from './rules.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const AT_ONCE = 4;
const PROGRESS_MILLIS = 100;
const REMEMBER_MILLIS = 500;

/** After so long the key of a request that was never answered may be forgotten by the server: half of what it can be set to. */
const KEYS_TRUSTED_MILLIS = 30 * 60 * 1000;

class Stale extends Error {}

/**
 * An import.
 *
 * - phase: `columns` (somebody has to say which is which), `matching`, `ready`, `running`, `stopped`, `done` or `failed`
 * - plan: what each row comes to
 * - outcomes: what came of those that were sent, by row: kind (`created`, `updated`, `already`, `left`, `refused`), id, text
 * - changed: told when any of this is another; progress: told as rows are done
 */
export class ImportJob {
  constructor(file, bytes, rows) {
    this.fingerprint = fingerprint(bytes);
    const memory = recallImport(this.fingerprint);
    Object.assign(this, {
      file, rows, memory, run: memory?.run ?? null, isOver: memory?.isOver ?? true,
      imported: memory?.imported ?? new Map(), edits: memory?.edits ?? new Map(), choices: memory?.choices ?? new Map(),
      columns: memory?.columns ?? columnsOf(rows), isChoosing: false, plan: [], roster: null, outcomes: new Map(), sent: new Set(),
      phase: 'matching', isWaiting: false, read: 0, total: 0, trouble: null, changed: signal(), progress: signal(), over: new AbortController(),
    });
    this.tell = paced(PROGRESS_MILLIS, () => this.progress.tell());
    this.keep = paced(REMEMBER_MILLIS, () => this.remember());
  }

  get isRunning() { return this.phase === 'running'; }

  get actions() { return this.plan.filter((entry) => entry.action); }

  become(phase) {
    this.phase = phase;
    this.changed.tell();
  }

  /** Matches the file with the ledger, unless somebody has to say first which column is which. */
  async match() {
    if (FIELDS.some(({ name, isRequired }) => isRequired && this.columns[name] < 0)) return this.become('columns');
    this.over.abort();
    this.over = new AbortController();
    const abort = this.over.signal;
    this.become('matching');
    try {
      await this.readAgain(abort);
      this.become('ready');
    } catch (failure) {
      if (!abort.aborted) this.fail(failure);
    }
  }

  fail(failure) {
    this.trouble = trouble(failure);
    this.become('failed');
  }

  async readAgain(abort) {
    const progress = (read) => {
      this.isWaiting = read === null;
      this.read = read ?? this.read;
      this.tell();
    };
    const roster = await readRoster(progress, abort);
    const nothing = { byId: new Map(), byName: new Map(), gone: new Map(), past: new Map() };
    const read = this.planWith(nothing);
    const named = read.filter(({ id }) => id).map(({ id, cells }) => ({ id, version: this.versionIn(cells) }));
    // Only what does not name its circle is looked for by name.
    if (read.some(({ state, id }) => !['error', 'ignored'].includes(state) && id === '')) {
      await nameAll(roster, read.filter(({ state }) => state !== 'ignored').map(({ name }) => name).filter((name) => nameFault(name) === null), progress, abort);
    }
    await lookUp(roster, [...named, ...[...this.imported.values()].map((id) => ({ id, version: null }))], progress, abort);
    this.isWaiting = false;
    this.roster = roster;
    this.replan();
  }

  versionIn(cells) {
    const version = Number((cells[this.columns.version] ?? '').trim());
    return Number.isInteger(version) && version >= 1 ? version : null;
  }

  planWith(roster) {
    const imported = new Map([...this.imported].map(([row, id]) => [row, { id, isOver: this.isOver }]));
    const rows = this.rows.slice(this.columns.heading + 1);
    return planned({ rows, columns: this.columns, roster, edits: this.edits, choices: this.choices, imported });
  }

  replan() {
    this.plan = this.planWith(this.roster);
  }

  /** @param chosen the place of the heading, or those of fields */
  chooseColumns(chosen) {
    this.columns = chosen.heading === undefined ? { ...this.columns, ...chosen } : columnsUnder(this.rows, chosen.heading);
    this.isChoosing = true;
    this.match();
  }

  edit(entry, field, text) {
    this.edits.set(entry.row, { ...entry.written, [field]: text });
    this.replan();
    this.changed.tell();
    // Whether the new name is that of another is known a moment later; before anything is sent, all is looked at again.
    const name = tidyName(text);
    if (field === 'name' && nameFault(name) === null) {
      foldAll([name], null, this.over.signal).then(() => {
        if (this.phase !== 'ready') return;
        this.replan();
        this.changed.tell();
      }, () => {});
    }
  }

  /** @param choose what a row is to be, given what it can be */
  choose(entries, choice) {
    entries.filter(({ choices }) => choices?.includes(choice)).forEach(({ row }) => this.choices.set(row, choice));
    this.replan();
    this.changed.tell();
  }

  saveFaults() {
    saveFaults(this);
  }

  remember() {
    rememberImport(this.fingerprint, this);
  }

  stop() {
    this.over.abort();
  }

  /** Sends what was shown, and nothing that has become another thing since. */
  async go() {
    if (this.isRunning) return;
    const approved = this.actions;
    this.begin(approved);
    const abort = this.over.signal;
    try {
      let isStale = true;
      while (isStale) {
        await this.readAgain(abort);
        isStale = await this.sendAll(this.stillSo(approved), abort);
      }
      this.isOver = !abort.aborted;
    } catch (failure) {
      if (!abort.aborted) return this.fail(failure);
    } finally {
      this.remember();
    }
    if (abort.aborted) this.replan();
    else if (location.hash.startsWith('#/import')) announce(t('importOver'));
    else toast(t('importOver'), { action: { text: t('importResult'), href: '#/import' } });
    this.become(abort.aborted ? 'stopped' : 'done');
  }

  begin(approved) {
    this.over = new AbortController();
    if (this.isOver) {
      this.run = api.newKey();
      // What is made once more takes the place of what was made before.
      approved.forEach(({ row }) => this.imported.delete(row));
      this.isOver = false;
    }
    this.total = approved.length;
    approved.forEach(({ row }) => this.outcomes.delete(row));
    this.underWay = approved.map(({ row }) => row);
    this.remember();
    this.become('running');
  }

  get finished() { return this.underWay.filter((row) => this.outcomes.has(row)).length; }

  /** The rows that are still to be what was shown; for the others, why they are not. */
  stillSo(approved) {
    const now = new Map(this.plan.map((entry) => [entry.row, entry]));
    return approved.filter(({ row, action }) => {
      if (this.outcomes.has(row)) return false;
      const entry = now.get(row);
      if (JSON.stringify(entry.action) === JSON.stringify(action)) return true;
      if (entry.state !== 'unchanged') this.outcomes.set(row, { kind: 'left', text: t('leftChanged') });
      else this.settle(row, this.sent.has(row) ? action.kind : null, entry.circle?.circle_id);
      return false;
    });
  }

  settle(row, kind, id) {
    this.outcomes.set(row, { kind: { create: 'created', update: 'updated' }[kind] ?? 'already', id });
    this.imported.set(row, id);
    this.keep();
    this.isWaiting = false;
    this.tell();
  }

  /** @returns whether to read the ledger again, since nobody knows any more what came of a request */
  async sendAll(entries, abort) {
    const waiting = entries[Symbol.iterator]();
    let isStale = false;
    const worker = async () => {
      for (const entry of waiting) {
        if (isStale || abort.aborted) return;
        try {
          await this.sendOne(entry, abort);
        } catch (failure) {
          if (abort.aborted) return;
          if (failure instanceof Stale) isStale = true;
          else this.refused(entry, failure);
        }
      }
    };
    this.tell();
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return isStale;
  }

  async sendOne({ row, action }, abort) {
    const key = `${this.run}-${row}-${fingerprint(new TextEncoder().encode(JSON.stringify(action)))}`;
    const began = Date.now();
    this.sent.add(row);
    const send = () => {
      if (Date.now() - began > KEYS_TRUSTED_MILLIS) throw new Stale();
      return action.kind === 'create' ? api.create(asMembers(action), key) : api.change(action.id, action.version, action.changes, key);
    };
    const { circle_id: id, version } = await api.insist(send, () => {
      this.isWaiting = true;
      this.tell();
    }, abort);
    this.roster.byId.set(id, { ...asMembers(action), ...this.roster.byId.get(id), ...action.changes, circle_id: id, version });
    this.settle(row, action.kind, id);
  }

  refused({ row }, failure) {
    const isConflict = failure instanceof api.Refused && failure.is('version-conflict');
    this.outcomes.set(row, isConflict ? { kind: 'left', text: t('leftChanged') } : { kind: 'refused', text: trouble(failure) });
    this.tell();
  }
}
