// The table of circles: what is searched for is in the address, what is shown is one page.

import * as api from './api.js';
import { createCircle } from './create.js';
import { announce, debounced, h, icon, ICONS, paced } from './dom.js';
import { exportCircles } from './export.js';
import { addressOf, filters, searchOf } from './filters.js';
import { t } from './i18n.js';
import { may } from './identity.js';
import { connection, happened, listen } from './live.js';
import { printCircles } from './print.js';
import { pages, pill, Rows } from './rows.js';
import { Watch } from './watch.js';

const PAGE = 50;
const REFRESH_MILLIS = 400;
const RETRY_MILLIS = 2000;
const FADING_MILLIS = 1000;

/** A page that was walked to: where it begins, and how many circles came before it. */
const START = { path: null, before: 0 };

/** Where the table was left: what it was looking for, how far it was walked, and which row was opened. */
let left = { address: '#/', state: null, rows: [] };

/** What the circle is called in the table as it was left, or undefined. */
export const nameOf = (id) => left.rows.find((row) => row.circle_id === id)?.circle_name;

/** A way back to the table as it was left. */
export const wayBack = (...content) =>
  h('a', {
    href: left.address,
    onclick: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      history.pushState(left.state, '', left.address);
      window.dispatchEvent(new PopStateEvent('popstate', { state: left.state }));
    },
  }, content);

/** @param returned whether somebody came here by hand, and so may be going back to a row */
export function circlesPage(at, query, returned) {
  const page = new CirclesPage(at, searchOf(query), returned);
  return { title: t('circles'), arrive: (there) => page.arrive(searchOf(there)), leave: () => page.leave() };
}

class CirclesPage {
  #search;
  #view;
  #fields;
  #pager;
  #pill;
  #watch = new Watch();
  // The way that was walked is kept with the entry of the browser's history: going back, or loading anew, is going there.
  #walked = history.state?.walked ?? [START];
  #opened = history.state?.opened ?? null;
  #returning;
  #rows = [];
  /** Whether a page is shown, be it an empty one. */
  #isShown = false;
  #next = null;
  #loading = null;
  #retry = null;
  #firstWaiting = null;
  #endings;

  constructor(at, search, returned) {
    this.#search = search;
    this.#returning = returned ? this.#opened : null;
    this.#view = new Rows(search, {
      sort: (column) => this.#change({ sort: column, order: search.sort === column && search.order === 'asc' ? 'desc' : 'asc' }),
      open: (id) => { this.#opened = id; this.#remain(); },
    });
    this.#fields = filters(search, (changes) => this.#change(changes));
    this.#pager = pages(() => this.#turn(1), () => this.#turn(-1));
    this.#pill = pill(() => this.#showWaiting());
    at.append(
      h('div', { class: 'head' },
        h('h1', { tabindex: '-1' }, t('circles')),
        h('div', { class: 'head-actions' },
          h('button', { type: 'button', class: 'printer', onclick: () => printCircles(search) }, icon(ICONS.print), t('print')),
          h('button', { type: 'button', onclick: () => exportCircles(search) }, icon(ICONS.down), t('export')),
          may('editor') ? h('button', { type: 'button', class: 'primary', onclick: () => createCircle() }, icon(ICONS.plus), t('newCircle')) : null)),
      this.#fields.element, this.#pill.element, this.#view.element, this.#pager.element);
    this.#endings = this.#listening();
    this.#load();
  }

  /** The browser went back or forth, from one look at the table to another. */
  arrive(search) {
    Object.assign(this.#search, search);
    this.#walked = history.state?.walked ?? [START];
    this.#opened = this.#returning = history.state?.opened ?? null;
    this.#fields.fill(search);
    this.#begin();
    this.#load({ announced: true, turned: true });
  }

  leave() {
    this.#endings.forEach((end) => end());
    this.#loading?.abort();
    this.#loading = null;
    clearTimeout(this.#retry);
    left = { address: addressOf(this.#search), state: this.#place(), rows: this.#rows };
  }

  #listening() {
    const refresh = paced(REFRESH_MILLIS, () => { if (!this.#loading) this.#load({ quiet: true }); else refreshLater(); });
    const refreshLater = debounced(REFRESH_MILLIS, () => refresh());
    const fading = setInterval(() => { if (this.#watch.faded()) this.#show(); }, FADING_MILLIS);
    const printing = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'p' || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      printCircles(this.#search);
    };
    window.addEventListener('keydown', printing);
    return [
      () => window.removeEventListener('keydown', printing),
      happened.subscribe((event) => {
        const rows = this.#watch.heard(event, this.#rows);
        if (rows !== this.#rows) {
          this.#rows = rows;
          this.#show();
        }
        refresh();
      }),
      connection.subscribe((online) => { if (online) this.#load({ quiet: this.#isShown }); }),
      () => clearInterval(fading),
    ];
  }

  /** What is looked for changes: the page begins anew, and the address says so. */
  #change(changes) {
    Object.assign(this.#search, changes);
    this.#walked = [START];
    this.#opened = null;
    this.#remain();
    this.#begin();
    this.#load({ announced: true });
  }

  /** Another look at the table. */
  #begin() {
    this.#isShown = false;
    this.#watch.begin();
    this.#view.sorted(this.#search);
    this.#fields.sorted(this.#search);
    this.#wait(null);
  }

  #place() {
    return { walked: this.#walked, opened: this.#opened };
  }

  #remain() {
    history.replaceState(this.#place(), '', addressOf(this.#search));
  }

  #turn(step) {
    const here = this.#walked.at(-1);
    if (step > 0 && this.#next) this.#walked.push({ path: this.#next, before: here.before + this.#rows.length });
    else if (step < 0 && this.#walked.length > 1) this.#walked.pop();
    else return;
    this.#opened = null;
    history.pushState(this.#place(), '', addressOf(this.#search));
    this.#begin();
    this.#load({ announced: true, turned: true });
  }

  /**
   * Asks for the page; what was asked for before is of no interest any more.
   *
   * @param quiet whether the page is only compared with the one that is shown, which stays
   */
  async #load({ announced = false, turned = false, quiet = false, known = null } = {}) {
    this.#loading?.abort();
    clearTimeout(this.#retry);
    const mine = new AbortController();
    this.#loading = mine;
    if (!quiet) this.#view.busy(true);
    try {
      const found = await api.page(this.#walked.at(-1).path ?? api.circlesPath({ ...this.#search, limit: PAGE }), mine.signal);
      if (mine !== this.#loading) return;
      this.#loading = null;
      if (quiet && this.#isShown) this.#compare(found.data);
      else this.#take(found, known);
      if (announced) announce(t('found', { count: this.#rows.length }));
      if (this.#returning) this.#view.focus(this.#returning);
      else if (turned) this.#view.toTop();
      this.#returning = null;
      listen();
    } catch (failure) {
      if (mine !== this.#loading || mine.signal.aborted) return;
      this.#loading = null;
      this.#failed(failure, { announced, quiet });
    } finally {
      if (mine === this.#loading || this.#loading === null) this.#view.busy(false);
    }
  }

  #failed(failure, { announced, quiet }) {
    // A way that leads nowhere any more, because the server is another one, is begun anew.
    if (failure.status === 400 && this.#walked.length > 1) {
      this.#walked = [START];
      this.#remain();
      this.#load({ announced });
      return;
    }
    // A page that is shown stays: what was true a moment ago is better than nothing.
    const stays = quiet && this.#isShown;
    if (!stays) {
      this.#isShown = false;
      this.#rows = [];
      this.#view.failed(failure, () => this.#load());
      this.#pager.hide();
    }
    if (failure instanceof api.Unreachable || failure.passes) this.#retry = setTimeout(() => this.#load({ quiet: stays }), RETRY_MILLIS);
  }

  /** @param known the circles that were shown before, when the others are new to whoever looks */
  #take(found, known) {
    this.#rows = found.data;
    this.#next = found.next;
    this.#isShown = true;
    this.#watch.taken(this.#rows, known);
    this.#wait(null);
    this.#show();
  }

  #compare(fresh) {
    this.#rows = this.#watch.updated(this.#rows, fresh);
    this.#wait(this.#watch.waiting(this.#rows, fresh));
    this.#show();
  }

  #show() {
    this.#view.show(this.#rows, this.#watch.marks, this.#search);
    this.#pager.show(this.#walked.at(-1).before, this.#rows.length, this.#next !== null, this.#walked.length > 1);
  }

  /** Says what waits to be shown. */
  #wait(waiting) {
    this.#firstWaiting = waiting?.first ?? null;
    let text = '';
    if (waiting?.born >= PAGE) text = t('waitingMany', { count: PAGE });
    else if (waiting?.born > 0) text = t('waitingNew', { count: waiting.born });
    else if (waiting?.isOther) text = t('waitingOther');
    if (this.#pill.say(text)) announce(text);
  }

  async #showWaiting() {
    const known = new Set(this.#rows.map((row) => row.circle_id));
    const first = this.#firstWaiting;
    this.#begin();
    await this.#load({ turned: true, known });
    this.#view.focus(first ?? this.#rows[0]?.circle_id);
  }
}
