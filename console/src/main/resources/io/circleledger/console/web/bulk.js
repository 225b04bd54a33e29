// What can be done with all circles that somebody has picked, and what came of it.

import * as api from './api.js';
import { actions, ask } from './dialog.js';
import { h, newId, put, say } from './dom.js';
import { FIELDS } from './fields.js';
import { addWords, number, t } from './i18n.js';
import { reasonField } from './reason.js';
import { SELECTION_WORDS } from './selectionwords.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

addWords(SELECTION_WORDS);

const PAGE = 1000;
const NAMED = 10;
const SHOWN_FAILURES = 200;
const AT_ONCE = 4;

/** What many circles can be given alike. */
const FIELD = FIELDS.find(({ isNumeric }) => isNumeric);

/**
 * The bar below the table while something is picked.
 *
 * @param search what is looked for; @param shown gives how many circles are on the page, and how many were found
 * @param done told when circles are no longer what they were
 */
export function bulkBar(picks, { search, shown, done }) {
  const count = h('strong', { role: 'status' });
  const all = h('button', { type: 'button', class: 'link', onclick: () => pickAll(picks, search, all) });
  const element = h('div', { class: 'bulk', role: 'group', 'aria-label': t('bulk') }, count, all,
    h('button', { type: 'button', onclick: () => change(picks, done) }, t('bulkChange')),
    h('button', { type: 'button', class: 'danger-quiet', onclick: () => dissolve(picks, done) }, t('bulkDissolve')),
    h('button', { type: 'button', class: 'quiet', onclick: () => picks.clear() }, t('pickNone')));
  function show() {
    const { rows, total } = shown();
    element.hidden = picks.size === 0;
    say(count, t('picked', { count: picks.size }));
    all.hidden = picks.size < rows || picks.size >= total;
    say(all, t('pickFound', { count: total }));
  }
  return { element, show };
}

/** Picks all that was found, and not only what is on the page. */
async function pickAll(picks, search, button) {
  button.disabled = true;
  try {
    picks.put(await api.walk(api.circlesPath({ ...search, limit: PAGE })), true);
  } catch (failure) {
    toast(trouble(failure), { stays: true });
  }
  button.disabled = false;
}

const names = (circles) => h('p', { class: 'hint' }, t(circles.length > NAMED ? 'bulkOfMore' : 'bulkOf', {
  names: circles.slice(0, NAMED).map((circle) => t('quoted', { text: circle.circle_name })).join(''), count: circles.length - NAMED }));

/** Gives all of them the same value. */
async function change(picks, done) {
  const circles = picks.all;
  const wanted = await ask(t('bulkChangeTitle', { count: circles.length }), (close) => {
    const [id, faultId] = [newId('value'), newId('fault')];
    const input = h('input', { ...FIELD.input, id, autofocus: true, 'aria-describedby': faultId });
    const fault = h('p', { class: 'fault', id: faultId });
    const why = reasonField();
    return h('form', { onsubmit(event) {
      event.preventDefault();
      const word = FIELD.fault(input.value);
      say(fault, word ? t(word) : '');
      put(input, 'aria-invalid', word ? 'true' : null);
      if (word) return input.focus();
      if (!why.isValid) return why.input.focus();
      close({ value: FIELD.parse(input.value), reason: why.text });
    } }, names(circles),
    h('div', { class: 'field' }, h('label', { for: id }, t(FIELD.label)), input, h('p', { class: 'hint' }, t(FIELD.hint)), fault),
    why.element, actions(close, h('button', { type: 'submit', class: 'primary' }, t('bulkChangeGo', { count: circles.length }))));
  });
  if (!wanted) return;
  const { value, reason } = wanted;
  const same = circles.filter((circle) => circle[FIELD.member] === value);
  await carryOut(picks, circles.filter((circle) => !same.includes(circle)), {
    act: (circle, key, abort) => api.change(circle.circle_id, circle.version, { [FIELD.member]: value }, key, reason, abort),
    words: { title: 'bulkChanging', over: 'bulkChangeOver', done: 'bulkChanged' }, same, done,
  });
}

/** Dissolves all of them, once somebody has written how many they are. */
async function dissolve(picks, done) {
  const circles = picks.all;
  const wanted = await ask(t('bulkDissolveTitle', { count: circles.length }), (close) => {
    const [id, faultId] = [newId('confirm'), newId('fault')];
    const confirm = h('input', { id, inputmode: 'numeric', autocomplete: 'off', class: 'number', 'aria-describedby': faultId });
    const fault = h('p', { class: 'fault', id: faultId });
    const why = reasonField();
    return h('form', { onsubmit(event) {
      event.preventDefault();
      if (!why.isValid) return why.input.focus();
      const isMeant = FIELD.parse(confirm.value) === circles.length;
      say(fault, isMeant ? '' : t('bulkOtherCount'));
      if (!isMeant) return confirm.focus();
      close({ reason: why.text });
    } }, names(circles), h('p', { class: 'warning' }, t('dissolveWarning')), why.element,
    h('div', { class: 'field' }, h('label', { for: id }, t('bulkConfirm', { count: circles.length })), confirm, fault),
    actions(close, h('button', { type: 'submit', class: 'danger' }, t('bulkDissolveGo', { count: circles.length }))));
  });
  if (!wanted) return;
  await carryOut(picks, circles, {
    act: (circle, key, abort) => api.dissolve(circle.circle_id, circle.version, key, wanted.reason, abort),
    words: { title: 'bulkDissolving', over: 'bulkDissolveOver', done: 'bulkDissolved' }, same: [], done,
  });
}

/** Sends a command for each circle, a few at once, each with a key of its own. */
function work(circles, act, told) {
  const over = new AbortController();
  const queue = [...circles];
  const self = { ok: [], failed: [], rest: queue, isStopped: false, isWaiting: false };
  const next = async () => {
    while (queue.length > 0 && !self.isStopped) {
      const circle = queue.shift();
      const key = api.newKey();
      try {
        await api.insist(() => act(circle, key, over.signal), () => { self.isWaiting = true; told(); }, over.signal);
        self.ok.push(circle);
      } catch (failure) {
        self.failed.push({ circle, why: trouble(failure) });
      }
      self.isWaiting = false;
      told();
    }
  };
  /** Begins no more. What is on its way cannot be called back; it is not waited for when the server is away. */
  self.stop = () => {
    self.isStopped = true;
    if (self.isWaiting) over.abort(new api.GivenUp());
    told();
  };
  self.over = Promise.all(Array.from({ length: AT_ONCE }, next));
  return self;
}

async function carryOut(picks, circles, { act, words, same, done }) {
  const leaving = (event) => event.preventDefault();
  window.addEventListener('beforeunload', leaving);
  await ask(t(words.title), (close) => {
    const bar = h('progress', { max: String(Math.max(1, circles.length)), value: 0, 'aria-label': t(words.title) });
    const state = h('p', { class: 'hint', role: 'status' });
    const stop = h('button', { type: 'button', onclick: () => task.stop() }, t('bulkStop'));
    const place = h('div', {}, bar, state, h('div', { class: 'actions' }, stop));
    const task = work(circles, act, () => {
      bar.value = task.ok.length + task.failed.length;
      stop.disabled = task.isStopped;
      say(state, task.isWaiting ? t('unreachableRetry') : task.isStopped ? t('bulkStopping') : t('bulkProgress', { done: bar.value, all: circles.length }));
    });
    task.over.then(() => {
      window.removeEventListener('beforeunload', leaving);
      picks.put([...task.ok, ...same], false);
      const end = h('button', { type: 'button', class: 'primary', onclick: () => close(true) }, t('close'));
      say(place.closest('dialog').querySelector('h2'), t(words.over));
      place.replaceChildren(...result(task, words, same), h('div', { class: 'actions' }, end));
      end.focus();
      done();
    });
    return place;
  }, { stays: true, wide: true });
}

/** What came of it: told of each circle that is not as it was wanted. */
function result({ ok, failed, rest }, words, same) {
  return [
    h('p', { class: 'summary', role: 'status' }, [
      t(words.done, { count: ok.length }),
      same.length > 0 ? t('bulkSame', { count: same.length }) : '',
      failed.length > 0 ? t('bulkFailed', { count: failed.length }) : '',
      rest.length > 0 ? t('bulkRest', { count: rest.length }) : ''].join('')),
    failed.length === 0 ? null : h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('bulkFailures') }, h('table', { class: 'rows' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('name')), h('th', { scope: 'col' }, t('reason')))),
      h('tbody', {}, failed.slice(0, SHOWN_FAILURES).map(({ circle, why }) => h('tr', {}, h('th', { scope: 'row' }, circle.circle_name), h('td', { 'data-label': t('reason'), class: 'value' }, why)))))),
    failed.length > SHOWN_FAILURES ? h('p', { class: 'hint' }, t('bulkFirst', { count: number(SHOWN_FAILURES) })) : null,
    failed.length > 0 || rest.length > 0 ? h('p', { class: 'hint' }, t('bulkStillPicked')) : null,
  ].filter(Boolean);
}
