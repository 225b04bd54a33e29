// The roster of a circle: who owns it, who has an office, who is in it, and what can be done about that.

import * as api from './api.js';
import { circleTabs } from './circle.js';
import { nameOf, wayBack } from './circles.js';
import { h, icon, ICONS, paced, say, unpressed } from './dom.js';
import { sheetTime } from './download.js';
import { date, exactly, t } from './i18n.js';
import { may, myPerson } from './identity.js';
import { connection, happened, listen } from './live.js';
import { MemberAdd } from './memberadd.js';
import { MemberDeeds } from './memberdeeds.js';
import { printRoster, saveRoster } from './memberfile.js';
import { changeRole, removeMember } from './memberrole.js';
import { rosterPath } from './peopleapi.js';
import { circlePlace, gradeWord, keepingFocus, OFFICES, personPlace, roleWord, statusChip, turning, yearWord } from './peoplebase.js';
import { trouble } from './trouble.js';

const PAGE = 100;
const REFRESH_MILLIS = 400;
const COLUMNS = ['personName', 'kana', 'grade', 'major', 'circleRole', 'joinedOn'];

export function membersPage(at, id) {
  const page = new MembersPage(at, id);
  return { title: t('roster'), retitle: (set) => page.retitle(set), leave: () => page.leave() };
}

class MembersPage {
  #id;
  #left = new AbortController();
  #titled = () => {};
  #circle = null;
  #members = [];
  #begin = 0;
  #loads = 0;
  #title;
  #status = h('span', { class: 'status-place' });
  #notice = h('p', { class: 'notice fault-box', role: 'alert', hidden: true });
  #closed = h('p', { class: 'notice', hidden: true });
  #facts = h('dl', { class: 'roster-facts' });
  #table = h('div', { class: 'roster-table' });
  #body;
  #actions;
  #deeds;
  #add;
  #endings;

  constructor(at, id) {
    this.#id = id;
    const again = () => { if (!this.#left.signal.aborted) this.#load(); };
    this.#deeds = new MemberDeeds(id, again);
    this.#add = new MemberAdd(this.#deeds, () => this.#members, this.#left.signal);
    this.#title = h('h1', { tabindex: '-1' }, nameOf(id) ?? t('loading'));
    const save = (kind) => h('button', { type: 'button', onclick: () => saveRoster(this.#circle, this.#members, kind) }, icon(ICONS.down), t(kind === 'csv' ? 'rosterCsv' : 'rosterXlsx'));
    this.#actions = h('div', { class: 'head-actions', hidden: true },
      h('button', { type: 'button', class: 'printer', onclick: () => printRoster(this.#circle, this.#members) }, icon(ICONS.print), t('print')), save('csv'), save('xlsx'),
      may('editor') ? h('a', { class: 'button', href: '#/import?kind=members' }, icon(ICONS.up), t('importRoster')) : null);
    this.#body = h('div', { class: 'stack', hidden: true },
      h('section', { class: 'card', 'aria-labelledby': 'officers-title' }, h('h2', { id: 'officers-title' }, t('officers')), this.#facts), this.#closed, this.#add.element, this.#table);
    at.append(
      h('p', { class: 'trail' }, wayBack(icon(ICONS.back), t('backToList'))),
      h('div', { class: 'head' }, h('div', { class: 'titled' }, this.#title, this.#status), this.#actions),
      circleTabs(id, 'roster', true), this.#notice, this.#body);
    const news = paced(REFRESH_MILLIS, again);
    this.#endings = [
      happened.subscribe(({ subject, streamversion }) => { if (subject === id && !(streamversion <= this.#circle?.version)) news(); }),
      connection.subscribe((online) => { if (online) again(); }),
    ];
    this.#load();
  }

  retitle(set) {
    this.#titled = set;
  }

  leave() {
    this.#endings.forEach((end) => end());
    this.#left.abort();
  }

  async #load() {
    const turn = ++this.#loads;
    try {
      const circle = await api.circle(this.#id, this.#left.signal);
      const members = await api.walk(rosterPath(this.#id), this.#left.signal);
      await unpressed();
      if (turn !== this.#loads) return;
      [this.#circle, this.#members] = [circle, members];
      this.#notice.hidden = true;
      this.#notice.className = 'notice fault-box';
      this.#show();
    } catch (failure) {
      if (turn === this.#loads && !this.#left.signal.aborted) this.#failed(failure);
    }
    listen();
  }

  #failed(failure) {
    if (failure instanceof api.Refused && failure.is('circle-dissolved')) return this.#ended();
    const isRefused = failure instanceof api.Refused && failure.is('forbidden');
    if (this.#circle === null || isRefused) say(this.#title, this.#circle?.circle_name ?? t('roster'));
    this.#notice.hidden = false;
    this.#notice.replaceChildren(...(isRefused ? [t('rosterOfOthers')] : [trouble(failure), ' ', h('button', { type: 'button', onclick: () => this.#load() }, t('tryAgain'))]));
    // Of a circle that has ended there is no roster any more.
    if (failure instanceof api.Refused && !failure.passes) [this.#body, this.#actions].forEach((part) => { part.hidden = true; });
  }

  /** Of a circle that has ended there is no roster any more; what it was called is known. */
  async #ended() {
    [this.#body, this.#actions].forEach((part) => { part.hidden = true; });
    this.#status.replaceChildren(statusChip('dissolved'));
    this.#notice.hidden = false;
    this.#notice.className = 'notice ended';
    this.#notice.replaceChildren(t('rosterOver'), ' ', h('a', { href: circlePlace(this.#id) }, t('circleFacts')));
    const name = this.#circle?.circle_name ?? await api.blame(this.#id, this.#left.signal).then(({ fields }) => fields.circle_name?.value, () => null);
    if (this.#left.signal.aborted) return;
    say(this.#title, name ?? t('roster'));
    if (name) this.#titled(`${name} ${t('roster')}`);
  }

  #show() {
    const { circle_name: name, status } = this.#circle;
    say(this.#title, name);
    this.#titled(`${name} ${t('roster')}`);
    this.#status.replaceChildren(statusChip(status));
    [this.#body, this.#actions].forEach((part) => { part.hidden = false; });
    this.#tellJoining();
    keepingFocus(this.#facts, () => this.#facts.replaceChildren(...this.#factRows()));
    this.#add.render();
    this.#render();
  }

  /** Whether somebody can be added, and why not. */
  #tellJoining() {
    const { status, members, capacity } = this.#circle;
    const isFull = members >= capacity;
    this.#add.element.hidden = status !== 'active' || !may('editor');
    this.#closed.hidden = may('editor') && status === 'active' && !isFull;
    if (!may('editor')) return this.#closed.replaceChildren(t('joiningByOffice'));
    const [why, where] = status === 'lapsed' ? ['nobodyJoinsLapsed', 'lifeTitle'] : status === 'suspended' ? ['nobodyJoinsSuspended', 'lifeTitle'] : ['nobodyJoinsFull', 'circleFacts'];
    this.#closed.replaceChildren(t(why), ' ', h('a', { href: circlePlace(this.#id) }, t(where)));
  }

  #holder(role) {
    return this.#members.find((member) => member.role === role);
  }

  #factRows() {
    const { members, renewed_for: renewed } = this.#circle;
    const room = this.#circle.capacity;
    const isFull = members >= room;
    const row = (word, ...value) => h('div', {}, h('dt', {}, word), h('dd', {}, value));
    return [
      ...['owner', ...OFFICES].map((role) => row(roleWord(role), this.#whoIs(role))),
      row(t('membersAndRoom'), h('span', { class: isFull ? 'full' : null }, t('membersOf', { count: members, max: room })), ' ', isFull ? h('small', {}, t('isFull')) : h('small', {}, t('roomLeft', { count: room - members }))),
      row(t('renewalTitle'), renewed ? yearWord(renewed) : t('neverRenewed')),
    ];
  }

  #whoIs(role) {
    const holder = this.#holder(role);
    if (!holder) return h('span', { class: 'dim' }, t('nobodyYet'));
    return whoLink(holder);
  }

  #render() {
    const all = this.#members.length;
    if (this.#begin >= all) this.#begin = 0;
    const shown = this.#members.slice(this.#begin, this.#begin + PAGE);
    const to = this.#begin + shown.length;
    const parts = all === 0
      ? [h('div', { class: 'sheet state' }, h('h2', {}, t('nobodyInRoster')), this.#circle.status === 'active' ? h('p', {}, t('nobodyInRosterHint')) : null)]
      : [h('div', { class: 'sheet', tabindex: '0', role: 'group', 'aria-label': t('roster') }, h('table', { class: 'rows listed roster' },
        h('caption', { class: 'unseen' }, t('roster')),
        h('thead', {}, h('tr', {}, COLUMNS.map((word) => h('th', { scope: 'col' }, t(word))), h('th', { scope: 'col' }, h('span', { class: 'unseen' }, t('whatToDo'))))),
        h('tbody', {}, shown.map((member) => this.#row(member))))),
      turning({
        from: this.#begin + 1, to, all, hasNext: to < all, hasPrevious: this.#begin > 0,
        turn: (step) => { this.#begin += step * PAGE; this.#render(); this.#table.scrollIntoView(); },
      })].filter(Boolean);
    keepingFocus(this.#table, () => this.#table.replaceChildren(...parts));
  }

  #row(member) {
    const { name_kana: kana, grade, major, role, joined_at: joined } = member;
    const cell = (word, ...content) => h('td', { 'data-label': t(word), class: word === 'joinedOn' ? 'told' : null }, content);
    return h('tr', {},
      h('th', { scope: 'row' }, whoLink(member)),
      cell('kana', kana ?? ''), cell('grade', grade ? gradeWord(grade) : ''), cell('major', major ?? ''),
      cell('circleRole', role === 'member' ? '' : h('span', { class: `chip role ${role}` }, roleWord(role))),
      cell('joinedOn', joined ? h('time', { datetime: joined, title: exactly(joined) }, date(sheetTime(joined).slice(0, 10))) : ''),
      h('td', { class: 'row-deeds' }, this.#rowDeeds(member)));
  }

  #rowDeeds(member) {
    const { person_id: id, role } = member;
    const name = member.name ?? t('erasedPerson');
    const button = (word, focus, act) => h('button', { type: 'button', 'data-focus': `${focus} ${id}`, onclick: act }, t(word), h('span', { class: 'unseen' }, t('ofWhom', { name })));
    if (role === 'advisor') return button('relieve', 'relieve', (event) => this.#relieve(member, event.currentTarget));
    const isHandedOver = may('editor') || this.#circle.owner_id === myPerson();
    const toRole = button('changeRole', 'role', () => changeRole({ ...member, name }, (which) => this.#holder(which), this.#deeds, isHandedOver));
    // An owner hands over by another one's row, and leaves after that.
    if (role === 'owner' && !isHandedOver) return [];
    return role === 'owner' ? h('small', {}, t('ownerStays')) : [toRole, button('leave', 'leave', () => removeMember({ ...member, name }, this.#deeds))];
  }

  async #relieve(member, button) {
    button.disabled = true;
    try {
      await this.#deeds.relieveAdvisor({ ...member, name: member.name ?? t('erasedPerson') });
    } catch (failure) {
      button.disabled = false;
      this.#failed(failure);
    }
  }
}

/** The name of somebody on the roster, which leads to their page for those who may see that. */
const whoLink = ({ person_id: id, name }) => (may('editor')
  ? h('a', { href: personPlace(id), 'data-focus': `person ${id}` }, name ?? t('erasedPerson'))
  : h('span', {}, name ?? t('erasedPerson')));
