// One circle: what it is, an edit of it, its time, and its end.

import * as api from './api.js';
import { nameOf, wayBack } from './circles.js';
import { copier } from './copy.js';
import { h, icon, ICONS, paced, say } from './dom.js';
import { dissolveCircle } from './dissolve.js';
import { Edit } from './edit.js';
import { byMember } from './fields.js';
import { shortly, t } from './i18n.js';
import { may, myPerson } from './identity.js';
import { connection, happened, listen } from './live.js';
import { actorName, learn } from './names.js';
import { onPaper } from './onpaper.js';
import { Timeline } from './timeline.js';
import { trouble } from './trouble.js';

const REFRESH_MILLIS = 300;
const RETRY_MILLIS = 2000;

export function circlePage(at, id) {
  const page = new CirclePage(at, id);
  return { title: nameOf(id) ?? t('circles'), retitle: (set) => page.retitle(set), leave: () => page.leave() };
}

/** The way between what a circle is and who is in it. */
export const circleTabs = (id, here, isOffered = may('editor')) => (isOffered ? h('nav', { class: 'tabs', 'aria-label': t('circles') },
  [['circleFacts', ''], ['roster', '/members']].map(([word, more]) =>
    h('a', { href: `#/circle/${encodeURIComponent(id)}${more}`, 'aria-current': word === here ? 'page' : null }, t(word)))) : []);

/** The address of a circle, for somebody else's browser. */
const linkTo = (id) => new URL(`#/circle/${encodeURIComponent(id)}`, location.href.split('#')[0]).href;

class CirclePage {
  #id;
  #leaving = new AbortController();
  #title;
  #status = h('span', { class: 'chip status', hidden: true });
  #notice = h('p', { class: 'notice', hidden: true });
  #dissolve = h('button', { type: 'button', class: 'danger-quiet' }, t('dissolveCircle'));
  #end = h('section', { class: 'card end-of-circle', 'aria-labelledby': 'end-title', hidden: true },
    h('h2', { id: 'end-title' }, t('endTitle')), h('p', { class: 'hint' }, t('endHint')), h('div', { class: 'actions start' }, this.#dissolve));
  #actions;
  #tabs = h('div');
  /** Whether who uses the page is owner or officer of the circle, and no editor. */
  #isOwn = false;
  #editor;
  #time;
  /** How the circle stands with the university, which is loaded while the circle is read: nothing moves when it comes. */
  #life = import('./life.js').then(({ CircleLife }) => new CircleLife(() => this.#again()), () => null);
  #lifePlace = h('div', { class: 'life' });
  #body;
  #titled = () => {};
  #current = null;
  #isGone = false;
  #isCreationTold = false;
  #loads = 0;
  #retry = null;
  #endings;

  constructor(at, id) {
    this.#id = id;
    this.#title = h('h1', { tabindex: '-1' }, nameOf(id) ?? t('loading'));
    this.#editor = new Edit(id, this.#leaving.signal, () => this.#load());
    this.#time = new Timeline(id, this.#editor);
    this.#body = h('div', { class: 'circle', hidden: true },
      h('div', { class: 'column' }, this.#editor.element, this.#lifePlace, this.#time.history),
      h('div', { class: 'column side' }, this.#time.travel, this.#time.plotted, this.#end));
    this.#actions = h('div', { class: 'head-actions', hidden: true },
      copier(t('copyLink'), () => linkTo(id)),
      h('button', { type: 'button', class: 'printer', onclick: () => window.print() }, icon(ICONS.print), t('print')),
      h('button', { type: 'button', onclick: async () => (await import('./changesexport.js')).exportHistory(id, this.#current.circle_name) }, icon(ICONS.down), t('export')));
    at.append(
      h('p', { class: 'trail' }, wayBack(icon(ICONS.back), t('backToList'))),
      h('div', { class: 'head' },
        h('div', { class: 'titled' }, this.#title, this.#status,
          copier(t('copyId'), () => id, { class: 'link id' }, h('span', { class: 'dim' }, `ID ${id.slice(0, 8)}…`))),
        this.#actions),
      onPaper(this.#leaving.signal), this.#tabs, this.#notice, this.#body);
    this.#offerRoster(may('editor'));
    this.#dissolve.addEventListener('click', () => dissolveCircle(this.#current, () => this.#again()));
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
    const isNews = ({ subject, streamversion }) => subject === this.#id && !(this.#current && streamversion <= this.#current.version);
    return [
      happened.subscribe((event) => { if (isNews(event)) again(); }),
      connection.subscribe((online) => { if (online && !this.#isGone) this.#load(); }),
    ];
  }

  async #load() {
    const turn = ++this.#loads;
    clearTimeout(this.#retry);
    try {
      const circle = await api.circle(this.#id, this.#leaving.signal);
      if (turn !== this.#loads) return;
      await this.#tellLife(circle);
      if (turn !== this.#loads || this.#leaving.signal.aborted) return;
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
    if (turn === this.#loads && this.#current) {
      await this.#time.load(this.#current, this.#leaving.signal);
      await this.#tellCreation();
      await this.#offerOwn();
    }
    listen();
  }

  #offerRoster(isOffered) {
    this.#tabs.replaceChildren(...[circleTabs(this.#id, 'circleFacts', isOffered)].flat());
  }

  /** What owners and officers may do is offered once it is known that it is their circle. */
  async #offerOwn() {
    if (may('editor') || myPerson() === null) return;
    try {
      const { isOwn, OWN_FIELDS } = await import('./owncircle.js');
      const isMine = await isOwn(this.#current, this.#leaving.signal);
      if (isMine === this.#isOwn || this.#leaving.signal.aborted) return;
      this.#isOwn = isMine;
      this.#offerRoster(isMine);
      this.#editor.permit(isMine ? OWN_FIELDS : []);
    } catch {
      // It is asked again with the next change.
    }
  }

  #show(circle) {
    this.#current = circle;
    this.#named(circle.circle_name);
    [this.#body, this.#actions, this.#status].forEach((part) => { part.hidden = false; });
    if (this.#status.textContent === '') say(this.#status, t('statusActive'));
    this.#end.hidden = !may('editor');
    this.#notice.hidden = true;
    this.#editor.show(circle);
  }

  async #tellLife(circle) {
    const life = await this.#life;
    // Without it there is still the circle.
    if (life === null || this.#leaving.signal.aborted) return;
    if (!life.element.isConnected) this.#lifePlace.append(life.element);
    life.show(circle, this.#status);
  }

  /** A circle that has ended may live again: then its page begins anew. */
  #again() {
    if (this.#leaving.signal.aborted) return;
    if (this.#isGone) window.dispatchEvent(new PopStateEvent('popstate'));
    else this.#load();
  }

  #named(name) {
    say(this.#title, name);
    this.#titled(name);
  }

  /** Says since when there is the circle. That it cannot be had is no reason not to show the rest. */
  async #tellCreation() {
    if (this.#isCreationTold) return;
    try {
      const event = this.#time.first ?? await api.firstEvent(this.#id, this.#leaving.signal);
      await learn([event?.actor], this.#leaving.signal);
      this.#editor.created(event);
      this.#isCreationTold = true;
    } catch {
      // It is tried again with the next change.
    }
  }

  /** The end of a circle: it is shown as it was last, and takes nothing. */
  async #ended(version) {
    this.#isGone = true;
    try {
      const { fields } = await api.blame(this.#id, this.#leaving.signal);
      await learn(Object.values(fields).map(({ actor }) => actor), this.#leaving.signal);
      this.#current = { circle_id: this.#id, ...byMember(({ member }) => fields[member]?.value), version };
      this.#named(this.#current.circle_name);
      [this.#body, this.#actions, this.#status].forEach((part) => { part.hidden = false; });
      if (document.activeElement === this.#dissolve) this.#title.focus();
      this.#end.hidden = true;
      this.#offerRoster(false);
      say(this.#status, t('statusDissolved'));
      this.#status.classList.add('over');
      this.#editor.end(this.#current, fields);
      await this.#tellLife({ ...this.#current, status: 'dissolved' });
      this.#tell(t('dissolvedNotice'), 'ended');
      await this.#time.load(this.#current, this.#leaving.signal, true);
      const last = this.#time.last;
      if (last?.occurred_at) this.#tell(t(last.reason ? 'dissolvedNoticeWhy' : 'dissolvedNoticeBy', { when: shortly(last.occurred_at), actor: actorName(last.actor), reason: last.reason }), 'ended');
      await this.#tellCreation();
    } catch (failure) {
      if (!this.#leaving.signal.aborted) this.#failed(failure);
    }
    listen();
  }

  #unknown() {
    this.#named(t('unknownCircle'));
    [this.#body, this.#actions, this.#status, this.#notice].forEach((part) => { part.hidden = true; });
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
