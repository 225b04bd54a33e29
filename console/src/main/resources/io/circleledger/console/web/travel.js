// A circle as it was at any version: a slider, the values of that time beside those of now, and the way back to them.

import { actions, ask } from './dialog.js';
import { h, icon, ICONS, newId, put, say } from './dom.js';
import { changeWords, FIELDS, isSame, valuesIn } from './fields.js';
import { exactly, shortly, t } from './i18n.js';
import { may } from './identity.js';

export class Travel {
  #story;
  #editor;
  #current = null;
  #isOver = false;
  #chosen = null;
  #sliderId = newId('slider');
  #slider = h('input', { type: 'range', id: this.#sliderId, min: '1', max: '1', value: '1', step: '1' });
  #asOf = h('output', { for: this.#sliderId, class: 'as-of' });
  #values = h('dl', { class: 'values' });
  #note = h('p', { class: 'hint' });
  #restoreButton = h('button', { type: 'button', hidden: true, onclick: () => this.#restore() }, icon(ICONS.undo), t('restore'));
  #unable = h('p', { class: 'edit-state', role: 'status' });
  element = h('section', { class: 'card travel', 'aria-labelledby': 'travel-title' },
    h('div', { class: 'card-head' }, h('h2', { id: 'travel-title' }, t('timeTravel')), this.#asOf),
    h('label', { for: this.#sliderId }, t('atVersion')), this.#slider, this.#values, this.#note,
    h('div', { class: 'actions start' }, this.#restoreButton), this.#unable);

  /** @param editor told to restore {version, now, values}: the values of a version, in place of what there is now */
  constructor(story, editor) {
    this.#story = story;
    this.#editor = editor;
    this.#slider.addEventListener('input', () => { this.#chosen = Number(this.#slider.value); this.#show(); });
  }

  /** @param circle as it is now; @param isOver whether it is dissolved */
  become(circle, isOver) {
    [this.#current, this.#isOver] = [circle, isOver];
  }

  /** Shows what was read; who looks at the newest version goes on doing so. */
  render() {
    const { first, last, events } = this.#story;
    const wasLast = this.#chosen === null || this.#chosen >= Number(this.#slider.max);
    put(this.#slider, 'min', first);
    put(this.#slider, 'max', last);
    if (wasLast) this.#chosen = last;
    this.#slider.value = String(this.#chosen);
    put(this.#slider, 'disabled', events.length < 2 ? true : null);
    this.#show();
  }

  goTo(version) {
    this.#chosen = version;
    this.#slider.value = String(version);
    this.#show();
    this.#slider.focus();
  }

  /** Shows the circle at the version of the slider, and what of it is not so now. */
  #show() {
    const event = this.#story.at(this.#chosen);
    if (!event) return;
    const then = this.#story.stateAt(this.#chosen);
    const earlier = this.#story.stateAt(this.#chosen - 1);
    const when = { version: this.#chosen, when: event.occurred_at ? shortly(event.occurred_at) : t('unreadableTime') };
    say(this.#unable, '');
    say(this.#asOf, t('asOfText', when));
    put(this.#asOf, 'title', event.occurred_at ? exactly(event.occurred_at) : null);
    put(this.#slider, 'aria-valuetext', t('asOfText', when));
    this.#values.replaceChildren(...FIELDS.map((field) => this.#row(field, then, earlier)));
    const isNow = isSame(this.#current, then);
    say(this.#note, then.dissolved ? t('notThen') : isNow ? t('sameAsNow') : '');
    const wasHere = document.activeElement === this.#restoreButton;
    this.#restoreButton.hidden = !may('editor') || this.#isOver || isNow || then.dissolved || FIELDS.some(({ member, isRequired }) => isRequired && then[member] === undefined);
    if (wasHere && this.#restoreButton.hidden) this.#slider.focus();
  }

  #row({ member, label, format }, then, earlier) {
    const isOther = then[member] !== this.#current[member];
    const isSet = then[member] !== earlier[member];
    return h('div', { class: isOther ? 'other' : isSet ? 'set' : null },
      h('dt', {}, t(label)),
      h('dd', {}, h('span', { class: 'then' }, then[member] === undefined ? '–' : format(then[member])),
        isOther ? h('small', {}, t('differs', { value: this.#current[member] === undefined ? '–' : format(this.#current[member]) })) : null,
        isSet && this.#chosen > 1 ? h('small', { class: 'set-here' }, t('setThen')) : null));
  }

  async #restore() {
    const version = this.#chosen;
    const then = this.#story.stateAt(version);
    const now = this.#current;
    // An edit is not lost for an old version.
    if (this.#editor.isEdited()) return say(this.#unable, t('restoreLater'));
    say(this.#unable, '');
    const sure = await ask(t('restoreTitle', { version }), (close) => [
      h('ul', { class: 'plain' }, changeWords(now, then).map((words) => h('li', {}, words))),
      h('p', {}, t('restoreText')),
      actions(close, h('button', { type: 'button', class: 'primary', autofocus: true, onclick: () => close(true) }, t('restore'))),
    ]);
    if (sure) {
      this.#chosen = null;
      this.#editor.restore({ version, now, values: valuesIn(then) });
    }
  }
}
