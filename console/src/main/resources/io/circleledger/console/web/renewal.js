// Which circles go on in a year and which have not said so, and what becomes of these after the deadline.

import { walk } from './api.js';
import { Batch } from './batch.js';
import { actions, ask } from './dialog.js';
import { debounced, h, icon, ICONS, newId, paced, put, say, unpressed } from './dom.js';
import { recall, remember } from './drafts.js';
import { own } from './identity.js';
import { language, number, t } from './i18n.js';
import { happened, listen } from './live.js';
import * as peopleApi from './peopleapi.js';
import { circlePlace, done, keepingFocus, statusChip, yearWord } from './peoplebase.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';
import { yearHead, yearIn } from './year.js';

const SHOWN = 200;
const WAIT_MILLIS = 200;
const REFRESH_MILLIS = 2000;
const DAY_MILLIS = 24 * 60 * 60 * 1000;

const isRenewed = ({ renewed_for: renewed }, year) => renewed >= year;

/** The ways to look at the circles: what each is called, which circles are in it, and what is said where there is none. */
const VIEWS = [
  { word: 'notRenewedTab', has: (circle, year) => !isRenewed(circle, year), none: 'allRenewed' },
  { word: 'renewedTab', has: isRenewed, none: 'noneRenewed' },
  { word: 'ownerlessTab', has: ({ owner_id: owner }) => !owner, none: 'noneOwnerless' },
  { word: 'fullTab', has: (circle) => circle.members >= circle.capacity, none: 'noneFull' },
];

const COLUMNS = ['name', 'state', 'membersAndRoom', 'roleOwner', 'lastRenewal'];

export function renewalPage(at, query) {
  const page = new RenewalPage(at, yearIn(query));
  return { title: t('renewalBoard'), leave: () => page.leave() };
}

/** The deadline of a year, as the reader has chosen it. */
function deadlineField(year) {
  const place = own(`deadline:${year}`);
  const id = newId('deadline');
  const left = h('p', { class: 'left-days' });
  const input = h('input', { id, type: 'date', value: recall(place) ?? '' });
  const tell = () => {
    const today = new Date();
    const days = input.value === '' ? null : Math.round((Date.parse(input.value) - Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())) / DAY_MILLIS);
    put(left, 'class', days === null ? 'hint left-days' : days < 0 ? 'left-days over' : 'left-days');
    say(left, days === null ? t('noDeadline') : days === 0 ? t('dayOfDeadline') : t(days > 0 ? 'daysLeft' : 'daysOver', { count: Math.abs(days) }));
  };
  input.addEventListener('change', () => { remember(place, input.value || null); tell(); });
  tell();
  return [h('div', { class: 'field' }, h('label', { for: id }, t('deadline')), input), left];
}

class RenewalPage {
  #year;
  #left = new AbortController();
  /** Nothing is said of circles that were not read yet. */
  #circles = null;
  #view = VIEWS[0];
  #wanted = '';
  #loads = 0;
  #state = h('p', { class: 'edit-state', role: 'status' });
  #list = h('div', { class: 'people-page' });
  #tabs;
  #batch;
  #endings;

  constructor(at, year) {
    this.#year = year;
    this.#tabs = VIEWS.map((view) => h('button', { type: 'button', class: 'chip', onclick: () => { this.#view = view; this.#show(); } }));
    const id = newId('find');
    const find = h('input', { id, type: 'search', autocomplete: 'off', spellcheck: 'false', oninput: debounced(WAIT_MILLIS, () => { this.#wanted = plain(find.value); this.#show(); }) });
    this.#batch = new Batch({
      kind: 'renewal-deadline', year, place: '#/renewal', after: () => this.#load(), isSure: (outcome) => isSure(year, outcome),
      words: { title: 'deadlineTitle', hint: 'deadlineHint', look: 'deadlineLook', go: 'deadlineGo', done: 'lapsedDone' },
      figures: [{ field: 'lapsed', word: 'lapsedCount', doneWord: 'lapsedAfter', unit: 'things' }],
    });
    at.append(...yearHead('renewalBoard', year, deadlineField(year)),
      h('div', { class: 'people-filters' }, h('div', { class: 'chips', role: 'group', 'aria-label': t('renewalBoard') }, this.#tabs),
        h('div', { class: 'field grow' }, h('label', { for: id }, t('findCircle')), h('span', { class: 'with-icon' }, icon(ICONS.search), find))),
      h('div', { class: 'stack' }, h('div', {}, this.#state, this.#list), this.#batch.element));
    const news = paced(REFRESH_MILLIS, () => this.#load());
    this.#endings = [happened.subscribe(({ type }) => { if (/Renewed|Lapsed|Created|Dissolved|Reinstated/.test(type ?? '')) news(); })];
    this.#show();
    this.#load();
  }

  leave() {
    this.#endings.forEach((end) => end());
    this.#left.abort();
    this.#batch.leave();
  }

  async #load() {
    const turn = ++this.#loads;
    try {
      const isFirst = this.#circles === null;
      const circles = await walk(peopleApi.LIVING, this.#left.signal, (count) => { if (isFirst) say(this.#state, t('readingCircles', { count })); });
      await unpressed();
      if (turn !== this.#loads) return;
      const order = new Intl.Collator(language());
      this.#circles = circles.map((circle) => ({ ...circle, plain: plain(`${circle.circle_name} ${circle.name_kana ?? ''}`) }))
        .sort((one, other) => order.compare(one.name_kana ?? one.circle_name, other.name_kana ?? other.circle_name));
      say(this.#state, '');
      this.#show();
    } catch (failure) {
      if (turn === this.#loads && !this.#left.signal.aborted) say(this.#state, trouble(failure));
    }
    listen();
  }

  #show() {
    VIEWS.forEach((view, at) => {
      say(this.#tabs[at], t(view.word, { count: this.#circles?.filter((circle) => view.has(circle, this.#year)).length ?? '…' }));
      put(this.#tabs[at], 'aria-pressed', String(view === this.#view));
    });
    if (this.#circles === null) return;
    const ofView = this.#circles.filter((circle) => this.#view.has(circle, this.#year));
    const found = ofView.filter((circle) => circle.plain.includes(this.#wanted));
    keepingFocus(this.#list, () => this.#list.replaceChildren(...this.#content(ofView, found)));
  }

  #content(ofView, found) {
    if (found.length === 0) return [h('div', { class: 'sheet state' }, h('h2', {}, t(ofView.length > 0 ? 'noneMatches' : this.#view.none)))];
    return [h('div', { class: 'sheet', tabindex: '0', role: 'group', 'aria-label': t('renewalBoard') }, h('table', { class: 'rows listed people-list' },
      h('caption', { class: 'unseen' }, t('renewalBoard')),
      h('thead', {}, h('tr', {}, COLUMNS.map((word) => h('th', { scope: 'col' }, t(word))), h('th', { scope: 'col' }, h('span', { class: 'unseen' }, t('whatToDo'))))),
      h('tbody', {}, found.slice(0, SHOWN).map((circle) => this.#row(circle))))),
    found.length > SHOWN ? h('p', { class: 'hint' }, t('shownFirst', { count: SHOWN })) : null].filter(Boolean);
  }

  #row(circle) {
    const { circle_id: id, circle_name: name, status, members, owner_id: owner, renewed_for: renewed } = circle;
    const cell = (word, ...content) => h('td', { 'data-label': t(word), class: word === 'state' ? null : 'told' }, content);
    const button = isRenewed(circle, this.#year) ? null : h('button', { type: 'button', 'data-focus': `renew ${id}`, onclick: () => this.#renew(circle, button) }, t('renewRow'), h('span', { class: 'unseen' }, t('ofCircle', { name })));
    return h('tr', {},
      h('th', { scope: 'row' }, h('a', { href: circlePlace(id), 'data-focus': `circle ${id}` }, name)),
      cell('state', statusChip(status)), cell('membersAndRoom', `${number(members)} / ${number(circle.capacity)}`),
      cell('roleOwner', owner ? t('hasOwner') : h('span', { class: 'full' }, t('nobodyYet'))),
      cell('lastRenewal', renewed ? yearWord(renewed) : t('neverRenewed')), h('td', { class: 'row-deeds' }, button));
  }

  async #renew({ circle_id: id, circle_name: name }, button) {
    button.disabled = true;
    try {
      await done((key) => peopleApi.renew(id, this.#year, { key }));
      toast(t('renewedNow', { name, year: String(this.#year) }));
      if (this.#left.signal.aborted) return;
      this.#circles = this.#circles.map((circle) => (circle.circle_id === id ? { ...circle, renewed_for: this.#year, status: circle.status === 'lapsed' ? 'active' : circle.status } : circle));
      // Who goes through the list goes on with the next row.
      const next = button.closest('tr').nextElementSibling?.querySelector('button') ?? button.closest('tr').previousElementSibling?.querySelector('button');
      if (document.activeElement === document.body || document.activeElement === button) next?.focus();
      this.#show();
    } catch (failure) {
      button.disabled = false;
      toast(t('notRenewedNow', { name, why: trouble(failure) }), { stays: true });
    }
  }
}

/** A text in which width, case and the kind of kana make no difference. */
const plain = (text) => text.normalize('NFKC').toLowerCase().replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60)).trim();

const isSure = (year, { lapsed }) => ask(t('deadlineSure', { year: String(year), count: lapsed }), (close) => [
  h('p', {}, t('deadlineHint', { year: String(year) })),
  actions(close, h('button', { type: 'button', class: 'danger', onclick: () => close(true) }, t('deadlineGo', { count: lapsed })))]);
