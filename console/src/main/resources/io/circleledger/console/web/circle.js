// One circle: what it is, an edit of it, and its time.

import * as api from './api.js';
import { nameOf, wayBack } from './circles.js';
import { h, icon, ICONS, paced, say } from './dom.js';
import { dissolveCircle } from './dissolve.js';
import { Edit } from './edit.js';
import { exportHistory } from './export.js';
import { byMember } from './fields.js';
import { t } from './i18n.js';
import { may } from './identity.js';
import { connection, happened, listen } from './live.js';
import { learn } from './names.js';
import { Timeline } from './timeline.js';
import { trouble } from './trouble.js';

const REFRESH_MILLIS = 300;
const RETRY_MILLIS = 2000;
const OLDER_MILLIS = 20_000;

export function circlePage(at, id) {
  const page = new CirclePage(at, id);
  return { title: nameOf(id) ?? t('circles'), retitle: (set) => page.retitle(set), leave: () => page.leave() };
}

class CirclePage {
  #id;
  #leaving = new AbortController();
  #title;
  #notice = h('p', { class: 'notice', hidden: true });
  #dissolve = h('button', { type: 'button', class: 'danger-quiet', hidden: true }, t('dissolveCircle'));
  #exporting = h('button', { type: 'button', hidden: true }, icon(ICONS.down), t('export'));
  #editor;
  #time;
  #body;
  #titled = () => {};
  #current = null;
  #isGone = false;
  #loads = 0;
  #retry = null;
  #endings;

  constructor(at, id) {
    this.#id = id;
    this.#title = h('h1', { tabindex: '-1' }, nameOf(id) ?? t('loading'));
    this.#editor = new Edit(id, this.#leaving.signal, () => this.#load());
    this.#time = new Timeline(id, this.#editor);
    this.#body = h('div', { class: 'circle', hidden: true }, this.#editor.element, this.#time.element);
    at.append(
      h('p', { class: 'trail' }, wayBack(icon(ICONS.back), t('backToList'))),
      h('div', { class: 'head' }, this.#title, h('div', { class: 'head-actions' }, this.#exporting, this.#dissolve)),
      this.#notice, this.#body);
    this.#exporting.addEventListener('click', () => exportHistory(id, this.#current.circle_name));
    this.#dissolve.addEventListener('click', () => dissolveCircle(this.#current, () => { if (!this.#leaving.signal.aborted) this.#load(); }));
    this.#endings = this.#listening();
    this.#load();
  }

  /** @param set told what the page is called */
  retitle(set) {
    this.#titled = set;
  }

  leave() {
    this.#endings.forEach((end) => end());
    clearTimeout(this.#retry);
    this.#leaving.abort();
    this.#editor.leave();
  }

  #listening() {
    const again = paced(REFRESH_MILLIS, () => this.#load());
    const older = setInterval(() => this.#time.age(), OLDER_MILLIS);
    const isNews = ({ subject, streamversion }) => subject === this.#id && !(this.#current && streamversion <= this.#current.version);
    return [
      happened.subscribe((event) => { if (isNews(event)) again(); }),
      connection.subscribe((online) => { if (online && !this.#isGone) this.#load(); }),
      () => clearInterval(older),
    ];
  }

  async #load() {
    const turn = ++this.#loads;
    clearTimeout(this.#retry);
    try {
      const circle = await api.circle(this.#id, this.#leaving.signal);
      if (turn !== this.#loads) return;
      this.#show(circle);
      const blamed = await api.blame(this.#id, this.#leaving.signal);
      await learn(Object.values(blamed.fields).map(({ actor }) => actor), this.#leaving.signal);
      if (turn === this.#loads && blamed.version === circle.version) this.#editor.blame(blamed.fields);
    } catch (failure) {
      if (this.#leaving.signal.aborted || turn !== this.#loads) return;
      if (failure instanceof api.Refused && failure.is('circle-dissolved')) return this.#ended(failure.problem.version);
      if (failure instanceof api.Refused && failure.status === 404) return this.#unknown();
      if (this.#current === null) this.#failed(failure);
      if (failure instanceof api.Unreachable || failure.passes) this.#retry = setTimeout(() => this.#load(), RETRY_MILLIS);
    }
    if (turn === this.#loads && this.#current) await this.#time.load(this.#current, this.#leaving.signal);
    listen();
  }

  #show(circle) {
    this.#current = circle;
    this.#named(circle.circle_name);
    [this.#body, this.#exporting].forEach((part) => { part.hidden = false; });
    this.#dissolve.hidden = !may('editor');
    this.#notice.hidden = true;
    this.#editor.show(circle);
  }

  #named(name) {
    say(this.#title, name);
    this.#titled(name);
  }

  /** The end of a circle: it is shown as it was last, and takes nothing. */
  async #ended(version) {
    this.#isGone = true;
    try {
      const { fields } = await api.blame(this.#id, this.#leaving.signal);
      await learn(Object.values(fields).map(({ actor }) => actor), this.#leaving.signal);
      this.#current = { circle_id: this.#id, ...byMember(({ member }) => fields[member]?.value), version };
      this.#named(this.#current.circle_name);
      this.#body.hidden = false;
      this.#exporting.hidden = false;
      if (document.activeElement === this.#dissolve) this.#title.focus();
      this.#dissolve.hidden = true;
      this.#editor.end(this.#current, fields);
      this.#tell(t('dissolvedNotice'), 'ended');
      await this.#time.load(this.#current, this.#leaving.signal, true);
    } catch (failure) {
      if (!this.#leaving.signal.aborted) this.#failed(failure);
    }
    listen();
  }

  #unknown() {
    this.#named(t('unknownCircle'));
    this.#body.hidden = true;
    this.#notice.hidden = true;
    listen();
  }

  #failed(failure) {
    this.#named(t('circles'));
    this.#tell(trouble(failure), 'fault-box');
    this.#notice.append(' ', h('button', { type: 'button', onclick: () => this.#load() }, t('tryAgain')));
  }

  #tell(text, kind) {
    this.#notice.hidden = false;
    this.#notice.className = `notice ${kind}`;
    this.#notice.replaceChildren(text);
  }
}
