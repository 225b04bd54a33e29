// A circle as it was at one version beside what it is now, and the way back to it.

import { actions, ask } from './dialog.js';
import { h, icon, ICONS, newId, put, say } from './dom.js';
import { changeWords, FIELDS, fieldsOfAny, isSame, valuesIn } from './fields.js';
import { exactly, shortly, t } from './i18n.js';
import { may } from './identity.js';
import { reasonField } from './reason.js';

export class Travel {
  #story;
  #editor;
  #point;
  #current = null;
  #isOver = false;
  #chosen = null;
  #sliderId = newId('slider');
  #slider = h('input', { type: 'range', id: this.#sliderId, min: '1', max: '1', value: '1', step: '1' });
  #earlier = h('button', { type: 'button', class: 'quiet', onclick: () => this.#point(this.#chosen - 1) }, t('earlierVersion'));
  #later = h('button', { type: 'button', class: 'quiet', onclick: () => this.#point(this.#chosen + 1) }, t('laterVersion'));
  #asOf = h('output', { for: this.#sliderId, class: 'as-of' });
  #thenHead = h('th', { scope: 'col' });
  #rows = h('tbody');
  #note = h('p', { class: 'hint' });
  #restoreButton = h('button', { type: 'button', hidden: true, onclick: () => this.#restore() }, icon(ICONS.undo), t('restore'));
  #unable = h('p', { class: 'edit-state', role: 'status' });
  element = h('section', { class: 'card travel', 'aria-labelledby': 'travel-title', hidden: true },
    h('div', { class: 'card-head' }, h('h2', { id: 'travel-title' }, t('timeTravel')), this.#asOf),
    h('label', { for: this.#sliderId, class: 'unseen' }, t('atVersion')), this.#slider,
    h('div', { class: 'steps' }, this.#earlier, this.#later),
    h('table', { class: 'values' },
      h('thead', {}, h('tr', {}, h('td'), this.#thenHead, h('th', { scope: 'col' }, t('now')))), this.#rows),
    h('div', { class: 'restoring' }, this.#note, this.#restoreButton, this.#unable));

  /**
   * @param editor told to restore {version, now, values, reason}: the values of a version, in place of what there is now
   * @param point told the version that somebody wants to look at
   */
  constructor(story, editor, point) {
    this.#story = story;
    this.#editor = editor;
    this.#point = point;
    this.#slider.addEventListener('input', () => point(Number(this.#slider.value)));
  }

  /** @param circle as it is now; @param isOver whether it is dissolved */
  become(circle, isOver) {
    [this.#current, this.#isOver] = [circle, isOver];
  }

  focus() {
    this.#slider.focus();
  }

  /** Shows the circle at a version, and what of it is not so now. */
  show(version) {
    const { first, last, events } = this.#story;
    const event = this.#story.at(version);
    this.element.hidden = !event;
    if (!event) return;
    this.#chosen = version;
    put(this.#slider, 'min', first);
    put(this.#slider, 'max', last);
    this.#slider.value = String(version);
    put(this.#slider, 'disabled', events.length < 2 ? true : null);
    // One that somebody is on is not disabled, or they would be nowhere.
    put(this.#earlier, 'aria-disabled', version <= first ? 'true' : null);
    put(this.#later, 'aria-disabled', version >= last ? 'true' : null);
    const [then, earlier] = [this.#story.stateAt(version), this.#story.stateAt(version - 1)];
    const when = t('asOfText', { version, when: event.occurred_at ? shortly(event.occurred_at) : t('unreadableTime') });
    say(this.#unable, '');
    say(this.#asOf, when);
    put(this.#asOf, 'title', event.occurred_at ? exactly(event.occurred_at) : null);
    put(this.#slider, 'aria-valuetext', when);
    say(this.#thenHead, t('versionN', { version }));
    this.#rows.replaceChildren(...fieldsOfAny(then, this.#current).map((field) => this.#row(field, then, earlier)));
    const isNow = isSame(this.#current, then);
    say(this.#note, then.dissolved ? t('notThen') : FIELDS.every(({ member }) => then[member] === this.#current[member]) ? t('sameAsNow') : '');
    const wasHere = document.activeElement === this.#restoreButton;
    this.#restoreButton.hidden = !may('editor') || this.#isOver || isNow || then.dissolved || FIELDS.some(({ member, isRequired }) => isRequired && then[member] === undefined);
    if (wasHere && this.#restoreButton.hidden) this.#slider.focus();
  }

  #row({ member, label, format }, then, earlier) {
    const isOther = then[member] !== this.#current[member];
    const isSet = then[member] !== earlier[member] && this.#chosen > 1;
    const said = (value) => (value === undefined ? '–' : format(value));
    return h('tr', { class: isOther ? 'other' : null },
      h('th', { scope: 'row' }, t(label)),
      h('td', {}, h('span', { class: 'then' }, said(then[member])), isSet ? h('small', {}, t('setThen')) : null),
      h('td', {}, said(this.#current[member])));
  }

  async #restore() {
    const version = this.#chosen;
    const then = this.#story.stateAt(version);
    const now = this.#current;
    // An edit is not lost for an old version.
    if (this.#editor.isEdited()) return say(this.#unable, t('restoreLater'));
    say(this.#unable, '');
    const reason = reasonField(() => {}, t('restoreReason', { version }));
    const sure = await ask(t('restoreTitle', { version }), (close) => h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); if (reason.isValid) close(true); } },
      h('ul', { class: 'plain' }, changeWords(now, then).map((words) => h('li', {}, words))),
      h('p', {}, t('restoreText')), reason.element,
      actions(close, h('button', { type: 'submit', class: 'primary', autofocus: true }, t('restore')))));
    if (sure) {
      this.#point(null);
      this.#editor.restore({ version, now, values: valuesIn(then), reason: reason.text });
    }
  }
}
