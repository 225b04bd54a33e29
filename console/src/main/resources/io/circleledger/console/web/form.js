// The fields of a circle in a form: what is typed in them, what is wrong with it, and what is said beside them.

import { h, newId, put, say } from './dom.js';
import { byName, FIELDS, isSameText } from './fields.js';
import { t } from './i18n.js';

export class CircleForm {
  #parts = new Map();

  /**
   * @param isNew whether it is for a circle that is to be: then the first of the fields has the focus
   */
  constructor({ isNew = false } = {}) {
    FIELDS.forEach((field, at) => this.#parts.set(field.name, part(field, { isNew, isFirst: at === 0 })));
  }

  get elements() { return this.#all.map(({ element }) => element); }

  get inputs() { return this.#all.map(({ input }) => input); }

  /** What is typed, by field. */
  get texts() { return byName(({ name }) => this.input(name).value); }

  set texts(texts) { FIELDS.forEach(({ name }) => { this.input(name).value = texts[name]; }); }

  /** Shows only some fields, by name. */
  only(names) { for (const [name, { element }] of this.#parts) element.hidden = !names.includes(name); }

  set isReadOnly(yes) { this.inputs.forEach((input) => { input.readOnly = yes; }); }

  get #all() { return [...this.#parts.values()]; }

  input(name) { return this.#parts.get(name).input; }

  has(texts) { return isSameText(this.texts, texts); }

  /** Writes texts, but not in the field that somebody is in. */
  writeAround(texts) {
    for (const [name, { input }] of this.#parts) if (input !== document.activeElement) input.value = texts[name];
  }

  focus() { this.inputs[0].focus(); }

  /** The words for what is wrong, by field, and null where nothing is. @param circle the one that is changed, if there is one */
  faults(circle = null) {
    const texts = this.texts;
    return byName(({ name, member, fault }) => fault(texts[name], circle?.[member]));
  }

  /** Says what is wrong with some fields; of others it stays as it is. */
  tell(faults) {
    for (const [name, word] of Object.entries(faults)) {
      const { input, wrong } = this.#parts.get(name);
      say(wrong, word ? t(word) : '');
      put(input, 'aria-invalid', word ? 'true' : null);
    }
  }

  /** Goes to the first field that something is wrong with. @returns whether there is one */
  toFault(faults) {
    const field = FIELDS.find(({ name }) => faults[name]);
    if (field) this.input(field.name).focus();
    return Boolean(field);
  }

}

function part({ name, label, input: attributes, hint }, { isNew, isFirst }) {
  const [id, faultId, noteId] = [newId(name), newId('fault'), newId('hint')];
  const wrong = h('p', { class: 'fault', id: faultId });
  const hinted = hint ? h('p', { class: 'hint', id: noteId }, t(hint)) : null;
  const described = hinted ? `${noteId} ${faultId}` : faultId;
  const input = h('input', { id, 'aria-describedby': described, ...attributes, autofocus: isNew && isFirst });
  return { input, wrong, element: h('div', { class: 'field' }, h('label', { for: id }, t(label)), input, hinted, wrong) };
}
