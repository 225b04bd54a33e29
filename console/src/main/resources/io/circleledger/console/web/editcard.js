// The card of a circle: its values to be read, and, when somebody wants to change them, the form of them.

import { h, put, say } from './dom.js';
import { Facts } from './facts.js';
import { byName } from './fields.js';
import { CircleForm } from './form.js';
import { t } from './i18n.js';
import { may } from './identity.js';
import { reasonField } from './reason.js';

export class EditCard {
  #heading = h('h2', { id: 'edit-title', tabindex: '-1' }, t('edit'));
  #version = h('span', { class: 'version' });
  #state = h('p', { class: 'edit-state', role: 'status' });
  #saveButton = h('button', { type: 'submit', class: 'primary' }, t('save'));
  #leaveButton;
  #editButton;
  #form;
  /** Whether there is a form because somebody asked for it. */
  #isOpen = false;
  #isReadable = true;
  /** What may be changed by who may not change everything. */
  #permitted = [];
  facts = new Facts();
  form = new CircleForm();
  reason;
  element;

  /** @param actions what to do to save an edit, to leave it, and when another reason is typed */
  constructor({ save, leave, reasoned }) {
    this.reason = reasonField(reasoned);
    this.#leaveButton = h('button', { type: 'button', onclick: leave }, t('cancel'));
    this.#editButton = h('button', { type: 'button', class: 'edit', onclick: () => this.open() }, t('editGo'));
    this.#form = h('form', { novalidate: true, hidden: true, onsubmit: (event) => { event.preventDefault(); save(); } },
      this.form.elements, this.reason.element, h('div', { class: 'actions start' }, this.#saveButton, this.#leaveButton));
    this.element = h('section', { class: 'card', 'aria-labelledby': 'edit-title' },
      h('div', { class: 'card-head' }, this.#heading, h('div', { class: 'card-actions' }, this.#version, this.#editButton)),
      this.facts.element, this.#form, this.#state);
  }

  get isSavable() { return !this.#saveButton.disabled && this.reason.isValid; }

  /** Whether anything may be changed. */
  get isPermitted() { return may('editor') || this.#permitted.length > 0; }

  get isSilent() { return this.#state.textContent === ''; }

  say(text) { say(this.#state, text); }

  /** @param names the fields that may be changed by who may not change all of them */
  permit(names) {
    this.#permitted = names;
    this.form.only(names);
  }

  /** Lets the values be changed. */
  open() {
    this.#isOpen = true;
    this.#show(true);
    this.form.focus();
  }

  /** Nothing is changed any more, for the time being. */
  close() {
    this.#isOpen = false;
  }

  #show(isForm) {
    const wasHere = this.element.contains(document.activeElement) && this.#form.hidden === isForm;
    this.#form.hidden = !isForm;
    this.facts.element.hidden = isForm;
    this.#editButton.hidden = isForm || this.#isReadable;
    // Whoever was in what goes away stays in the place.
    if (wasHere && !isForm) (this.#editButton.hidden ? this.#heading : this.#editButton).focus();
  }

  /**
   * Shows a circle, and an edit of it if there is one.
   *
   * @param base the circle that the edit was begun on, or null; @param shown the circle as it is now
   * @param isSent whether the edit is on its way; @param isOver whether the circle is dissolved
   */
  render({ base, shown, isSent, isOver }) {
    const isDirty = base !== null;
    const faults = isDirty ? this.form.faults(base) : byName(() => null);
    this.form.tell(faults);
    if (shown) this.facts.show(shown);
    this.#isReadable = isOver || !this.isPermitted;
    if (this.#isReadable) this.#isOpen = false;
    // Whoever was on a button that goes away stays in the place.
    if (!isDirty && document.activeElement === this.#saveButton) this.#heading.focus();
    this.#saveButton.hidden = !isDirty;
    this.#saveButton.disabled = Object.values(faults).some(Boolean);
    // One that somebody is on is not disabled, or they would be nowhere.
    put(this.#saveButton, 'aria-disabled', isSent ? 'true' : null);
    this.reason.input.readOnly = isSent;
    say(this.#saveButton, t(isSent ? 'saving' : 'save'));
    say(this.#leaveButton, t(isSent ? 'giveUpSaving' : isDirty ? 'discard' : 'cancel'));
    say(this.#version, shown ? t('versionN', { version: shown.version }) : '');
    put(this.element, 'class', isDirty ? 'card dirty' : 'card');
    this.#show(this.#isOpen || isDirty || isSent);
  }
}
