// Puts somebody on the roster of a circle: looked for in the register by name or reading, or registered with it.

import * as api from './api.js';
import { debounced, h, icon, ICONS, newId, say } from './dom.js';
import { t } from './i18n.js';
import * as peopleApi from './peopleapi.js';
import { gradeWord, roleWord } from './peoplebase.js';
import { newPerson } from './personform.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const WAIT_MILLIS = 250;
const OFFERED = 8;

export class MemberAdd {
  #deeds;
  #roster;
  #left;
  #asking = null;
  #found = [];
  #input;
  #list = h('ul', { class: 'candidates' });
  #state = h('p', { class: 'edit-state', role: 'status' });
  element;

  /** @param deeds does it; @param roster gives those who are in the circle; @param left ends what is asked for */
  constructor(deeds, roster, left) {
    this.#deeds = deeds;
    this.#roster = roster;
    this.#left = left;
    const [id, hint] = [newId('person'), newId('hint')];
    const look = debounced(WAIT_MILLIS, () => this.#look());
    this.#input = h('input', { id, type: 'search', autocomplete: 'off', spellcheck: 'false', maxlength: '100', 'aria-describedby': hint, oninput: look });
    this.#input.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown' || event.isComposing) return;
      event.preventDefault();
      this.#list.querySelector('button')?.focus();
    });
    this.#list.addEventListener('keydown', (event) => this.#step(event));
    this.element = h('section', { class: 'card adding', 'aria-labelledby': 'adding-title' },
      h('h2', { id: 'adding-title' }, t('addMember')),
      h('div', { class: 'adding-line' },
        h('div', { class: 'field' }, h('label', { for: id }, t('findPerson')),
          h('span', { class: 'with-icon' }, icon(ICONS.search), this.#input), h('p', { class: 'hint', id: hint }, t('findPersonHint'))),
        h('button', { type: 'button', onclick: () => this.#register() }, icon(ICONS.plus), t('registerAndAdd'))),
      this.#list, this.#state);
  }

  /** The roster has become another one: of who is offered, some may be on it now. */
  render() {
    this.#list.replaceChildren(...this.#found.map((person) => this.#candidate(person)));
  }

  #step(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.#list.querySelectorAll('button')];
    (all[all.indexOf(document.activeElement) + step] ?? (step < 0 ? this.#input : null))?.focus();
  }

  async #look() {
    this.#asking?.abort();
    const mine = this.#asking = new AbortController();
    const q = this.#input.value.trim();
    if (q === '') return this.#show([], '');
    try {
      const { data } = await api.page(peopleApi.peoplePath({ q, limit: OFFERED }), AbortSignal.any([mine.signal, this.#left]));
      if (mine === this.#asking) this.#show(data, data.length === 0 ? t('nobodyFound') : data.length === OFFERED ? t('moreFound') : t('peopleFound', { count: data.length }));
    } catch (failure) {
      if (mine === this.#asking && !mine.signal.aborted && !this.#left.aborted) this.#show([], trouble(failure));
    }
  }

  #show(found, text) {
    this.#found = found;
    say(this.#state, text);
    this.render();
  }

  #candidate(person) {
    const { kind, name, name_kana: kana, student_number: number, grade, major } = person;
    const there = this.#roster().find((member) => member.person_id === person.person_id);
    const isStaff = kind === 'staff';
    const button = h('button', { type: 'button', onclick: () => this.#add(person, button) }, t(isStaff ? 'makeAdvisor' : 'add'), h('span', { class: 'unseen' }, t('ofWhom', { name })));
    return h('li', {},
      h('span', { class: 'candidate' }, h('strong', {}, name), kana ? h('small', {}, kana) : null,
        h('small', {}, [isStaff ? t('kindStaff') : gradeWord(grade), major, number].filter((each) => each && each !== '–').join('・'))),
      there ? h('span', { class: 'dim' }, t('isThere', { role: roleWord(there.role) })) : button);
  }

  async #add(person, button) {
    button.disabled = true;
    try {
      if (person.kind === 'staff') await this.#deeds.advise(person, this.#roster().find(({ role }) => role === 'advisor'), this.#state);
      else await this.#deeds.join(person, this.#state);
      this.#input.value = '';
      this.#show([], '');
      this.#input.focus();
    } catch (failure) {
      say(this.#state, t('notAdded', { name: person.name, why: trouble(failure) }));
    } finally {
      button.disabled = false;
    }
  }

  /** Somebody who is registered and cannot join stays registered, which is said. */
  async #register() {
    const made = await newPerson({ name: this.#input.value.trim(), title: t('registerAndAdd'), deed: t('registerAndAddGo') });
    if (!made) return;
    try {
      if (made.kind === 'staff') await this.#deeds.advise(made, this.#roster().find(({ role }) => role === 'advisor'), this.#state);
      else await this.#deeds.join(made, this.#state);
      this.#input.value = '';
      this.#show([], '');
    } catch (failure) {
      toast(t('registeredOnly', { name: made.name, why: trouble(failure) }), { stays: true });
      this.#input.value = made.name;
      this.#look();
    }
  }
}
