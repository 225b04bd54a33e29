// How the ledger is: what was recorded, how far the read models are, and what needs a hand.

import * as api from './api.js';
import { h, say } from './dom.js';
import { figures } from './figures.js';
import { clock, t } from './i18n.js';
import { connection, listen } from './live.js';
import { parked } from './parked.js';
import { barPlot, plot } from './plot.js';
import { rebuilding } from './rebuild.js';
import { count, throughput, WINDOW_MILLIS } from './throughput.js';
import { trouble } from './trouble.js';

const LOOK_MILLIS = 2000;
const KNOWN_PARTS = ['database', 'redis', 'projection', 'search'];
/** The parts that most work can be done without. */
const WITHOUT = ['redis', 'projection', 'search'];

export function healthPage(at) {
  const page = new HealthPage(at);
  return { title: t('healthTitle'), leave: () => page.leave() };
}

class HealthPage {
  #left = new AbortController();
  #figures = figures();
  #chart = plot();
  #total = h('p', { class: 'hint' });
  #parked = parked(() => this.#look());
  #parts = h('ul', { class: 'parts' });
  #rebuild = rebuilding(this.#left.signal);
  #wrong = h('p', { class: 'notice fault-box', hidden: true });
  #open = h('p', { class: 'notice fault-box', role: 'status', hidden: true });
  #timer = null;
  #turn = 0;
  #end;

  constructor(at) {
    at.append(
      h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('healthTitle'))), this.#open, this.#wrong,
      this.#figures.element,
      h('div', { class: 'two' },
        card('throughput', h('span', { class: 'hint' }, t('throughputHint')), this.#chart.element, this.#total),
        card('parts', null, this.#parts)),
      h('div', { class: 'stack' }, card('parked', null, this.#parked.element), this.#rebuild.element));
    this.#end = connection.subscribe((online) => { if (online) this.#look(); });
    this.#look();
  }

  leave() {
    this.#end();
    clearTimeout(this.#timer);
    this.#left.abort();
  }

  async #look() {
    clearTimeout(this.#timer);
    const mine = ++this.#turn;
    const abort = this.#left.signal;
    // Which part is down is told also when the others can say nothing because of it.
    const parted = api.readiness(abort).then((ready) => this.#showParts(ready), () => {});
    try {
      const [state] = await Promise.all([api.projection(abort), this.#rebuild.look(), parted]);
      await count(state.head, abort);
      this.#wrong.hidden = true;
      this.#figures.stale(false);
      this.#show(state);
    } catch (failure) {
      if (abort.aborted) return;
      // That the server cannot be reached is said above all pages.
      this.#figures.stale(true);
      this.#wrong.hidden = failure instanceof api.Unreachable;
      say(this.#wrong, trouble(failure));
    }
    // Of two looks at once the later one goes on.
    if (!abort.aborted && mine === this.#turn) this.#timer = setTimeout(() => this.#look(), document.hidden ? LOOK_MILLIS * 5 : LOOK_MILLIS);
    listen();
  }

  #show(state) {
    this.#figures.show(state);
    const { perSecond, total } = throughput();
    const said = t('throughputSummary', { count: total });
    this.#chart.show(barPlot(perSecond, said, [clock(Date.now() - WINDOW_MILLIS), t('now')]));
    say(this.#total, said);
    this.#parked.show([...state.parked.map((one) => [one, t('inList')]), ...(state.search?.parked ?? []).map((one) => [one, t('inSearch')])]);
  }

  #showParts(ready) {
    this.#open.hidden = !ready.open_access;
    say(this.#open, ready.open_access ? t('openAccess') : '');
    this.#parts.replaceChildren(...Object.entries(ready.dependencies).map(([name, said]) => part(name, said, ready.degraded)));
  }
}

const card = (name, note, ...content) => h('section', { class: 'card', 'aria-labelledby': name },
  h('div', { class: 'card-head' }, h('h2', { id: name }, t(name)), note), content);

/** A part of the system, and how it is. @param degraded which of those that are down can be done without */
function part(name, said, degraded) {
  const [state, word] = said === 'up' ? ['up', 'partUp'] : said.startsWith('degraded: ') ? ['degraded', 'partDegraded'] : ['down', 'partDown'];
  const helps = state === 'down' && degraded?.[name] && WITHOUT.includes(name);
  return h('li', { class: state }, h('span', { class: 'lamp', 'aria-hidden': 'true' }),
    h('span', {}, KNOWN_PARTS.includes(name) ? t(`part_${name}`) : name), h('strong', {}, t(word)),
    state === 'up' ? null : h('small', {}, t('englishDetail', { detail: said.replace(/^\w+: /, '') })),
    helps ? h('small', {}, t(`without_${name}`)) : null);
}
