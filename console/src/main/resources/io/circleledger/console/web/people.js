// The register: who is in it, found by name, year and major.

import * as api from './api.js';
import { debounced, h, icon, ICONS, newId, say, unpressed } from './dom.js';
import { isOpen } from './identity.js';
import { t } from './i18n.js';
import { peoplePath } from './peopleapi.js';
import { gradeWord, keepingFocus, personPlace, turning } from './peoplebase.js';
import { newPerson } from './personform.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const PAGE = 50;
const MAX_GRADE = 9;
const WAIT_MILLIS = 300;
const COLUMNS = ['personName', 'kana', 'personKind', 'studentNumber', 'grade', 'major'];

export function peoplePage(at, query) {
  const page = new PeoplePage(at, query);
  return { title: t('persons'), arrive: (there) => page.arrive(there), leave: () => page.leave() };
}

const searchOf = (query) => ({ q: query.get('q') ?? '', grade: query.get('grade') ?? '', major: query.get('major') ?? '' });

class PeoplePage {
  #search;
  #left = new AbortController();
  #asking = null;
  /** The pages that were walked to: where each begins, and how many people came before it. */
  #walked = [];
  #state = h('p', { class: 'edit-state', role: 'status' });
  #list = h('div', { class: 'people-page' });
  #inputs;

  constructor(at, query) {
    this.#search = searchOf(query);
    const typed = debounced(WAIT_MILLIS, () => this.#narrow(), this.#left.signal);
    const text = () => h('input', { id: newId('filter'), type: 'search', autocomplete: 'off', spellcheck: 'false', maxlength: '100', oninput: typed });
    const grade = h('select', { id: newId('filter'), onchange: () => this.#narrow() },
      h('option', { value: '' }, t('allGrades')), Array.from({ length: MAX_GRADE }, (_, one) => h('option', { value: String(one + 1) }, gradeWord(one + 1))));
    this.#inputs = { q: text(), grade, major: text() };
    const field = (word, input, kind) => h('div', { class: `field ${kind}` }, h('label', { for: input.id }, t(word)), input);
    at.append(...[
      h('div', { class: 'head' }, h('div', { class: 'titled' }, h('h1', { tabindex: '-1' }, t('persons'))),
        h('div', { class: 'head-actions' }, h('a', { class: 'button', href: '#/import?kind=persons' }, icon(ICONS.up), t('import')),
          h('button', { type: 'button', class: 'primary', onclick: () => this.#add() }, icon(ICONS.plus), t('newPerson')))),
      isOpen() ? [] : h('p', { class: 'lead' }, t('peopleIntro')),
      h('form', { class: 'people-filters', role: 'search', onsubmit: (event) => { event.preventDefault(); this.#narrow(); } },
        h('div', { class: 'field grow' }, h('label', { for: this.#inputs.q.id }, t('findPersonHint')), h('span', { class: 'with-icon' }, icon(ICONS.search), this.#inputs.q)),
        field('grade', grade, ''), field('major', this.#inputs.major, '')),
      this.#state, this.#list].flat());
    this.#fill();
    this.#begin();
  }

  arrive(query) {
    this.#search = searchOf(query);
    this.#fill();
    this.#begin();
  }

  leave() {
    this.#left.abort();
  }

  #fill() {
    for (const [name, input] of Object.entries(this.#inputs)) input.value = this.#search[name];
  }

  /** What is looked for is in the address. */
  #narrow() {
    const search = Object.fromEntries(Object.entries(this.#inputs).map(([name, input]) => [name, input.value.trim()]));
    if (Object.keys(search).every((name) => search[name] === this.#search[name])) return;
    this.#search = search;
    const query = new URLSearchParams(Object.entries(search).filter(([, wish]) => wish !== ''));
    history.replaceState(null, '', query.size === 0 ? '#/people' : `#/people?${query}`);
    this.#begin();
  }

  #begin() {
    this.#walked = [{ path: peoplePath({ ...this.#search, limit: PAGE }), before: 0 }];
    this.#load();
  }

  async #load() {
    this.#asking?.abort();
    const mine = this.#asking = new AbortController();
    const { path, before } = this.#walked.at(-1);
    try {
      const { data, next } = await api.page(path, AbortSignal.any([mine.signal, this.#left.signal]));
      await unpressed();
      if (mine !== this.#asking) return;
      say(this.#state, '');
      keepingFocus(this.#list, () => this.#list.replaceChildren(...this.#content(data, before, next)));
    } catch (failure) {
      if (mine !== this.#asking || mine.signal.aborted || this.#left.signal.aborted) return;
      this.#list.replaceChildren(h('div', { class: 'sheet state', role: 'alert' }, h('h2', {}, trouble(failure)), h('button', { type: 'button', onclick: () => this.#load() }, t('tryAgain'))));
    }
  }

  #content(people, before, next) {
    if (people.length === 0) {
      const isSearch = Object.values(this.#search).some((wish) => wish !== '');
      return [h('div', { class: 'sheet state' }, h('h2', {}, t(isSearch ? 'nobodyMatches' : 'nobodyRegistered')), h('p', {}, t(isSearch ? 'nobodyMatchesHint' : 'nobodyRegisteredHint')))];
    }
    const turn = (step) => {
      if (step > 0) this.#walked.push({ path: next, before: before + people.length });
      else this.#walked.pop();
      this.#load();
      this.#list.scrollIntoView({ block: 'nearest' });
    };
    return [h('div', { class: 'sheet', tabindex: '0', role: 'group', 'aria-label': t('persons') }, h('table', { class: 'rows listed people-list' },
      h('caption', { class: 'unseen' }, t('persons')),
      h('thead', {}, h('tr', {}, COLUMNS.map((word) => h('th', { scope: 'col' }, t(word))))),
      h('tbody', {}, people.map(row)))),
    turning({ from: before + 1, to: before + people.length, all: null, hasNext: next !== null, hasPrevious: this.#walked.length > 1, turn })].filter(Boolean);
  }

  async #add() {
    const made = await newPerson({ name: this.#inputs.q.value.trim() });
    if (!made) return;
    toast(t('registeredNow', { name: made.name }));
    location.hash = personPlace(made.person_id);
  }
}

function row(person) {
  const { kind, name, name_kana: kana, student_number: number, grade, major } = person;
  const cell = (word, text) => h('td', { 'data-label': t(word) }, text);
  return h('tr', {},
    h('th', { scope: 'row' }, h('a', { href: personPlace(person.person_id) }, name)),
    cell('kana', kana ?? ''), cell('personKind', t(kind === 'staff' ? 'kindStaff' : 'kindStudent')), cell('studentNumber', number ?? ''),
    cell('grade', kind === 'staff' || !grade ? '' : gradeWord(grade)), cell('major', major ?? ''));
}
