// The time of a circle: how it was at any version, its capacity since it began, and what happened to it.

import { h } from './dom.js';
import { EventList } from './eventlist.js';
import { t } from './i18n.js';
import { plot, stepPlot } from './plot.js';
import { Story } from './story.js';
import { Travel } from './travel.js';

export class Timeline {
  #story;
  #travel;
  #list;
  #picture = plot();
  #isOver = false;
  element;

  /** @param editor what an old version is restored with */
  constructor(id, editor) {
    this.#story = new Story(id);
    this.#travel = new Travel(this.#story, editor);
    this.#list = new EventList(this.#story, { choose: (version) => this.#travel.goTo(version), shown: () => this.#render() });
    const plotted = h('section', { class: 'card', 'aria-labelledby': 'plot-title' },
      h('div', { class: 'card-head' }, h('h2', { id: 'plot-title' }, t('capacityOverTime'))), this.#picture.element);
    this.element = h('div', { class: 'time' }, this.#travel.element, plotted, this.#list.element);
  }

  /** Reads what has happened to a circle since it was read last. */
  async load(circle, abort, isOver = false) {
    this.#isOver = isOver;
    this.#travel.become(circle, isOver);
    try {
      await this.#story.readNewest(abort);
    } catch (failure) {
      if (!abort.aborted && this.#story.events.length === 0) this.#list.failed(failure);
      return;
    }
    this.#render();
  }

  /** Says anew how long ago things were. */
  age() {
    this.#list.age();
  }

  #render() {
    this.#list.render();
    this.#picture.show(stepPlot(this.#capacities(), this.#isOver ? Date.parse(this.#story.events.at(-1).occurred_at) : Date.now()));
    this.#travel.render();
  }

  #capacities() {
    return this.#story.events
      .map(({ version, occurred_at: when }) => ({ time: when && Date.parse(when), value: this.#story.stateAt(version).capacity }))
      .filter(({ time, value }) => time && value !== undefined);
  }
}
