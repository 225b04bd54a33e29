// What is done with many circles at once, once a year: first it is counted, then somebody says yes, then the server does it,
// which goes on whatever becomes of this page.

import * as api from './api.js';
import { h, put, say } from './dom.js';
import { t } from './i18n.js';
import * as peopleApi from './peopleapi.js';
import { circlePlace, done } from './peoplebase.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const LOOK_MILLIS = 500;
const NAMED = 100;

/** The job of a page is in its address, so that a page that is loaded anew goes on with it. */
const jobInAddress = () => new URLSearchParams(location.hash.split('?')[1] ?? '');

export class Batch {
  #kind;
  #look;
  #goWord;
  #doneWord;
  #figures;
  #isSure;
  #after;
  #place;
  #year;
  #left = new AbortController();
  #running = null;
  #state = h('p', { class: 'edit-state', role: 'status' });
  #bar = h('progress', { hidden: true, max: '1', value: 0 });
  #stop = h('button', { type: 'button', hidden: true, onclick: () => this.#halt() }, t('batchStop'));
  #see = h('button', { type: 'button', onclick: () => this.#start(true) });
  #result = h('div', { class: 'batch-result' });
  element;

  /**
   * @param kind of the API; @param words its title and hint, what looks and what goes on, what is said when it is done
   * @param figures the fields of the outcome with their words: while it is counted, and when it is done
   * @param isSure asks whether it shall be done, given the outcome of the count; @param after called when it was done
   * @param place the page's address without what is looked for
   */
  constructor({ kind, words, figures, isSure, after, place, year }) {
    [this.#kind, this.#figures, this.#isSure, this.#after, this.#place] = [kind, figures, isSure, after, place];
    [this.#look, this.#goWord, this.#doneWord] = [words.look, words.go, words.done];
    this.#year = year;
    say(this.#see, t(this.#look));
    this.element = h('section', { class: 'card batch', 'aria-labelledby': 'batch-title' },
      h('h2', { id: 'batch-title', tabindex: '-1' }, t(words.title)), h('p', { class: 'hint' }, t(words.hint, { year: String(year) })),
      h('div', { class: 'actions start' }, this.#see, this.#stop), this.#state, this.#bar, this.#result);
    this.#resume();
  }

  leave() {
    this.#left.abort();
  }

  #resume() {
    const query = jobInAddress();
    const [job, trial] = [query.get('job'), query.get('trial')];
    if (job || trial) this.#follow(job ?? trial, !job);
  }

  #remember(name, id) {
    const query = new URLSearchParams({ year: this.#year, ...(id ? { [name]: id } : {}) });
    history.replaceState(history.state, '', `${this.#place}?${query}`);
  }

  /** @param isTrial whether it only counts */
  async #start(isTrial) {
    this.#busy(true);
    put(this.#state, 'class', 'edit-state');
    this.#result.replaceChildren();
    say(this.#state, t(isTrial ? 'batchCounting' : 'batchRunning'));
    try {
      const job = await done((key) => peopleApi.startBatch(this.#kind, this.#year, isTrial, key), this.#state);
      if (this.#left.signal.aborted) return;
      this.#remember(isTrial ? 'trial' : 'job', job.job_id);
      await this.#follow(job.job_id, isTrial);
    } catch (failure) {
      this.#failed(failure);
    }
  }

  /** Looks at a job until it has ended. */
  async #follow(id, isTrial) {
    this.#running = id;
    this.#busy(true);
    this.#stop.hidden = false;
    try {
      for (;;) {
        const job = await api.insist(() => peopleApi.job(id, this.#left.signal), (failure) => say(this.#state, trouble(failure)), this.#left.signal);
        if (job.state !== 'running') return this.#ended(job, isTrial);
        this.#progress(job, isTrial);
        await api.pause(LOOK_MILLIS, this.#left.signal);
      }
    } catch (failure) {
      this.#failed(failure);
    }
  }

  #progress({ done: so, total }, isTrial) {
    this.#bar.hidden = false;
    put(this.#bar, 'max', Math.max(total, 1));
    put(this.#bar, 'value', Math.min(so, total));
    put(this.#bar, 'aria-label', t(isTrial ? 'batchCounting' : 'batchRunning'));
    if (!this.#stop.disabled) say(this.#state, [t(isTrial ? 'batchCounting' : 'batchRunning'), total > 0 ? t('batchProgress', { done: so, all: total }) : '', isTrial ? '' : t('batchLeave')].filter(Boolean).join(' '));
  }

  async #halt() {
    this.#stop.disabled = true;
    say(this.#state, t('batchStopping'));
    try {
      await api.insist(() => peopleApi.stopJob(this.#running), null, this.#left.signal);
    } catch (failure) {
      this.#stop.disabled = false;
      if (!this.#left.signal.aborted) say(this.#state, trouble(failure));
    }
  }

  #busy(yes) {
    this.#see.disabled = yes;
    if (yes) return;
    const wasHere = document.activeElement === this.#stop;
    this.#stop.hidden = true;
    this.#stop.disabled = false;
    this.#bar.hidden = true;
    this.#running = null;
    if (wasHere) this.#see.focus();
  }

  #failed(failure) {
    if (this.#left.signal.aborted) return;
    this.#busy(false);
    this.#remember('job', null);
    say(this.#state, trouble(failure));
  }

  #ended({ state, done: so, total, outcome }, isTrial) {
    if (this.#left.signal.aborted) return;
    this.#busy(false);
    const isOver = state === 'done';
    put(this.#state, 'class', isOver ? 'outcome' : 'edit-state');
    if (!isOver) {
      say(this.#state, state === 'stopped' ? t('batchStopped', { done: so, all: total }) : t('batchFailed'));
      this.#remember('job', null);
      if (!isTrial) this.#show(outcome, false);
      if (!isTrial) this.#after();
      return;
    }
    say(this.#state, isTrial ? '' : t(this.#doneWord, { year: String(this.#year), count: Object.values(outcome)[0] }));
    this.#show(outcome, isTrial);
    if (isTrial) return;
    toast(this.#state.textContent);
    this.#after(outcome);
  }

  /** What it comes to; with the way on, when it was only counted. */
  #show(outcome, isTrial) {
    const isNothing = this.#figures.every(({ field }) => !outcome[field]);
    const go = h('button', { type: 'button', class: 'danger', onclick: async () => { if (await this.#isSure(outcome)) this.#start(false); } },
      t(this.#goWord, { year: String(this.#year), count: outcome[this.#figures[0].field] ?? 0 }));
    this.#result.replaceChildren(...[
      isNothing && isTrial ? h('p', {}, t('nothingToDo')) : h('ul', { class: 'counts' }, this.#figures.map(({ field, word, doneWord, unit }) =>
        h('li', {}, h('span', {}, t(isTrial ? word : doneWord)), ' ', h('strong', {}, t(unit, { count: outcome[field] ?? 0 }))))),
      outcome.damaged ? h('p', { class: 'warning' }, t('damagedLeft', { count: outcome.damaged })) : null,
      this.#circles(outcome),
      isTrial && !isNothing ? h('div', { class: 'actions start' }, go) : null,
    ].filter(Boolean));
  }

  #circles({ circles = [], lapsed, suspended }) {
    if (circles.length === 0) return null;
    const all = lapsed ?? suspended ?? circles.length;
    const list = h('ul', { class: 'batch-circles' });
    this.#name(circles.slice(0, NAMED), list);
    return h('details', { open: circles.length <= 20 }, h('summary', {}, t('circlesConcerned')), list,
      all > NAMED ? h('p', { class: 'hint' }, t('moreCircles', { count: all - NAMED })) : null);
  }

  /** Says what the circles are called, a few at a time. */
  async #name(ids, list) {
    const links = ids.map((id) => h('a', { href: `${circlePlace(id)}/members` }, `ID ${id.slice(0, 8)}…`));
    list.append(...links.map((link) => h('li', {}, link)));
    const waiting = ids.entries();
    const worker = async () => {
      for (const [at, id] of waiting) {
        try {
          say(links[at], (await api.circle(id, this.#left.signal)).circle_name);
        } catch {
          // Its id leads to it all the same.
        }
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
  }
}
