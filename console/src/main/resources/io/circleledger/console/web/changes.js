// All changes of all circles, the newest first: who, when, what it was before and what it is now, and why.

import * as api from './api.js';
import { addressOf, afterOf, changeFilters, changesPath, isFound, searchOf } from './changesearch.js';
import { ChangeRows } from './changerows.js';
import { Befores } from './befores.js';
import { announce, h, icon, ICONS } from './dom.js';
import { exportChanges } from './changesexport.js';
import { t } from './i18n.js';
import { connection, happened, listen } from './live.js';
import { learn } from './names.js';
import { onPaper } from './onpaper.js';
import { pill } from './rows.js';
import { trouble } from './trouble.js';

const PAGE = 50;
/** A page of which little is looked for may be empty; as many are read for one that is shown. */
const READ_AT_MOST = 5;
/** What is heard of after so much is not counted. */
const HEARD_AT_MOST = 1000;
const RETRY_MILLIS = 2000;

export function changesPage(at, query) {
  const page = new ChangesPage(at, searchOf(query));
  return { title: t('allChanges'), arrive: (there) => page.arrive(searchOf(there)), leave: () => page.leave() };
}

/** Goes to another address, as if a link to it had been followed. */
function go(address, state = null) {
  history.pushState(state, '', address);
  window.dispatchEvent(new PopStateEvent('popstate', { state }));
}

class ChangesPage {
  #search;
  #leaving = new AbortController();
  #befores = new Befores();
  #title = h('h1', { tabindex: '-1' }, t('allChanges'));
  #filters;
  #rows;
  #state = h('div', { class: 'state', hidden: true });
  #pill = pill(() => this.#first());
  #newer = h('button', { type: 'button', hidden: true, onclick: () => this.#back() }, t('newer'));
  #older = h('button', { type: 'button', hidden: true, onclick: () => this.#forth() }, t('older'));
  #next = null;
  #asked = new AbortController();
  /** What was heard of and is not shown. */
  #heard = [];
  #retry = null;
  #endings;

  constructor(at, search) {
    this.#search = search;
    this.#filters = changeFilters(search, (changes) => this.#look(changes));
    this.#rows = new ChangeRows(this.#befores, { narrow: (actor) => this.#look({ actor }) });
    at.append(
      h('div', { class: 'head' }, this.#title, h('div', { class: 'head-actions' },
        h('button', { type: 'button', class: 'printer', onclick: () => window.print() }, icon(ICONS.print), t('print')),
        h('button', { type: 'button', onclick: () => exportChanges(changesPath({ ...this.#search, after: '' }, 1000)) }, icon(ICONS.down), t('export')))),
      onPaper(this.#leaving.signal, () => [...this.#filters.said(), t(this.#next ? 'changesOnPage' : 'changesOnPaper', { count: this.#rows.count })]),
      this.#filters.element, this.#pill.element, this.#rows.element, this.#state,
      h('nav', { class: 'pages', 'aria-label': t('pages') }, this.#newer, this.#older));
    this.#endings = [
      happened.subscribe((event) => this.#hear(event)),
      connection.subscribe((online) => { if (online && !this.#rows.isShown) this.#load(); }),
    ];
    this.#load();
  }

  /** Shows what another address asks for. */
  arrive(search) {
    this.#search = search;
    this.#heard = [];
    this.#pill.say('');
    this.#filters.fill(search);
    this.#load();
  }

  #look(changes) {
    go(addressOf({ ...this.#search, ...changes, after: '' }));
  }

  leave() {
    this.#endings.forEach((end) => end());
    clearTimeout(this.#retry);
    this.#leaving.abort();
  }

  async #load() {
    clearTimeout(this.#retry);
    this.#asked.abort();
    this.#asked = new AbortController();
    const abort = AbortSignal.any([this.#leaving.signal, this.#asked.signal]);
    this.#rows.busy(true);
    try {
      const events = await this.#read(abort);
      await Promise.all([learn(events.map(({ actor }) => actor), abort), this.#befores.learn(events, abort), this.#nameCircle(abort)]);
      if (abort.aborted) return;
      this.#show(events);
    } catch (failure) {
      if (abort.aborted) return;
      this.#rows.busy(false);
      this.#say(trouble(failure), h('button', { type: 'button', onclick: () => this.#load() }, t('tryAgain')));
      if (failure instanceof api.Unreachable || failure.passes) this.#retry = setTimeout(() => this.#load(), RETRY_MILLIS);
    }
    listen();
  }

  async #read(abort) {
    const events = [];
    this.#next = changesPath(this.#search, PAGE);
    for (let pages = 0; this.#next && pages < READ_AT_MOST && events.length < PAGE; pages++) {
      const { data, next } = await api.page(this.#next, abort);
      events.push(...data);
      this.#next = next;
    }
    return events;
  }

  /** What the circle is called that alone is looked for, also if nothing of it is found. */
  async #nameCircle(abort) {
    const { circle } = this.#search;
    if (!circle) return;
    try {
      const { fields } = await api.blame(circle, abort);
      this.#filters.named(fields.circle_name?.value);
    } catch (failure) {
      if (!(failure instanceof api.Refused)) throw failure;
    }
  }

  #show(events) {
    this.#filters.offer(events.map(({ actor }) => actor));
    this.#rows.show(events);
    this.#state.hidden = events.length > 0;
    if (events.length === 0) this.#say(t(this.#next ? 'noChangesSoFar' : 'noChanges'), this.#next ? h('p', {}, t('noChangesSoFarHint')) : null);
    this.#newer.hidden = this.#search.after === '';
    this.#older.hidden = this.#next === null;
    announce(t('changesFound', { count: events.length }));
    this.#tellHeard();
  }

  #say(text, more) {
    this.#state.hidden = false;
    this.#state.replaceChildren(...[h('h2', {}, text), more].filter(Boolean));
  }

  #first() {
    this.#look({});
    this.#title.focus();
  }

  #forth() {
    go(addressOf({ ...this.#search, after: afterOf(this.#next) }), { walkedChanges: [...this.#walked, this.#search.after] });
    this.#toTop();
  }

  /** To the page somebody came from; who came by a link begins with the newest. */
  #back() {
    const walked = [...this.#walked];
    go(addressOf({ ...this.#search, after: walked.pop() ?? '' }), { walkedChanges: walked });
    this.#toTop();
  }

  /** The pages that were walked through; they are kept with the entry of the browser's history. */
  get #walked() { return history.state?.walkedChanges ?? []; }

  /** A page is read from its top. */
  #toTop() {
    window.scrollTo(0, 0);
    this.#title.focus();
  }

  /** What has happened since then comes when it is asked for: no row moves under the pointer. */
  #hear(event) {
    if (this.#search.after !== '' || !isFound(this.#search, event) || this.#heard.length === HEARD_AT_MOST) return;
    this.#heard.push(event);
    if (this.#rows.isShown) this.#tellHeard();
  }

  #tellHeard() {
    this.#heard = this.#heard.filter((event) => !this.#rows.has(event));
    const text = this.#heard.length === 0 ? '' : t('waitingChanges', { count: this.#heard.length });
    if (this.#pill.say(text)) announce(text);
  }
}
