// Finds people in the register: a field for a part of a name, a reading or a student number, and those who were found.

import * as api from './api.js';
import { debounced, h, icon, ICONS, newId, say } from './dom.js';
import { t } from './i18n.js';
import * as peopleApi from './peopleapi.js';
import { gradeWord } from './peoplebase.js';
import { trouble } from './trouble.js';

const WAIT_MILLIS = 250;
const OFFERED = 8;

export class PersonSearch {
  #offer;
  #left;
  #nobody;
  #asking = null;
  #found = [];
  input;
  field;
  list = h('ul', { class: 'candidates' });
  state = h('p', { class: 'edit-state', role: 'status' });

  /**
   * @param offer gives what can be done with somebody who was found: an element; @param left ends what is asked for
   * @param nobody the word for when nobody is found
   */
  constructor({ offer, left, nobody }) {
    [this.#offer, this.#left, this.#nobody] = [offer, left, nobody];
    const [id, hint] = [newId('person'), newId('hint')];
    this.input = h('input', { id, type: 'search', autocomplete: 'off', spellcheck: 'false', maxlength: '100', 'aria-describedby': hint, oninput: debounced(WAIT_MILLIS, () => this.look(), left) });
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown' || event.isComposing) return;
      event.preventDefault();
      this.list.querySelector('button')?.focus();
    });
    this.list.addEventListener('keydown', (event) => this.#step(event));
    this.field = h('div', { class: 'field' }, h('label', { for: id }, t('findPerson')),
      h('span', { class: 'with-icon' }, icon(ICONS.search), this.input), h('p', { class: 'hint', id: hint }, t('findPersonHint')));
  }

  /** Shows those who were found again: something else can be done with some of them now. */
  render() {
    this.list.replaceChildren(...this.#found.map((person) => this.#candidate(person)));
  }

  /** Begins anew, with nothing typed. */
  clear() {
    this.#asking?.abort();
    this.#asking = null;
    this.input.value = '';
    this.#show([], '');
  }

  /** Looks for what is typed. */
  async look() {
    this.#asking?.abort();
    const mine = this.#asking = new AbortController();
    const q = this.input.value.trim();
    if (q === '') return this.#show([], '');
    try {
      const { data } = await api.page(peopleApi.peoplePath({ q, limit: OFFERED }), AbortSignal.any([mine.signal, this.#left]));
      if (mine === this.#asking) this.#show(data, data.length === 0 ? t(this.#nobody) : data.length === OFFERED ? t('moreFound') : t('peopleFound', { count: data.length }));
    } catch (failure) {
      if (mine === this.#asking && !mine.signal.aborted && !this.#left.aborted) this.#show([], trouble(failure));
    }
  }

  #show(found, text) {
    this.#found = found;
    say(this.state, text);
    this.render();
  }

  #step(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.list.querySelectorAll('button')];
    (all[all.indexOf(document.activeElement) + step] ?? (step < 0 ? this.input : null))?.focus();
  }

  #candidate(person) {
    const { kind, name, name_kana: kana, student_number: number, grade, major } = person;
    return h('li', {},
      h('span', { class: 'candidate' }, h('strong', {}, name), kana ? h('small', {}, kana) : null,
        h('small', {}, [kind === 'staff' ? t('kindStaff') : gradeWord(grade), major, number].filter((each) => each && each !== '–').join('・'))),
      this.#offer(person));
  }
}
