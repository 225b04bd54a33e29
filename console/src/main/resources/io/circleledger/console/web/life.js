// The life of a circle with the university, on its page: how it stands, for which year it was renewed, and what can be done.

import { actions, ask } from './dialog.js';
import { h, say } from './dom.js';
import { t } from './i18n.js';
import { may } from './identity.js';
import * as peopleApi from './peopleapi.js';
import { done, statusWord, told, yearOf, yearWord } from './peoplebase.js';
import { reasonField } from './reason.js';
import { trouble } from './trouble.js';

const CLASSES = { active: 'chip status', suspended: 'chip status suspended', lapsed: 'chip status lapsed', dissolved: 'chip status over' };

export class CircleLife {
  #after;
  #circle = null;
  #status = h('dd');
  #renewed = h('dd');
  #members = h('dd');
  #owner = h('dd');
  #buttons = h('div', { class: 'actions start' });
  #people;
  element;

  /** @param after called when the circle has become another one */
  constructor(after) {
    this.#after = after;
    const row = (word, value) => h('div', {}, h('dt', {}, t(word)), value);
    this.#people = [row('membersAndRoom', this.#members), row('roleOwner', this.#owner)];
    this.element = h('section', { class: 'card', 'aria-labelledby': 'life-title' },
      h('h2', { id: 'life-title' }, t('lifeTitle')),
      h('dl', { class: 'roster-facts' }, row('state', this.#status), row('renewalTitle', this.#renewed), this.#people), this.#buttons);
  }

  /** @param chip where the page says how the circle stands */
  show(circle, chip) {
    this.#circle = circle;
    const { status, members, owner_id: owner, renewed_for: renewed } = circle;
    const isOver = status === 'dissolved';
    say(chip, statusWord(status));
    chip.className = CLASSES[status];
    say(this.#status, statusWord(status));
    say(this.#renewed, renewed ? yearWord(renewed) : t('neverRenewed'));
    this.#renewed.parentElement.hidden = isOver;
    this.#people.forEach((part) => { part.hidden = isOver; });
    if (!isOver) say(this.#members, t('membersOf', { count: members, max: circle.capacity }));
    say(this.#owner, t(owner ? 'hasOwner' : 'nobodyYet'));
    this.#offer(status, renewed);
  }

  /** The buttons stay as they are while the same can be done. */
  #offer(status, renewed) {
    const year = yearOf(new Date());
    const offered = may('editor') ? [
      status !== 'dissolved' && !(renewed >= year) && ['renew', t('renewFor', { year: String(year) }), () => this.#renew(year)],
      status !== 'active' && ['reinstate', t(status === 'dissolved' ? 'undoDissolution' : 'reinstate'), () => this.#turn('reinstate')],
      status === 'active' && ['suspend', t('suspend'), () => this.#turn('suspend')],
    ].filter(Boolean) : [];
    if (offered.map(([name]) => name).join() === [...this.#buttons.children].map((button) => button.dataset.focus).join()) return;
    const wasHere = this.#buttons.contains(document.activeElement);
    this.#buttons.replaceChildren(...offered.map(([name, text, act]) => h('button', { type: 'button', 'data-focus': name, onclick: act }, text)));
    if (wasHere) document.querySelector('main h1')?.focus();
  }

  async #renew(year) {
    const { circle_id: id, circle_name: name } = this.#circle;
    const isDone = await sure(t('renewTitle', { name, year: String(year) }), t('renewText'), t('renewGo'), (once) => peopleApi.renew(id, year, once));
    if (!isDone) return;
    told(t('renewedNow', { name, year: String(year) }), null, this.#after);
    this.#after();
  }

  /** @param how `suspend` or `reinstate`; each undoes the other, but nothing makes a circle dissolved or lapsed as it was */
  async #turn(how) {
    const { circle_id: id, circle_name: name, status } = this.#circle;
    const isBack = how === 'reinstate';
    const isOver = status === 'dissolved';
    const isDone = await sure(t(isOver ? 'undissolveTitle' : isBack ? 'reinstateTitle' : 'suspendTitle', { name }),
      t(isBack ? 'reinstateText' : 'suspendText'), t(isBack ? 'reinstateGo' : 'suspendGo'), (once) => peopleApi[how](id, once));
    if (!isDone) return;
    const undo = isBack && status !== 'suspended' ? null : () => done((key) => peopleApi[isBack ? 'suspend' : 'reinstate'](id, { key, reason: t('undoOfPeople') }));
    told(t(isBack ? 'reinstatedNow' : 'suspendedNow', { name }), undo, this.#after);
    this.#after();
  }
}

/** Asks whether that shall be done, and why. @param act does it @returns whether it was done */
const sure = (title, text, deed, act) => ask(title, (close) => {
  const reason = reasonField();
  const state = h('p', { class: 'fault', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'primary', autofocus: true }, deed);
  async function submit() {
    if (!reason.isValid) return reason.input.focus();
    button.disabled = true;
    try {
      await done((key) => act({ key, reason: reason.text }), state);
      close(true);
    } catch (failure) {
      say(state, trouble(failure));
      button.disabled = false;
    }
  }
  return h('form', { onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
    h('p', {}, text), reason.element, state, actions(close, button));
});
