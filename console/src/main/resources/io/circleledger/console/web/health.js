// How the ledger is: what was recorded, how far the read models are, and what needs a hand.

import * as api from './api.js';
import { actions, ask } from './dialog.js';
import { h, put, say } from './dom.js';
import { ago, clock, decimal, exactly, number, t } from './i18n.js';
import { connection, listen } from './live.js';
import { barPlot, plot } from './plot.js';
import { count, throughput, WINDOW_MILLIS } from './throughput.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const LOOK_MILLIS = 2000;
const ALARMING_SECONDS = 10;
const ALARMING_POSITIONS = 100;
/** The parts that most work can be done without. */
const WITHOUT = ['redis', 'projection', 'search'];

export function healthPage(at) {
  const left = new AbortController();
  const figures = Object.fromEntries(['head', 'lag', 'lagSearch', 'audited', 'diverged'].map((name) => [name, figure(t(name))]));
  const figured = h('div', { class: 'figures' }, Object.values(figures).map((part) => part.element));
  const chart = plot();
  const total = h('p', { class: 'hint' });
  const parked = h('div', {});
  const parts = h('ul', { class: 'parts' });
  const anew = rebuilding(() => look());
  const wrong = h('p', { class: 'notice fault-box', hidden: true });
  const open = h('p', { class: 'notice fault-box', role: 'status', hidden: true });
  at.append(
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('healthTitle'))), open, wrong,
    figured,
    h('div', { class: 'two' },
      h('section', { class: 'card', 'aria-labelledby': 'throughput' },
        h('div', { class: 'card-head' }, h('h2', { id: 'throughput' }, t('throughput')), h('span', { class: 'hint' }, t('throughputHint'))), chart.element, total),
      h('section', { class: 'card', 'aria-labelledby': 'parts' }, h('div', { class: 'card-head' }, h('h2', { id: 'parts' }, t('parts'))), parts)),
    h('div', { class: 'stack' },
      h('section', { class: 'card', 'aria-labelledby': 'parked' },
        h('div', { class: 'card-head' }, h('h2', { id: 'parked' }, t('parked'))), parked),
      anew.element));

  let timer = null;
  let turn = 0;
  async function look() {
    clearTimeout(timer);
    const mine = ++turn;
    // Which part is down is told also when the others can say nothing because of it.
    const parted = api.readiness(left.signal).then(shownParts, () => {});
    try {
      const [state, rebuild] = await Promise.all([api.projection(left.signal), api.rebuild(left.signal), parted]);
      await count(state.head, left.signal);
      wrong.hidden = true;
      figured.classList.remove('stale');
      show(state);
      anew.show(rebuild);
    } catch (failure) {
      if (left.signal.aborted) return;
      // That the server cannot be reached is said above all pages.
      figured.classList.add('stale');
      wrong.hidden = failure instanceof api.Unreachable;
      say(wrong, trouble(failure));
    }
    // Of two looks at once the later one goes on.
    if (!left.signal.aborted && mine === turn) timer = setTimeout(look, document.hidden ? LOOK_MILLIS * 5 : LOOK_MILLIS);
    listen();
  }

  function show(state) {
    figures.head.set(number(state.head), '');
    lagged(figures.lag, state);
    if (state.search) lagged(figures.lagSearch, state.search);
    figures.lagSearch.element.hidden = !state.search;
    figures.audited.set(number(state.audited), '');
    figures.diverged.set(number(state.diverged), t(state.diverged === 0 ? 'divergedNone' : 'divergedSome'), state.diverged > 0);
    drawn();
    waiting([...state.parked.map((one) => [one, t('inList')]), ...(state.search?.parked ?? []).map((one) => [one, t('inSearch')])]);
  }

  function shownParts(ready) {
    open.hidden = !ready.open_access;
    say(open, ready.open_access ? t('openAccess') : '');
    parts.replaceChildren(...Object.entries(ready.dependencies).map(([name, said]) => {
      const [state, word] = said === 'up' ? ['up', 'partUp'] : said.startsWith('degraded: ') ? ['degraded', 'partDegraded'] : ['down', 'partDown'];
      const helps = state === 'down' && ready.degraded?.[name] && WITHOUT.includes(name);
      return h('li', { class: state }, h('span', { class: 'lamp', 'aria-hidden': 'true' }),
        h('span', {}, known(name)), h('strong', {}, t(word)),
        state === 'up' ? null : h('small', {}, said.replace(/^\w+: /, '')),
        helps ? h('small', {}, t(`without_${name}`)) : null);
    }));
  }

  const known = (name) => (['database', 'redis', 'projection', 'search'].includes(name) ? t(`part_${name}`) : name);

  // While much is recorded, a little is always on its way.
  const lagged = (part, { lag_positions: behind, lag_seconds: seconds }) =>
    part.set(number(behind), behind === 0 ? t('upToDate') : t('lagSeconds', { seconds: decimal(seconds) }), seconds > ALARMING_SECONDS && behind > ALARMING_POSITIONS);

  function drawn() {
    const { perSecond, total: all } = throughput();
    const said = t('throughputSummary', { count: all });
    chart.show(barPlot(perSecond, said, [clock(Date.now() - WINDOW_MILLIS), t('now')]));
    say(total, said);
  }

  let shownParked = '';
  function waiting(all) {
    const same = JSON.stringify(all);
    if (same === shownParked) return; // A button that somebody is on stays.
    shownParked = same;
    if (all.length === 0) return parked.replaceChildren(h('p', { class: 'hint' }, t('parkedNone')));
    parked.replaceChildren(h('p', { class: 'hint' }, t('parkedHint')), h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('parked') }, h('table', {},
      h('thead', {}, h('tr', {}, ['circles', 'parkedWhere', 'version', 'reason', 'since', 'retry'].map((word) => h('th', { scope: 'col' }, t(word))))),
      h('tbody', {}, all.map(([one, where]) => {
        const state = h('small', { role: 'status' });
        const button = h('button', { type: 'button', onclick: () => retry(one.circle_id, button, state) }, t('retry'));
        return h('tr', {},
          h('th', { scope: 'row' }, h('a', { href: `#/circle/${encodeURIComponent(one.circle_id)}` }, one.circle_id)),
          h('td', {}, where), h('td', { class: 'numeric' }, one.version), h('td', {}, one.reason),
          h('td', {}, h('time', { datetime: one.since, title: exactly(one.since) }, ago(one.since))),
          h('td', {}, button, ' ', state));
      })))));
  }

  async function retry(id, button, state) {
    put(button, 'disabled', true);
    try {
      await api.retryParked(id);
      toast(t('retriedShown'));
      look();
    } catch (failure) {
      // Whoever is to mend it needs to know what is wrong.
      say(state, failure instanceof api.Refused && failure.is('still-parked') ? `${trouble(failure)} (${failure.message})` : trouble(failure));
    }
    put(button, 'disabled', null);
  }

  const end = connection.subscribe((online) => { if (online) look(); });
  look();
  return { title: t('healthTitle'), leave: () => { end(); clearTimeout(timer); left.abort(); } };
}

/** Building the list anew from the log: how it is begun, how far it is, what came of it. */
function rebuilding(begun) {
  const state = h('p', { class: 'outcome', role: 'status' });
  const progress = h('progress', { hidden: true, 'aria-label': t('rebuild') });
  const button = h('button', { type: 'button', onclick: begin }, t('rebuildGo'));
  const element = h('section', { class: 'card', 'aria-labelledby': 'rebuild' },
    h('div', { class: 'card-head' }, h('h2', { id: 'rebuild' }, t('rebuild'))),
    h('p', { class: 'hint' }, t('rebuildHint')), h('div', { class: 'actions start' }, button), progress, state);

  async function begin() {
    const sure = await ask(t('rebuildTitle'), (close) => [
      h('p', {}, t('rebuildText')),
      actions(close, h('button', { type: 'button', class: 'primary', autofocus: true, onclick: () => close(true) }, t('rebuildGo'))),
    ]);
    if (!sure) return;
    put(button, 'disabled', true);
    try {
      show(await api.startRebuild());
    } catch (failure) {
      // Somebody else's is as good.
      if (!(failure instanceof api.Refused && failure.is('rebuild-running'))) say(state, trouble(failure));
      put(button, 'disabled', null);
    }
    begun();
  }

  function show(now) {
    const isRunning = now.state === 'running';
    put(button, 'disabled', isRunning);
    progress.hidden = !isRunning;
    if (isRunning && now.total > 0) {
      progress.max = now.total;
      progress.value = now.done;
    } else {
      progress.removeAttribute('value'); // How far it is, is not known yet.
    }
    say(state, said(now));
    put(state, 'title', now.ended_at ? exactly(now.ended_at) : null);
  }

  function said({ state: now, work, done, total, changed, ended_at: ended, detail }) {
    if (now === 'none') return '';
    if (now === 'running') return t(work ? `work_${work}` : 'rebuildBegins', { done, total });
    const when = ago(ended);
    if (now === 'switched') return t('rebuilt', { when, count: changed ?? 0 });
    return `${t(`rebuild_${now}`, { when, count: changed ?? 0 })} ${detail ?? ''}`.trim();
  }

  return { element, show };
}

function figure(word) {
  const value = h('strong', {}, '–');
  const note = h('small', {});
  const element = h('div', { class: 'figure' }, h('span', {}, word), value, note);
  return {
    element,
    set(text, more, alarming = false) {
      say(value, text);
      say(note, more);
      put(element, 'class', alarming ? 'figure alarm' : 'figure');
    },
  };
}
