// The card of a circle with its fields: what of an edit is seen.

import { h, put, say } from './dom.js';
import { byName } from './fields.js';
import { CircleForm } from './form.js';
import { t } from './i18n.js';

export class EditCard {
  #heading = h('h2', { id: 'edit-title', tabindex: '-1' }, t('edit'));
  #version = h('span', { class: 'version' });
  #state = h('p', { class: 'edit-state', role: 'status' });
  #saveButton = h('button', { type: 'submit', class: 'primary' }, t('save'));
  #discardButton;
  #buttons;
  form = new CircleForm();
  element;

  constructor({ save, discard }) {
    this.#discardButton = h('button', { type: 'button', onclick: discard }, t('discard'));
    this.#buttons = h('div', { class: 'actions start' }, this.#saveButton, this.#discardButton);
    this.element = h('section', { class: 'card', 'aria-labelledby': 'edit-title' },
      h('div', { class: 'card-head' }, this.#heading, this.#version),
      h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); } },
        this.form.elements, this.#state, this.#buttons));
  }

  get isSavable() { return !this.#saveButton.disabled; }

  get isSilent() { return this.#state.textContent === ''; }

  say(text) { say(this.#state, text); }

  /**
   * Shows an edit, or that there is none.
   *
   * @param base the circle that the edit was begun on, or null; @param shown the circle as it is now
   * @param isSent whether the edit is on its way
   */
  render({ base, shown, isSent }) {
    const isDirty = base !== null;
    const faults = isDirty ? this.form.faults(base) : byName(() => null);
    this.form.tell(faults);
    // Whoever was on a button that goes away stays in the place.
    if (!isDirty && this.#buttons.contains(document.activeElement)) this.#heading.focus();
    this.#buttons.hidden = !isDirty;
    // One that somebody is on is not disabled, or they would be nowhere.
    for (const button of [this.#saveButton, this.#discardButton]) put(button, 'aria-disabled', isSent ? 'true' : null);
    this.#saveButton.disabled = Object.values(faults).some(Boolean);
    say(this.#saveButton, t(isSent ? 'saving' : 'save'));
    say(this.#version, shown ? t('versionN', { version: shown.version }) : '');
    put(this.element, 'class', isDirty ? 'card dirty' : 'card');
  }
}
