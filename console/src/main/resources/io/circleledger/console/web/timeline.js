// The time of a circle: how it was at any version, its capacity since it began, and what happened to it. All three look at
// the same version.

import { h, put } from './dom.js';
import { EventList } from './eventlist.js';
import { t } from './i18n.js';
import { plot, stepPlot } from './plot.js';
import { Story } from './story.js';
import { Travel } from './travel.js';

const AXES = [['version', 'byVersion'], ['time', 'byDate']];

export class Timeline {
  #story;
  #travel;
  #list;
  #picture = plot();
  #isOver = false;
  /** The version that is looked at; null for the newest one, whichever that is. */
  #chosen = null;
  #axis = 'version';
  #axes = AXES.map(([axis, word]) => h('button', { type: 'button', class: 'small', onclick: () => this.#along(axis) }, t(word)));
  /** What happened; how it was at a version, beside what it is now; the plot of it. */
  history;
  travel;
  plotted = h('section', { class: 'card', 'aria-labelledby': 'plot-title', hidden: true },
    h('div', { class: 'card-head' }, h('h2', { id: 'plot-title' }, t('capacityOverTime')), h('div', { class: 'axes', role: 'group', 'aria-label': t('axis') }, this.#axes)),
    this.#picture.element);

  /** @param editor what an old version is restored with */
  constructor(id, editor) {
    this.#story = new Story(id);
    this.#travel = new Travel(this.#story, editor, (version) => this.#point(version));
    this.#list = new EventList(this.#story, {
      choose: (version) => {
        this.#point(version);
        this.#travel.focus();
      },
      shown: () => this.#render(),
    });
    this.history = this.#list.element;
    this.travel = this.#travel.element;
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

  /** The last event, as of a circle that has ended. */
  get last() { return this.#story.at(this.#story.last); }

  get first() { return this.#story.at(1); }

  /** Looks at a version, wherever it is shown. */
  #point(version) {
    const { first, last } = this.#story;
    this.#chosen = version === null || version >= last ? null : Math.max(first, version);
    this.#render();
  }

  #along(axis) {
    this.#axis = axis;
    this.#render();
  }

  #render() {
    const { last } = this.#story;
    const chosen = this.#chosen ?? last;
    this.#list.render(chosen);
    this.#travel.show(chosen);
    AXES.forEach(([axis], at) => put(this.#axes[at], 'aria-pressed', String(axis === this.#axis)));
    const points = this.#points();
    this.plotted.hidden = points.length === 0;
    const until = this.#isOver ? Date.parse(this.last.occurred_at) : Date.now();
    this.#picture.show(stepPlot(points, { axis: this.#axis, until, chosen, choose: (version) => this.#point(version) }));
  }

  #points() {
    return this.#story.events
      .map(({ version, occurred_at: when, event_type: type }) => ({ version, time: when && Date.parse(when), value: this.#story.stateAt(version).capacity, isEnd: type === 'CircleDissolved' }))
      .filter(({ time, value, isEnd }) => time && value !== undefined && !isEnd);
  }
}
