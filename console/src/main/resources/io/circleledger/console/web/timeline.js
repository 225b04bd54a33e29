// The time of a circle: what happened to it in plain words, and how it was at any version.

import * as api from './api.js';
import { actions, ask } from './dialog.js';
import { h, icon, ICONS, newId, put, say } from './dom.js';
import { ago, exactly, number, person, shortly, t } from './i18n.js';
import { plot, stepPlot } from './plot.js';
import { trouble } from './trouble.js';

const SHOWN_AT_ONCE = 50;

/** @param editor told to restore {version, now, values}: the values of a version, in place of what there is now */
export function timeline(id, editor) {
  // What was read: the events from some version to the newest, the circle before them, and after each of them.
  let events = [];
  let start = {};
  let states = [];
  let older = null;
  let current = null;
  let isOver = false;
  let chosen = null;
  let count = SHOWN_AT_ONCE;

  const sliderId = newId('slider');
  const slider = h('input', { type: 'range', id: sliderId, min: '1', max: '1', value: '1', step: '1' });
  const asOf = h('output', { for: sliderId, class: 'as-of' });
  const values = h('dl', { class: 'values' });
  const note = h('p', { class: 'hint' });
  const restoreButton = h('button', { type: 'button', hidden: true, onclick: wanted }, icon(ICONS.undo), t('restore'));
  const unable = h('p', { class: 'edit-state', role: 'status' });
  const picture = plot();
  const list = h('ol', { class: 'events', reversed: true });
  const more = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: showMore }, t('showOlder'));
  const cut = h('p', { class: 'hint', hidden: true });
  const travel = h('section', { class: 'card travel', 'aria-labelledby': 'travel-title' },
    h('div', { class: 'card-head' }, h('h2', { id: 'travel-title' }, t('timeTravel')), asOf),
    h('label', { for: sliderId }, t('atVersion')), slider, values, note, h('div', { class: 'actions start' }, restoreButton), unable);
  const plotted = h('section', { class: 'card', 'aria-labelledby': 'plot-title' },
    h('div', { class: 'card-head' }, h('h2', { id: 'plot-title' }, t('capacityOverTime'))), picture.element);
  const happened = h('section', { class: 'card history', 'aria-labelledby': 'history-title' },
    h('div', { class: 'card-head' }, h('h2', { id: 'history-title' }, t('history'))), list, more, cut);

  slider.addEventListener('input', () => { chosen = Number(slider.value); travelled(); });

  /** Reads the newest page; what was read before stays where the page goes on from it. */
  async function load(circle, abort, over = false) {
    current = circle;
    isOver = over;
    try {
      const page = await api.page(api.newestPath(id), abort);
      const newest = page.data.reverse();
      const kept = goingOnWith(events, newest);
      if (kept.length === 0) {
        [start, older] = [await before(newest, page.next, abort), page.next];
      }
      events = [...kept, ...newest];
    } catch (failure) {
      if (abort.aborted) return;
      if (events.length === 0) list.replaceChildren(h('li', { class: 'fault' }, trouble(failure)));
      return;
    }
    states = fold(events, start);
    render();
  }

  /** The circle before some events, of which there are earlier ones if there is a page of them. */
  async function before(read, page, abort) {
    if (page === null) return {};
    try {
      return await api.circleAt(id, read[0].version - 1, abort);
    } catch (failure) {
      if (failure instanceof api.Refused) return {}; // A history that cannot be folded is shown all the same.
      throw failure;
    }
  }

  async function showMore() {
    count += SHOWN_AT_ONCE * 4;
    if (events.length >= count || older === null) return render();
    more.disabled = true;
    const wantedPage = older;
    try {
      const page = await api.page(wantedPage);
      const read = page.data.reverse();
      const begin = await before(read, page.next);
      if (older !== wantedPage) return render(); // The history was read anew meanwhile.
      [start, older] = [begin, page.next];
      events = [...read, ...events];
      states = fold(events, start);
    } catch (failure) {
      say(cut, trouble(failure));
      cut.hidden = false;
      return;
    } finally {
      more.disabled = false;
    }
    render();
  }

  const first = () => events[0]?.version ?? 1;
  const last = () => events.at(-1)?.version ?? 1;

  function render() {
    const wasLast = chosen === null || chosen >= Number(slider.max);
    put(slider, 'min', first());
    put(slider, 'max', last());
    if (wasLast) chosen = last();
    slider.value = String(chosen);
    put(slider, 'disabled', events.length < 2 ? true : null);
    list.replaceChildren(...events.slice(-count).reverse().map(entry));
    more.hidden = events.length <= count && older === null;
    cut.hidden = older === null;
    if (older !== null) say(cut, t('historyCut', { count: events.length, total: last() }));
    picture.show(stepPlot(
      events.flatMap((event, at) => (states[at].capacity === undefined || !event.occurred_at ? [] : [{ time: Date.parse(event.occurred_at), value: states[at].capacity }])),
      isOver ? Date.parse(events.at(-1).occurred_at) : Date.now()));
    travelled();
  }

  function entry(event, index) {
    const at = events.length - 1 - index;
    return h('li', { class: event.event_type === 'CircleDissolved' ? 'end' : null },
      h('span', { class: 'bead', 'aria-hidden': 'true' }),
      h('div', {},
        h('p', { class: 'what' }, sentence(event, states[at - 1] ?? start)),
        event.reason ? h('p', { class: 'why' }, t('because', { reason: event.reason })) : null,
        h('p', { class: 'who' }, t('by', { actor: event.metadata_fault ? t('unreadablePerson') : person(event.actor) }), ' · ',
          event.occurred_at ? h('time', { datetime: event.occurred_at, title: exactly(event.occurred_at) }, ago(event.occurred_at)) : t('unreadableTime'), ' · ',
          h('button', { type: 'button', class: 'link', onclick: () => { chosen = event.version; slider.value = String(chosen); travelled(); slider.focus(); } },
            t('versionN', { version: event.version })))));
  }

  /** Shows the circle at the version of the slider, and what of it is not so now. */
  function travelled() {
    const at = chosen - first();
    const event = events[at];
    if (!event) return;
    const then = states[at];
    const earlier = states[at - 1] ?? start;
    const when = { version: chosen, when: event.occurred_at ? shortly(event.occurred_at) : t('unreadableTime') };
    say(unable, '');
    say(asOf, t('asOfText', when));
    put(asOf, 'title', event.occurred_at ? exactly(event.occurred_at) : null);
    put(slider, 'aria-valuetext', t('asOfText', when));
    const row = (word, member, format) => {
      const isOther = then[member] !== current[member];
      const isSet = then[member] !== earlier[member];
      return h('div', { class: isOther ? 'other' : isSet ? 'set' : null },
        h('dt', {}, t(word)),
        h('dd', {}, h('span', { class: 'then' }, then[member] === undefined ? '–' : format(then[member])),
          isOther ? h('small', {}, t('differs', { value: format(current[member]) })) : null,
          isSet && chosen > 1 ? h('small', { class: 'set-here' }, t('setThen')) : null));
    };
    values.replaceChildren(row('name', 'circle_name', String), row('capacity', 'capacity', number));
    const isSame = then.circle_name === current.circle_name && then.capacity === current.capacity;
    say(note, then.dissolved ? t('notThen') : isSame ? t('sameAsNow') : '');
    const wasHere = document.activeElement === restoreButton;
    restoreButton.hidden = isOver || isSame || then.dissolved || then.capacity === undefined || then.circle_name === undefined;
    if (wasHere && restoreButton.hidden) slider.focus();
  }

  async function wanted() {
    const version = chosen;
    const then = states[version - first()];
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
  function ageing() {
    for (const time of list.querySelectorAll('time')) say(time, ago(time.dateTime));
  }

  return { element: h('div', { class: 'time' }, travel, plotted, happened), load, older: ageing };
}

/** What was read and ends where newer events begin; nothing where they do not go on from it. */
function goingOnWith(read, newer) {
  const begin = newer[0]?.version;
  const same = read.find(({ version }) => version === begin);
  const isSame = same ? same.event_id === newer[0].event_id : read.at(-1)?.version === begin - 1;
  return isSame ? read.filter(({ version }) => version < begin) : [];
}

/** The circle after each event. */
function fold(events, start) {
  let state = start;
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
