// Which changes are looked for: the address that says so, the path of the API, and the fields above the table.

import * as api from './api.js';
import { debounced, h, newId, say } from './dom.js';
import { KINDS } from './happening.js';
import { date, t } from './i18n.js';
import { actorName } from './names.js';

const DAY = /^\d{4}-\d\d-\d\d$/;
const TYPING_MILLIS = 200;
const OFFERED = 8;

const valid = (text, isValid) => (text !== null && isValid(text) ? text : '');

/** What an address asks for, as far as there is such a thing. */
export const searchOf = (query) => ({
  actor: query?.get('actor') ?? '',
  circle: query?.get('circle') ?? '',
  type: valid(query?.get('type') ?? '', (type) => type in KINDS),
  from: valid(query?.get('from') ?? '', (day) => DAY.test(day) && !Number.isNaN(Date.parse(day))),
  to: valid(query?.get('to') ?? '', (day) => DAY.test(day) && !Number.isNaN(Date.parse(day))),
  after: query?.get('after') ?? '',
});

/** The address of a search, and of a page of it. */
export function addressOf(search) {
  const query = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== ''));
  return query.size > 0 ? `#/changes?${query}` : '#/changes';
}

/** Days are those of who reads, as they are in the table. */
const begins = (day) => new Date(`${day}T00:00:00`).toISOString();
const ends = (day) => new Date(`${day}T23:59:59.999`).toISOString().replace('.999Z', '.999999Z');

/** The path of the newest changes that are looked for. */
export function changesPath({ actor, circle, type, from, to, after }, limit) {
  const query = new URLSearchParams({ order: 'desc', limit });
  if (actor) query.set('actor', actor);
  if (circle) query.set('circle', circle);
  if (type) query.set('type', type);
  if (from) query.set('from', begins(from));
  if (to) query.set('to', ends(to));
  if (after) query.set('after', after);
  return `/events?${query}`;
}

/** Where a page begins whose path the server has named. */
export const afterOf = (path) => new URLSearchParams(path.split('?')[1]).get('after');

/** Whether an event that has just happened is one of those that are looked for. */
export function isFound({ actor, circle, type, from, to }, event) {
  const time = Date.parse(event.time);
  return (!actor || event.actor === actor) && (!circle || event.subject === circle) && (!type || event.type === type)
    && (!from || time >= Date.parse(begins(from))) && (!to || time <= Date.parse(ends(to)));
}

const isCrossed = ({ from, to }) => from !== '' && to !== '' && from > to;

const isAnything = (search) => addressOf({ ...search, after: '' }) !== '#/changes';

const labelled = (word, control) => {
  control.id = newId('changes');
  return h('label', { for: control.id }, h('span', {}, t(word)), control);
};

/** On a narrow screen the fields stand behind a word, or nothing else would be seen. */
function folded(form, isOpen) {
  const wide = window.matchMedia('(min-width: 40.01rem)');
  const element = h('details', { class: 'folded', open: wide.matches || isOpen }, h('summary', {}, t('searchChanges')), form);
  wide.addEventListener('change', () => { if (wide.matches) element.open = true; });
  return element;
}

/** @param change told what is looked for from now on */
export function changeFilters(search, change) {
  const fault = h('p', { class: 'fault', role: 'alert' });
  const people = new Set();
  const actor = h('select', { onchange: () => change({ actor: actor.value }) });
  const type = h('select', { onchange: () => change({ type: type.value }) },
    h('option', { value: '' }, t('allKindsOfChanges')), Object.entries(KINDS).map(([kind, word]) => h('option', { value: kind }, t(word))));
  const [from, to] = [0, 1].map(() => h('input', { type: 'date', max: '9999-12-31', onchange: () => take() }));
  const circle = circlePicker(change);
  const clear = h('button', { type: 'button', class: 'quiet', onclick: () => {
    from.focus();
    change({ actor: '', circle: '', type: '', from: '', to: '' });
  } }, t('clearFilters'));

  function take() {
    const days = { from: from.value, to: to.value };
    say(fault, isCrossed(days) ? t('daysCrossed') : '');
    if (!isCrossed(days)) change(days);
  }

  function offer(actors) {
    actors.filter(Boolean).forEach((each) => people.add(each));
    const options = [...people].sort((one, other) => actorName(one).localeCompare(actorName(other)));
    actor.replaceChildren(h('option', { value: '' }, t('everybody')), ...options.map((each) => h('option', { value: each }, actorName(each))));
    actor.value = search.actor;
  }

  /** Shows what is looked for; in a field that somebody is in, it stands already. */
  function fill(wanted) {
    search = wanted;
    say(fault, '');
    [[type, wanted.type], [from, wanted.from], [to, wanted.to]].forEach(([control, value]) => { if (control.value !== value) control.value = value; });
    offer([wanted.actor]);
    circle.show(wanted.circle);
    clear.hidden = !isAnything(wanted);
  }

  fill(search);
  const form = h('form', { class: 'filters of-changes', role: 'search', 'aria-label': t('searchChanges'), onsubmit: (event) => event.preventDefault() },
      labelled('fromDay', from), labelled('toDay', to), labelled('person', actor), circle.element, labelled('kindOfChange', type), clear, fault);
  return {
    element: folded(form, isAnything(search)),
    fill,
    /** Offers the people of whom something was read. */
    offer,
    named: circle.named,
    /** What is looked for, in words. */
    said: () => [
      (search.from || search.to) && `${search.from && date(search.from)}〜${search.to && date(search.to)}`,
      search.actor && actorName(search.actor), search.circle && circle.said(), search.type && t(KINDS[search.type]),
    ].filter(Boolean),
  };
}

/** A circle is chosen by a part of its name; one that is chosen is there until it is taken away. */
function circlePicker(change) {
  const list = h('ul', { class: 'offered', hidden: true });
  const input = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: t('partOfName') });
  const text = labelled('circle', input);
  const name = h('span', {});
  const away = h('button', { type: 'button', class: 'quiet', 'aria-label': t('allCircles'), title: t('allCircles'), onclick: () => change({ circle: '' }) }, '×');
  const taken = h('div', { class: 'taken', hidden: true }, h('span', {}, t('circle')), h('span', { class: 'chip' }, name, away));
  let chosen = '';
  const look = debounced(TYPING_MILLIS, async () => {
    const q = input.value.trim();
    const found = q === '' ? [] : await api.page(`${api.circlesPath({ q, limit: OFFERED })}&status=all`).then(({ data }) => data, () => []);
    if (input.value.trim() !== q) return;
    list.hidden = found.length === 0;
    list.replaceChildren(...found.map((circle) => h('li', {},
      h('button', { type: 'button', class: 'link', onclick: () => change({ circle: circle.circle_id }) }, circle.circle_name))));
  });
  input.addEventListener('input', (event) => { if (!event.isComposing) look(); });
  input.addEventListener('compositionend', look);
  const element = h('div', { class: 'picker' }, text, taken, list);
  return {
    element,
    show(circle) {
      if (circle === chosen) return;
      const wasHere = element.contains(document.activeElement);
      chosen = circle;
      say(name, circle.slice(0, 8));
      input.value = '';
      list.hidden = true;
      text.hidden = circle !== '';
      taken.hidden = circle === '';
      if (wasHere) (circle ? away : input).focus();
    },
    said: () => name.textContent,
    named(known) { if (known) say(name, known); },
  };
}
