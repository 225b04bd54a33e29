// The circles that cannot be shown, because their history cannot be read; each can be tried again.

import * as api from './api.js';
import { h, put, say } from './dom.js';
import { ago, exactly, t } from './i18n.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const HEADS = ['circles', 'parkedWhere', 'version', 'reason', 'since', 'retry'];

/** @param mended called when one can be shown again */
export function parked(mended) {
  const element = h('div', {});
  let shown = '';

  /** @param all each that is parked, and where */
  function show(all) {
    const same = JSON.stringify(all);
    if (same === shown) return; // A button that somebody is on stays.
    shown = same;
    if (all.length === 0) return element.replaceChildren(h('p', { class: 'hint' }, t('parkedNone')));
    element.replaceChildren(h('p', { class: 'hint' }, t('parkedHint')), h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('parked') }, h('table', {},
      h('thead', {}, h('tr', {}, HEADS.map((word) => h('th', { scope: 'col' }, t(word))))),
      h('tbody', {}, all.map(([one, where]) => row(one, where, mended))))));
  }

  return { element, show };
}

function row(one, where, mended) {
  const state = h('small', { role: 'status' });
  const button = h('button', { type: 'button', onclick: () => retry(one.circle_id, button, state, mended) }, t('retry'));
  return h('tr', {},
    h('th', { scope: 'row' }, h('a', { href: `#/circle/${encodeURIComponent(one.circle_id)}` }, one.circle_id)),
    h('td', {}, where), h('td', { class: 'numeric' }, one.version), h('td', {}, t('englishDetail', { detail: one.reason })),
    h('td', {}, h('time', { datetime: one.since, title: exactly(one.since) }, ago(one.since))),
    h('td', {}, button, ' ', state));
}

async function retry(id, button, state, mended) {
  put(button, 'disabled', true);
  try {
    await api.retryParked(id);
    toast(t('retriedShown'));
    mended();
  } catch (failure) {
    // Whoever is to mend it needs to know what is wrong.
    say(state, failure instanceof api.Refused && failure.is('still-parked') ? `${trouble(failure)} (${failure.message})` : trouble(failure));
  }
  put(button, 'disabled', null);
}
