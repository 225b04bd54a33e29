// What happened to a circle, in plain words, the newest first, day by day.

import { h, put, say } from './dom.js';
import { FIELDS } from './fields.js';
import { happening } from './happening.js';
import { clock, dayOf, exactly, number, t } from './i18n.js';
import { actorName } from './names.js';
import { trouble } from './trouble.js';

const SHOWN_AT_ONCE = 50;

export class EventList {
  #story;
  #choose;
  #shown;
  #count = SHOWN_AT_ONCE;
  #chosen = null;
  /** The field of which alone the changes are shown, or null. */
  #field = null;
  #days = h('div', { class: 'days' });
  #filters = [null, ...FIELDS].map((field) => h('button', { type: 'button', class: 'chip', onclick: () => this.#narrow(field) }, t(field?.label ?? 'everything')));
  #total = h('span', { class: 'hint' });
  #more = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => this.#showMore() }, t('showOlder'));
  #cut = h('p', { class: 'hint', hidden: true });
  element = h('section', { class: 'card history', 'aria-labelledby': 'history-title' },
    h('div', { class: 'card-head' }, h('h2', { id: 'history-title' }, t('history')),
      h('div', { class: 'chips', role: 'group', 'aria-label': t('onlyChangesOf') }, this.#filters), this.#total),
    this.#days, this.#more, this.#cut);

  /**
   * @param choose told the version of an event that is looked at
   * @param shown called when more of the story was read
   */
  constructor(story, { choose, shown }) {
    this.#story = story;
    this.#choose = choose;
    this.#shown = shown;
  }

  /** @param chosen the version that is looked at */
  render(chosen = this.#chosen) {
    this.#chosen = chosen;
    const { events, hasOlder, last } = this.#story;
    const wanted = events.filter((event) => this.#isWanted(event));
    const here = this.#days.contains(document.activeElement) ? document.activeElement.dataset.version : null;
    const groups = Map.groupBy(wanted.slice(-this.#count).reverse(), ({ occurred_at: when }) => (when ? dayOf(when) : t('unreadableTime')));
    this.#days.replaceChildren(...[...groups].map(([day, ofDay]) => h('div', {},
      h('h3', { class: 'day' }, day), h('ol', { class: 'events', reversed: true }, ofDay.map((event) => this.#entry(event))))));
    if (here) this.#days.querySelector(`[data-version="${here}"]`)?.focus();
    [null, ...FIELDS].forEach((field, at) => put(this.#filters[at], 'aria-pressed', String(field === this.#field)));
    say(this.#total, t('eventsInAll', { count: last }));
    this.#more.hidden = wanted.length <= this.#count && !hasOlder;
    this.#cut.hidden = !hasOlder;
    if (hasOlder) say(this.#cut, t('historyCut', { count: events.length, total: last }));
  }

  failed(failure) {
    this.#days.replaceChildren(h('p', { class: 'fault' }, trouble(failure)));
  }

  #isWanted({ data, event_type: type }) {
    return this.#field === null || type === 'CircleCreated' || Boolean(data && this.#field.name in data);
  }

  #narrow(field) {
    this.#field = field;
    this.render();
  }

  async #showMore() {
    this.#count += SHOWN_AT_ONCE * 4;
    if (this.#story.events.length >= this.#count || !this.#story.hasOlder) return this.#shown();
    this.#more.disabled = true;
    try {
      await this.#story.readOlder();
    } catch (failure) {
      say(this.#cut, trouble(failure));
      this.#cut.hidden = false;
      return;
    } finally {
      this.#more.disabled = false;
    }
    this.#shown();
  }

  #entry(event) {
    const { version, occurred_at: when, event_type: type, data, reason } = event;
    const isChosen = version === this.#chosen;
    return h('li', { class: [type === 'CircleDissolved' ? 'end' : '', isChosen ? 'chosen' : ''].join(' ').trim() || null, 'aria-current': isChosen ? 'true' : null },
      when ? h('time', { datetime: when, title: exactly(when) }, clock(when)) : h('span', {}, '–'),
      h('div', {},
        h('p', { class: 'what' }, happening(type, data, this.#story.stateAt(version - 1))),
        h('p', { class: 'who' }, t('by', { actor: event.metadata_fault ? t('unreadablePerson') : actorName(event.actor) })),
        reason ? h('p', { class: 'why' }, t('because', { reason })) : null),
      h('button', { type: 'button', class: 'link', 'data-version': version, 'aria-label': t('lookAtVersion', { version: number(version) }), onclick: () => this.#choose(version) },
        t('versionN', { version })));
  }
}
