// How circles were before events of the feed, which tell only what has become of them.

import * as api from './api.js';
import { afterEvent } from './fields.js';

/** Of a circle with more events than these that do not follow each other, the whole history is read at once. */
const SINGLE_AT_MOST = 3;
const AT_ONCE = 4;

export class Befores {
  /** Each circle after each version that is known; null where that cannot be had. */
  #known = new Map();

  /** The circle before an event, or null if that is not known. */
  of({ subject, streamversion: version }) {
    return version === 1 ? {} : this.#known.get(key(subject, version - 1)) ?? null;
  }

  /** What the circle of an event was called after it; before it, if it has ended by it. */
  nameAt(event) {
    return event.data?.name ?? this.of(event)?.circle_name ?? null;
  }

  /** Finds out how the circles of these events were before. That it cannot be had is no reason not to show the rest. */
  async learn(events, abort) {
    const circles = [...Map.groupBy(events, ({ subject }) => subject)];
    const next = async () => {
      for (let one = circles.pop(); one; one = circles.pop()) await this.#circle(...one, abort);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }

  async #circle(id, events, abort) {
    const inOrder = events.toSorted((one, other) => one.streamversion - other.streamversion);
    const gaps = inOrder.filter(({ streamversion: version }, at) => version > 1 && inOrder[at - 1]?.streamversion !== version - 1
      && !this.#known.has(key(id, version - 1)));
    try {
      if (gaps.length > SINGLE_AT_MOST) await this.#history(id, inOrder.at(-1).streamversion, abort);
      else await Promise.all(gaps.map(({ streamversion: version }) => this.#at(id, version - 1, abort)));
    } catch (failure) {
      if (abort?.aborted) throw failure;
    }
    for (const event of inOrder) {
      const before = this.of(event);
      if (before && event.data) this.#known.set(key(id, event.streamversion), afterEvent(before, event.data));
    }
  }

  async #at(id, version, abort) {
    this.#known.set(key(id, version), await api.circleAt(id, version, abort));
  }

  async #history(id, last, abort) {
    let circle = {};
    for (let path = api.historyPath(id); path;) {
      const { data, next } = await api.page(path, abort);
      for (const { version, data: change } of data) {
        circle = change ? afterEvent(circle, change) : circle;
        this.#known.set(key(id, version), circle);
      }
      path = data.at(-1)?.version < last ? next : null;
    }
  }
}

const key = (id, version) => `${id}@${version}`;
