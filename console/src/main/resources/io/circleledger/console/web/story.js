// The events of a circle that were read, from some version to the newest, and how the circle was after each of them.

import * as api from './api.js';
import { afterEvent } from './fields.js';
import { learn } from './names.js';

export class Story {
  #id;
  /** The circle before the first event that was read, and after each. */
  #start = {};
  #states = [];
  /** The page of earlier events, if there are any. */
  #older = null;
  events = [];

  constructor(id) {
    this.#id = id;
  }

  get first() { return this.events[0]?.version ?? 1; }

  get last() { return this.events.at(-1)?.version ?? 1; }

  get hasOlder() { return this.#older !== null; }

  at(version) { return this.events[version - this.first]; }

  /** The circle as it was at a version. */
  stateAt(version) { return this.#states[version - this.first] ?? this.#start; }

  /** Reads the newest page; what was read before stays where the page goes on from it. */
  async readNewest(abort) {
    const page = await api.page(api.newestPath(this.#id), abort);
    const newest = page.data.reverse();
    await learn(newest.map(({ actor }) => actor), abort);
    const kept = goingOnWith(this.events, newest);
    if (kept.length === 0) {
      [this.#start, this.#older] = [await this.#before(newest, page.next, abort), page.next];
    }
    this.#take([...kept, ...newest]);
  }

  /** Reads one more page of earlier events. */
  async readOlder() {
    const wanted = this.#older;
    const page = await api.page(wanted);
    const read = page.data.reverse();
    await learn(read.map(({ actor }) => actor));
    const begin = await this.#before(read, page.next);
    if (this.#older !== wanted) return; // The story was read anew meanwhile.
    [this.#start, this.#older] = [begin, page.next];
    this.#take([...read, ...this.events]);
  }

  /** The circle before some events, of which there are earlier ones if there is a page of them. */
  async #before(read, page, abort) {
    if (page === null) return {};
    try {
      return await api.circleAt(this.#id, read[0].version - 1, abort);
    } catch (failure) {
      if (failure instanceof api.Refused) return {}; // A history that cannot be folded is shown all the same.
      throw failure;
    }
  }

  #take(events) {
    this.events = events;
    this.#states = fold(events, this.#start);
  }
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
    state = data ? afterEvent(state, data) : { ...state };
    if (type === 'CircleDissolved') state.dissolved = true;
    if (type === 'CircleReinstated') state.dissolved = false;
    return state;
  });
}
