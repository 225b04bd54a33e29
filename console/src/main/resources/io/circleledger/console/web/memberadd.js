// Puts somebody on the roster of a circle: looked for in the register, or registered with it.

import { h, icon, ICONS, say } from './dom.js';
import { t } from './i18n.js';
import { roleWord } from './peoplebase.js';
import { newPerson } from './personform.js';
import { PersonSearch } from './personsearch.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

export class MemberAdd {
  #deeds;
  #roster;
  #search;
  element;

  /** @param deeds does it; @param roster gives those who are in the circle; @param left ends what is asked for */
  constructor(deeds, roster, left) {
    this.#deeds = deeds;
    this.#roster = roster;
    this.#search = new PersonSearch({ offer: (person) => this.#offer(person), left, nobody: 'nobodyFound' });
    this.element = h('section', { class: 'card adding', 'aria-labelledby': 'adding-title' },
      h('h2', { id: 'adding-title' }, t('addMember')),
      h('div', { class: 'adding-line' }, this.#search.field,
        h('button', { type: 'button', onclick: () => this.#register() }, icon(ICONS.plus), t('registerAndAdd'))),
      this.#search.list, this.#search.state);
  }

  /** The roster has become another one: of who is offered, some may be on it now. */
  render() {
    this.#search.render();
  }

  #offer(person) {
    const there = this.#roster().find((member) => member.person_id === person.person_id);
    if (there) return h('span', { class: 'dim' }, t('isThere', { role: roleWord(there.role) }));
    const button = h('button', { type: 'button', onclick: () => this.#add(person, button) },
      t(person.kind === 'staff' ? 'makeAdvisor' : 'add'), h('span', { class: 'unseen' }, t('ofWhom', { name: person.name })));
    return button;
  }

  /** Staff advise; everybody else is a member. */
  #enter(person) {
    if (person.kind !== 'staff') return this.#deeds.join(person, this.#search.state);
    return this.#deeds.advise(person, this.#roster().find(({ role }) => role === 'advisor'), this.#search.state);
  }

  async #add(person, button) {
    button.disabled = true;
    try {
      await this.#enter(person);
      this.#search.clear();
      this.#search.input.focus();
    } catch (failure) {
      say(this.#search.state, t('notAdded', { name: person.name, why: trouble(failure) }));
    } finally {
      button.disabled = false;
    }
  }

  /** Somebody who is registered and cannot join stays registered, which is said. */
  async #register() {
    const made = await newPerson({ name: this.#search.input.value.trim(), title: t('registerAndAdd'), deed: t('registerAndAddGo') });
    if (!made) return;
    try {
      await this.#enter(made);
      this.#search.clear();
    } catch (failure) {
      toast(t('registeredOnly', { name: made.name, why: trouble(failure) }), { stays: true });
      this.#search.input.value = made.name;
      this.#search.look();
    }
  }
}
