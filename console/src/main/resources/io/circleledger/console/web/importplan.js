// What a file would do, before it is done: counts, columns, rows, and the button.

import { insist, page } from './api.js';
import { announce, h, put, say, unpressed } from './dom.js';
import { number, t } from './i18n.js';
import * as imports from './importapi.js';
import { fieldsOf, labelOf, lackingOf } from './importfields.js';
import { start } from './importjob.js';
import { kindNamed, tell } from './importkinds.js';
import { rowTable, STATE_WORDS } from './importrows.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const PAGE = 50;

/** What is looked at first: what somebody has to see to. */
const URGENCY = ['error', 'duplicate', 'changed', 'new'];

export class PlanView {
  #found;
  #kind;
  #begun;
  #over = new AbortController();
  #state;
  #walked;
  #page = { data: [], next: null };
  #editing = new Set();
  /** Changes are made one after the other; each plans all rows anew. */
  #changes = Promise.resolve();
  #summary = h('section', { class: 'card' });
  #mapping = h('div', {});
  #rows = h('div', { class: 'preview' });
  #go = h('button', { type: 'button', class: 'primary', 'data-at': 'go', onclick: () => this.#apply() });
  #where = h('span', { class: 'where' });
  #previous = h('button', { type: 'button', onclick: () => this.#turn(-1) }, t('previous'));
  #next = h('button', { type: 'button', onclick: () => this.#turn(1) }, t('next'));
  #pages = h('nav', { class: 'actions start', 'aria-label': t('pages') }, this.#previous, this.#where, this.#next);
  #trouble = h('p', { class: 'fault', role: 'alert' });
  element = h('div', { class: 'preview' },
    this.#summary, this.#mapping, this.#rows, this.#pages, this.#trouble, h('div', { class: 'actions start import-go' }, this.#go));

  /** @param begun told when somebody has begun to apply it */
  constructor(found, begun) {
    this.#begun = begun;
    this.#kind = kindNamed(found.kind);
    this.#take(found);
    this.#choose(URGENCY.find((state) => found.counts[state] > 0) ?? '');
  }

  leave() { this.#over.abort(); }

  /** Looks at the rows of one state, or at all. */
  #choose(state) {
    this.#state = state;
    this.#walked = [imports.rowsPath(this.#found.import_id, state, PAGE)];
    this.#editing.clear();
    this.#show();
    return this.#load();
  }

  #turn(step) {
    if (step > 0) this.#walked.push(this.#page.next);
    else this.#walked.pop();
    this.#load();
  }

  async #load() {
    const path = this.#walked.at(-1);
    try {
      const read = await insist(() => page(path, this.#over.signal), () => say(this.#trouble, t('unreachable')), this.#over.signal);
      say(this.#trouble, '');
      if (path === this.#walked.at(-1)) this.#put(read);
    } catch (failure) {
      this.#failed(failure);
    }
  }

  #failed(failure) {
    if (this.#over.signal.aborted) return;
    // Somebody else has begun to apply it.
    if (failure.is?.('import-applied')) return this.#begun();
    say(this.#trouble, trouble(failure));
  }

  #put(read) {
    this.#page = read;
    this.#show();
  }

  #take(found) {
    this.#found = found;
    this.#summary.replaceChildren(...summary(this.#kind, found), this.#filter());
    // Who chooses a column goes on with the next one.
    if (!this.#mapping.contains(document.activeElement)) this.#mapping.replaceChildren(mapping(this.#kind, found, (columns) => this.#change(() => imports.map(found.import_id, columns, this.#over.signal))));
    const { create, update } = found.planned;
    this.#go.disabled = create + update === 0;
    say(this.#go, goWords(this.#kind, create, update));
  }

  #filter() {
    const { counts } = this.#found;
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const button = (state, word, count) => h('button', {
      type: 'button', 'data-state': state || 'all', 'data-at': `filter ${state}`, 'aria-pressed': String(state === this.#state), class: count === 0 ? 'none' : null, onclick: () => this.#choose(state),
    }, h('span', {}, t(word)), ' ', h('strong', {}, number(count)));
    return h('div', { class: 'counts', role: 'group', 'aria-label': t('importFilter') },
      Object.entries(STATE_WORDS).map(([state, word]) => button(state, word, counts[state])), button('', 'groupAll', all));
  }

  /** Shows everything anew, and leaves the focus where it is, or near it. */
  #show() {
    keepingFocus(this.element, () => {
      this.#summary.querySelector('.counts')?.replaceWith(this.#filter());
      const { data } = this.#page;
      this.#rows.replaceChildren(data.length === 0 ? h('p', { class: 'hint' }, t('importNoRows')) : rowTable(data, {
        kind: this.#kind, fields: fieldsOf(this.#kind, this.#found), editing: this.#editing,
        take: (row, change) => this.#change(() => imports.mend(this.#found.import_id, row.row, change, this.#over.signal)),
        edit: (row) => this.#edit(row),
      }));
      const isOne = this.#walked.length === 1 && !this.#page.next;
      this.#pages.hidden = isOne;
      this.#previous.disabled = this.#walked.length === 1;
      this.#next.disabled = !this.#page.next;
      say(this.#where, t('pageNumber', { page: this.#walked.length }));
    });
  }

  #edit(row) {
    this.#editing.add(row.row);
    this.#show();
    this.#rows.querySelector(`input[data-at^="${row.row} "]`)?.focus();
  }

  /** Changes the plan. A row that is mended stays where it is until other rows are looked at. */
  #change(call) {
    this.#changes = this.#changes.then(async () => {
      put(this.element, 'aria-busy', 'true');
      try {
        const changed = await insist(call, () => say(this.#trouble, t('unreachable')), this.#over.signal);
        const found = await imports.find(this.#found.import_id, this.#over.signal);
        const read = await page(this.#walked.at(-1), this.#over.signal);
        await unpressed();
        say(this.#trouble, '');
        this.#editing.delete(changed.row);
        const others = read.data.filter(({ row }) => row !== changed.row);
        if (found.state !== 'open') return this.#begun();
        this.#take(found);
        this.#put({ ...read, data: changed.row ? [...others, changed].toSorted((one, other) => one.row - other.row) : read.data });
        announce(this.#summary.querySelector('.summary').textContent);
      } catch (failure) {
        this.#failed(failure);
      } finally {
        put(this.element, 'aria-busy', null);
      }
    });
  }

  async #apply() {
    const wanted = this.#go.textContent;
    await this.#changes;
    // What was typed just before the button may have changed what it does.
    if (this.#go.textContent !== wanted) return toast(t('importCheckAgain'));
    this.#go.disabled = true;
    try {
      await start(this.#found.import_id, 'apply', () => say(this.#trouble, t('unreachable')));
      if (!this.#over.signal.aborted) this.#begun();
    } catch (failure) {
      if (this.#over.signal.aborted) return toast(trouble(failure), { stays: true });
      this.#go.disabled = false;
      this.#failed(failure);
    }
  }
}

function goWords(kind, creates, updates) {
  if (creates > 0 && updates > 0) return tell(kind, 'importGoBoth', { creates, updates });
  if (creates > 0) return tell(kind, 'importGo', { count: creates });
  return updates > 0 ? tell(kind, 'importGoUpdates', { count: updates }) : t('importGoNothing');
}

/** What would be done, in sentences. */
function summary(kind, { counts, planned: { create, update }, skipped, left_out: leftOut = [], reason }) {
  const said = [
    create > 0 ? tell(kind, 'importCreates', { count: create }) : '',
    update > 0 ? tell(kind, 'importUpdates', { count: update }) : '',
    create + update === 0 ? t(counts.duplicate + counts.error + skipped === 0 ? 'importNothingAtAll' : 'importNothing') : '',
    counts.duplicate > 0 ? tell(kind, 'importDoubts', { count: counts.duplicate }) : '',
    counts.error > 0 ? t('importLeaves', { count: counts.error }) : '',
  ];
  return [
    h('p', { class: 'summary' }, said.join('')),
    reason ? h('p', { class: 'hint' }, t('because', { reason })) : null,
    leftOut.length > 0 ? h('p', { class: 'hint' }, t('importIgnored', { rows: leftOut.map(({ row, text }) => t(text ? 'ignoredRow' : 'ignoredRowAlone', { row, text })).join(t('and')) })) : null,
  ].filter(Boolean);
}

/** Which column is what: folded away as long as all was found. */
function mapping(kind, found, take) {
  const { columns, fields } = found;
  const lacking = lackingOf(kind, found).map((field) => t('quoted', { text: labelOf(kind, field) }));
  const select = ({ index, heading, field: chosen }) => h('label', { class: 'field' },
    h('span', {}, `${letter(index)}${heading ? `: ${heading}` : ''}`),
    h('select', { 'data-at': `column ${index}`, 'data-column': index, onchange: (event) => choose(event.target) },
      h('option', { value: '' }, t('noSuchColumn')),
      fields.map(({ field }) => h('option', { value: field, selected: field === chosen }, labelOf(kind, field)))));

  const element = h('details', { class: 'card mapping', open: lacking.length > 0 }, h('summary', {}, t('mapping')),
    lacking.length > 0 ? h('p', { class: 'notice fault-box', role: 'alert' }, t('columnsMissing', { fields: lacking.join('') })) : null,
    h('p', { class: 'hint' }, t('mappingHint')),
    h('div', { class: 'mapped' }, columns.map(select)));

  /** A field has one column: it is taken away from the one that had it. */
  function choose(chosen) {
    const all = [...element.querySelectorAll('select')];
    for (const other of all) if (other !== chosen && other.value === chosen.value) other.value = '';
    take(all.filter(({ value }) => value !== '').map(({ value, dataset }) => ({ index: Number(dataset.column), field: value })));
  }
  return element;
}

/** A column as spreadsheets name it. */
const letter = (at) => (at < 26 ? String.fromCharCode(65 + at) : `${letter(Math.floor(at / 26) - 1)}${letter(at % 26)}`);

/** Shows another thing in place of one, and leaves the focus with the element of the same place, or near it. */
function keepingFocus(within, show) {
  const had = within.contains(document.activeElement) ? document.activeElement.dataset.at ?? '' : null;
  const places = [...within.querySelectorAll('[data-at]')].map(({ dataset }) => dataset.at);
  const scrolled = window.scrollY;
  show();
  if (had === null || (within.contains(document.activeElement) && document.activeElement !== document.body)) return;
  const now = new Map([...within.querySelectorAll('[data-at]')].map((element) => [element.dataset.at, element]));
  const next = places.slice(places.indexOf(had)).find((place) => now.has(place)) ?? 'go';
  (now.get(had) ?? now.get(next))?.focus({ preventScroll: true });
  window.scrollTo(0, scrolled);
}
