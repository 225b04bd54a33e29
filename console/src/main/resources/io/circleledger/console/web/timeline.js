// The time of a circle: what happened to it in plain words, and how it was at any version.

import * as api from './api.js';
import { actions, ask } from './dialog.js';
import { h, icon, ICONS, newId, put, say } from './dom.js';
import { ago, exactly, number, person, shortly, t } from './i18n.js';
import { plot, stepPlot } from './plot.js';
import { trouble } from './trouble.js';

/** Events that are read; circles with more are rare, and the rest can be exported. */
const READ_AT_MOST = 5000;
const SHOWN_AT_ONCE = 50;

/** @param editor told to restore {version, now, values}: the values of a version, in place of what there is now */
export function timeline(id, editor) {
  let events = [];
  let states = [];
  let current = null;
  let isOver = false;
  let isCut = false;
  let chosen = null;
  let count = SHOWN_AT_ONCE;

  const sliderId = newId('slider');
  const slider = h('input', { type: 'range', id: sliderId, min: '1', max: '1', value: '1', step: '1' });
  const asOf = h('output', { for: sliderId, class: 'as-of' });
  const values = h('dl', { class: 'values' });
  const restoreButton = h('button', { type: 'button', hidden: true, onclick: wanted }, icon(ICONS.undo), t('restore'));
  const unable = h('p', { class: 'edit-state', role: 'status' });
  const picture = plot();
  const list = h('ol', { class: 'events', reversed: true });
  const more = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => { count += SHOWN_AT_ONCE * 4; render(); } }, t('showOlder'));
  const cut = h('p', { class: 'hint', hidden: true });
  const travel = h('section', { class: 'card travel', 'aria-labelledby': 'travel-title' },
    h('div', { class: 'card-head' }, h('h2', { id: 'travel-title' }, t('timeTravel')), asOf),
    h('label', { for: sliderId }, t('atVersion')), slider, values, h('div', { class: 'actions start' }, restoreButton), unable);
  const plotted = h('section', { class: 'card', 'aria-labelledby': 'plot-title' },
    h('div', { class: 'card-head' }, h('h2', { id: 'plot-title' }, t('capacityOverTime'))), picture.element);
  const happened = h('section', { class: 'card history', 'aria-labelledby': 'history-title' },
    h('div', { class: 'card-head' }, h('h2', { id: 'history-title' }, t('history'))), list, more, cut);

  slider.addEventListener('input', () => { chosen = Number(slider.value); travelled(); });

  async function load(circle, abort, over = false) {
    current = circle;
    isOver = over;
    try {
      // The pages before the last one are the same for ever, and the browser has kept them.
      const found = [];
      let path = api.historyPath(id);
      while (path && found.length < READ_AT_MOST) {
        const page = await api.page(path, abort);
        found.push(...page.data);
        path = page.next;
      }
      events = found;
      isCut = path !== null;
    } catch (failure) {
      if (abort.aborted) return;
      if (events.length === 0) list.replaceChildren(h('li', { class: 'fault' }, trouble(failure)));
      return;
    }
    states = fold(events);
    render();
  }

  function render() {
    const last = events.length;
    const wasLast = chosen === null || chosen >= Number(slider.max);
    put(slider, 'max', last);
    if (wasLast) chosen = last;
    slider.value = String(chosen);
    put(slider, 'disabled', last < 2 ? true : null);
    list.replaceChildren(...events.slice(-count).reverse().map(entry));
    more.hidden = events.length <= count;
    cut.hidden = !isCut;
    if (isCut) say(cut, t('historyCut', { count: events.length }));
    picture.show(stepPlot(
      events.flatMap((event, at) => (states[at].capacity === undefined ? [] : [{ time: Date.parse(event.occurred_at), value: states[at].capacity }])),
      isOver ? Date.parse(events.at(-1).occurred_at) : Date.now()));
    travelled();
  }

  function entry(event, index) {
    const at = events.length - 1 - index;
    return h('li', { class: event.event_type === 'CircleDissolved' ? 'end' : null },
      h('span', { class: 'bead', 'aria-hidden': 'true' }),
      h('div', {},
        h('p', { class: 'what' }, sentence(event, states[at - 1])),
        h('p', { class: 'who' }, t('by', { actor: person(event.actor) }), ' · ',
          h('time', { datetime: event.occurred_at, title: exactly(event.occurred_at) }, ago(event.occurred_at)), ' · ',
          h('button', { type: 'button', class: 'link', onclick: () => { chosen = event.version; slider.value = String(chosen); travelled(); slider.focus(); } },
            t('versionN', { version: event.version })))));
  }

  /** Shows the circle at the version of the slider, and what of it is not so now. */
  function travelled() {
    const event = events[chosen - 1];
    if (!event) return;
    const then = states[chosen - 1];
    const before = states[chosen - 2] ?? {};
    const when = { version: chosen, when: shortly(event.occurred_at) };
    say(unable, '');
    say(asOf, t('asOfText', when));
    put(asOf, 'title', exactly(event.occurred_at));
    put(slider, 'aria-valuetext', t('asOfText', when));
    const row = (word, member, format) => {
      const isOther = then[member] !== current[member];
      const isSet = then[member] !== before[member];
      return h('div', { class: isOther ? 'other' : isSet ? 'set' : null },
        h('dt', {}, t(word)),
        h('dd', {}, h('span', { class: 'then' }, then[member] === undefined ? '–' : format(then[member])),
          isOther ? h('small', {}, t('differs', { value: format(current[member]) })) : null,
          isSet && chosen > 1 ? h('small', { class: 'set-here' }, t('setThen')) : null));
    };
    values.replaceChildren(row('name', 'circle_name', String), row('capacity', 'capacity', number));
    const isSame = then.circle_name === current.circle_name && then.capacity === current.capacity;
    if (then.dissolved) values.append(h('p', { class: 'hint' }, t('notThen')));
    else if (isSame) values.append(h('p', { class: 'hint' }, t('sameAsNow')));
    const wasHere = document.activeElement === restoreButton;
    restoreButton.hidden = isOver || isSame || then.dissolved || then.capacity === undefined || then.circle_name === undefined;
    if (wasHere && restoreButton.hidden) slider.focus();
  }

  async function wanted() {
    const version = chosen;
    const then = states[version - 1];
    const now = current;
    // An edit is not lost for an old version.
    if (editor.isEdited()) return say(unable, t('restoreLater'));
    say(unable, '');
    const sure = await ask(t('restoreTitle', { version }), (close) => [
      h('ul', { class: 'plain' },
        then.circle_name === now.circle_name ? null : h('li', {}, t('eventName', { from: now.circle_name, to: then.circle_name })),
        then.capacity === now.capacity ? null : h('li', {}, t('eventCapacity', { from: now.capacity, to: then.capacity }))),
      h('p', {}, t('restoreText')),
      actions(close, h('button', { type: 'button', class: 'primary', autofocus: true, onclick: () => close(true) }, t('restore'))),
    ]);
    if (sure) {
      chosen = null;
      editor.restore({ version, now, values: { circle_name: then.circle_name, capacity: then.capacity } });
    }
  }

  /** Says anew how long ago things were. */
  function older() {
    for (const time of list.querySelectorAll('time')) say(time, ago(time.dateTime));
  }

  return { element: h('div', { class: 'time' }, travel, plotted, happened), load, older };
}

/** The circle after each event. */
function fold(events) {
  let state = {};
  return events.map(({ event_type: type, data }) => {
    state = { ...state };
    if (type === 'CircleDissolved') state.dissolved = true;
    if (data && 'name' in data) state.circle_name = data.name;
    if (data && 'capacity' in data) state.capacity = data.capacity;
    return state;
  });
}

/** What happened, in words. */
export function sentence({ event_type: type, data }, before = {}) {
  if (data === null) return t('eventUnreadable');
  if (type === 'CircleCreated') return t('eventCreated', data);
  if (type === 'CircleDissolved') return t('eventDissolved');
  if (type !== 'CircleUpdated') return type;
  const parts = [];
  if ('name' in data) parts.push(t('eventName', { from: before.circle_name, to: data.name }));
  if ('capacity' in data) parts.push(t('eventCapacity', { from: before.capacity, to: data.capacity }));
  return parts.join(t('and'));
}
