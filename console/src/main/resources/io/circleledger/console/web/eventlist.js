// What happened to a circle, in plain words, the newest first.

import { h, say } from './dom.js';
import { eventWords } from './fields.js';
import { ago, exactly, t } from './i18n.js';
import { actorName } from './names.js';
import { trouble } from './trouble.js';

const SHOWN_AT_ONCE = 50;

export class EventList {
  #story;
  #choose;
  #shown;
  #count = SHOWN_AT_ONCE;
  #list = h('ol', { class: 'events', reversed: true });
  #more = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => this.#showMore() }, t('showOlder'));
  #cut = h('p', { class: 'hint', hidden: true });
  element = h('section', { class: 'card history', 'aria-labelledby': 'history-title' },
    h('div', { class: 'card-head' }, h('h2', { id: 'history-title' }, t('history'))), this.#list, this.#more, this.#cut);

  /**
   * @param choose told the version of an event that is looked at
   * @param shown called when more of the story was read
   */
  constructor(story, { choose, shown }) {
    this.#story = story;
    this.#choose = choose;
    this.#shown = shown;
  }

  render() {
    const { events, hasOlder, last } = this.#story;
    this.#list.replaceChildren(...events.slice(-this.#count).reverse().map((event) => this.#entry(event)));
    this.#more.hidden = events.length <= this.#count && !hasOlder;
    this.#cut.hidden = !hasOlder;
    if (hasOlder) say(this.#cut, t('historyCut', { count: events.length, total: last }));
  }

  failed(failure) {
    this.#list.replaceChildren(h('li', { class: 'fault' }, trouble(failure)));
  }

  /** Says anew how long ago things were. */
  age() {
    for (const time of this.#list.querySelectorAll('time')) say(time, ago(time.dateTime));
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
    const { version, occurred_at: when } = event;
    return h('li', { class: event.event_type === 'CircleDissolved' ? 'end' : null },
      h('span', { class: 'bead', 'aria-hidden': 'true' }),
      h('div', {},
        h('p', { class: 'what' }, sentence(event, this.#story.stateAt(version - 1))),
        event.reason ? h('p', { class: 'why' }, t('because', { reason: event.reason })) : null,
        h('p', { class: 'who' }, t('by', { actor: event.metadata_fault ? t('unreadablePerson') : actorName(event.actor) }), ' · ',
          when ? h('time', { datetime: when, title: exactly(when) }, ago(when)) : t('unreadableTime'), ' · ',
          h('button', { type: 'button', class: 'link', onclick: () => this.#choose(version) }, t('versionN', { version })))));
  }
}

/** What happened, in words. */
function sentence({ event_type: type, data }, before) {
  if (data === null) return t('eventUnreadable');
  if (type === 'CircleCreated') return t('eventCreated', data);
  if (type === 'CircleDissolved') return t('eventDissolved');
  if (type !== 'CircleUpdated') return type;
  return eventWords(before, data).join(t('and'));
}
