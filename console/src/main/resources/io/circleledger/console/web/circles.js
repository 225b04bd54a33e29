// The table of circles: what is searched for is in the address, what is shown is one page.

import * as api from './api.js';
import { chips, opening } from './chips.js';
import { createCircle } from './create.js';
import { announce, h, icon, ICONS, paced, put, say } from './dom.js';
import { exportCircles } from './export.js';
import { addressOf, filters, pageOf, searchOf, sums, titleOf, totalOf } from './filters.js';
import { t } from './i18n.js';
import { may } from './identity.js';
import { isCommand, letterOf } from './keys.js';
import { isLogAsked } from './listcolumns.js';
import { connection, happened, listen } from './live.js';
import { learn } from './names.js';
import { Picks } from './picks.js';
import { printCircles } from './print.js';
import { pages, pill, Rows } from './rows.js';
import { Watch } from './watch.js';

const PAGE = 50;
const MOST = 1000;
const REFRESH_MILLIS = 400;
const RETRY_MILLIS = 2000;
const FADING_MILLIS = 1000;

/** A page that was walked to: where it begins, as far as that is known, and how many circles came before it. */
const START = { path: null, before: 0 };

/** The way to a page of which only the number is known. */
const wayTo = (page) => Array.from({ length: page }, (_, index) => (index === 0 ? START : { path: null, before: index * PAGE }));

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
  const page = new CirclesPage(at, query, returned);
  return { title: t('circles'), retitle: (set) => page.retitle(set), arrive: (there) => page.arrive(there), leave: () => page.leave() };
}

/** The way between those that are active and those that are not. */
function tabs() {
  const links = [['', 'activeTab'], ['dissolved', 'dissolvedTab']].map(([status, word]) => ({ status, link: h('a', {}, t(word)) }));
  return {
    element: h('nav', { class: 'tabs', 'aria-label': t('lifeTabs') }, links.map(({ link }) => link)),
    show(search) {
      for (const { status, link } of links) {
        put(link, 'href', addressOf({ ...search, status }));
        put(link, 'aria-current', status === search.status ? 'page' : null);
      }
    },
  };
}

class CirclesPage {
  #search;
  #left = new AbortController();
  #view;
  #fields;
  #pager;
  #pill;
  #tabs;
  #count = h('p', { class: 'total' });
  #sum = h('p', { class: 'sum' });
  #chips;
  #picks = may('editor') ? new Picks() : null;
  #bulk = null;
  #bulkPlace = h('div', { class: 'bulk-place' });
  #total = 0;
  #watch = new Watch(() => (this.#search.status === 'dissolved' ? 'CircleDissolved' : 'CircleCreated'));
  // The way that was walked is kept with the entry of the browser's history: going back, or loading anew, is going there.
  #walked;
  #opened = history.state?.opened ?? null;
  #returning;
  #rows = [];
  /** Whether a page is shown, be it an empty one. */
  #isShown = false;
  #next = null;
  #loading = null;
  /** Whether something has happened since the page was asked for. */
  #isStale = false;
  #refresh = paced(REFRESH_MILLIS, () => { if (this.#loading) this.#isStale = true; else if (!this.#left.signal.aborted) this.#load({ quiet: true }); });
  #retry = null;
  #firstWaiting = null;
  #titled = () => {};
  #endings;

  constructor(at, query, returned) {
    const search = searchOf(query);
    this.#search = search;
    this.#walked = history.state?.walked ?? wayTo(pageOf(query));
    this.#tabs = tabs();
    this.#returning = returned ? this.#opened : null;
    this.#view = new Rows(search, {
      sort: (column) => this.#change({ sort: column, order: search.sort === column && search.order === 'asc' ? 'desc' : 'asc' }),
      open: (id) => { this.#opened = id; this.#remain(); },
      picks: this.#picks,
    });
    this.#fields = filters(search, (changes) => this.#change(changes), this.#left.signal);
    this.#chips = chips((without) => this.#fields.fill({ ...search, ...without }),
      opening('views', async () => (await import('./listviews.js')).askViews(addressOf(search))),
      opening('columns', async () => (await import('./listviews.js')).askColumns(() => this.#recolumn())));
    this.#picks?.changed.subscribe(() => this.#showBulk());
    this.#pager = pages(PAGE, () => this.#turn(1), () => this.#turn(-1));
    this.#pill = pill(() => this.#showWaiting());
    at.append(
      h('div', { class: 'head' },
        h('div', { class: 'titled' }, h('h1', { tabindex: '-1' }, t('circles')), this.#count, this.#sum),
        h('div', { class: 'head-actions' },
          h('button', { type: 'button', class: 'printer', onclick: () => printCircles(search) }, icon(ICONS.print), t('print')),
          h('button', { type: 'button', onclick: () => exportCircles(search) }, icon(ICONS.down), t('export')),
          may('editor') ? h('button', { type: 'button', class: 'primary', onclick: () => createCircle() }, icon(ICONS.plus), t('newCircle')) : null)),
      this.#tabs.element, this.#fields.element, this.#chips.element, this.#pill.element, this.#view.element, this.#bulkPlace, this.#pager.element);
    this.#tabs.show(search);
    this.#chips.show(search);
    this.#endings = this.#listening();
    this.#load();
  }

  /** The browser went back or forth, from one look at the table to another. */
  arrive(query) {
    const search = searchOf(query);
    Object.assign(this.#search, search);
    this.#walked = history.state?.walked ?? wayTo(pageOf(query));
    this.#opened = this.#returning = history.state?.opened ?? null;
    this.#fields.fill(search);
    this.#begin();
    this.#load({ announced: true, turned: true });
  }

  leave() {
    this.#endings.forEach((end) => end());
    this.#left.abort();
    this.#loading?.abort();
    this.#loading = null;
    clearTimeout(this.#retry);
    left = { address: this.#address(), state: this.#place(), rows: this.#rows };
  }

  #listening() {
    const fading = setInterval(() => { if (this.#watch.faded()) this.#show(); }, FADING_MILLIS);
    const keys = (event) => this.#key(event);
    window.addEventListener('keydown', keys);
    return [
      () => window.removeEventListener('keydown', keys),
      happened.subscribe((event) => {
        // What was, stays.
        if (this.#search.asOf) return;
        const rows = this.#watch.heard(event, this.#rows);
        if (rows !== this.#rows) {
          this.#rows = rows;
          this.#show();
        }
        this.#refresh();
      }),
      connection.subscribe((online) => { if (online) this.#load({ quiet: this.#isShown }); }),
      () => clearInterval(fading),
    ];
  }

  #key(event) {
    if (isCommand(event) && event.key.toLowerCase() === 'p' && !document.querySelector('dialog[open]')) {
      event.preventDefault();
      printCircles(this.#search);
    } else if (letterOf(event) === 'x' && this.#isPickable()) {
      this.#view.pick();
    } else {
      const step = { j: 1, k: -1 }[letterOf(event)];
      if (step && this.#view.step(step)) event.preventDefault();
    }
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
    this.#tellTitle();
    this.#watch.begin();
    this.#tabs.show(this.#search);
    this.#chips.show(this.#search);
    if (this.#picks?.size > 0) {
      if (!this.#isPickable()) this.#picks.clear();
      this.#showBulk();
    }
    this.#view.sorted(this.#search);
    this.#fields.sorted(this.#search);
    this.#wait(null);
  }

  /** @param set told what the page is called */
  retitle(set) {
    this.#titled = set;
    this.#tellTitle();
  }

  #tellTitle() {
    this.#titled(titleOf(this.#search, this.#page));
  }

  get #page() { return Math.floor(this.#walked.at(-1).before / PAGE) + 1; }

  #place() {
    return { walked: this.#walked, opened: this.#opened };
  }

  #address() {
    return addressOf(this.#search, this.#page);
  }

  #remain() {
    history.replaceState(this.#place(), '', this.#address());
  }

  #turn(step) {
    const here = this.#walked.at(-1);
    if (step > 0 && this.#next) this.#walked.push({ path: this.#next, before: here.before + this.#rows.length });
    else if (step < 0 && this.#walked.length > 1) this.#walked.pop();
    else return;
    this.#opened = null;
    history.pushState(this.#place(), '', this.#address());
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
    this.#isStale = false;
    if (!quiet) this.#view.busy(true);
    try {
      const found = await this.#read(mine.signal);
      if (mine !== this.#loading) return;
      this.#loading = null;
      this.#total = found.total;
      if (quiet && this.#isShown) this.#compare(found.data);
      else this.#take(found, known);
      if (announced) announce(t('found', { count: this.#total }));
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
      if (this.#isStale && this.#loading === null) this.#refresh();
    }
  }

  /** The page, and who has changed its circles where that is shown. */
  async #read(abort) {
    const isLogged = isLogAsked();
    const found = await api.page(api.withChanges(await this.#path(abort), isLogged), abort);
    if (isLogged) await learn(found.data.map(({ changed_by: actor }) => actor), abort);
    return found;
  }

  /** Shows other columns; what the log says of the circles is read first. */
  #recolumn() {
    this.#view.recolumn();
    this.#show();
    if (isLogAsked() && this.#rows.some((row) => !('changed_by' in row))) this.#load({ known: new Set(this.#rows.map((row) => row.circle_id)) });
  }

  /** Where the page begins. Whoever comes by an address that names its number is led there past those before it. */
  async #path(abort) {
    const here = this.#walked.at(-1);
    if (here.path || here.before === 0) return here.path ?? api.circlesPath({ ...this.#search, limit: PAGE });
    let path = api.circlesPath({ ...this.#search, limit: Math.min(here.before, MOST) });
    for (let missing = here.before; missing > 0;) {
      const { data, next } = await api.page(path, abort);
      missing -= data.length;
      if (!next) {
        // There are not so many any more.
        this.#walked = [START];
        this.#remain();
        return this.#path(abort);
      }
      path = api.limited(next, missing > 0 ? Math.min(missing, MOST) : PAGE);
    }
    here.path = path;
    return path;
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
      this.#count.textContent = '';
      this.#sum.textContent = '';
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
    say(this.#count, totalOf(this.#search, this.#total));
    say(this.#sum, this.#rows.length === 0 ? '' : sums(this.#rows, this.#total));
    this.#pager.show(this.#walked.at(-1).before, this.#rows.length, this.#total, this.#next !== null, this.#walked.length > 1);
  }

  /** Circles that have ended, and those of the past, are only looked at. */
  #isPickable() {
    return this.#search.status === '' && this.#search.asOf === '';
  }

  /** Shows what can be done with what is picked. */
  async #showBulk() {
    if (this.#picks.size > 0 && !this.#bulk) {
      const { bulkBar } = await import('./bulk.js');
      this.#bulk ??= bulkBar(this.#picks, { search: this.#search, shown: () => ({ rows: this.#rows.length, total: this.#total }), done: () => this.#load() });
      this.#bulkPlace.replaceChildren(this.#bulk.element);
    }
    this.#bulk?.show();
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
