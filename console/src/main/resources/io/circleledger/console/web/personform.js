// The fields of a person in a form, and the dialogs that register and change somebody.

import { Refused } from './api.js';
import { ask, wayOut } from './dialog.js';
import { h, newId, put, say } from './dom.js';
import { t } from './i18n.js';
import * as peopleApi from './peopleapi.js';
import { done } from './peoplebase.js';
import { PERSON_FIELDS } from './personfields.js';
import { firstCharacters, tidyName } from './rules.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const fieldNamed = (name) => PERSON_FIELDS.find((field) => field.name === name);

const KIND = fieldNamed('kind');
const STUDENT_NUMBER = fieldNamed('student_number');

/** The text of a field of somebody. */
const written = (person, { name, initial = '' }) => String(person[name] ?? initial);

class PersonForm {
  #parts = new Map(PERSON_FIELDS.map((field) => [field.name, part(field)]));
  element;

  constructor(person) {
    for (const field of PERSON_FIELDS) this.#input(field).value = written(person, field);
    this.#input(KIND).addEventListener('change', () => this.#narrow());
    this.element = h('div', { class: 'person-fields' }, [...this.#parts.values()].map(({ element }) => element));
    this.#narrow();
  }

  #input({ name }) { return this.#parts.get(name).input; }

  #text(field) {
    const text = tidyName(this.#input(field).value);
    return field.isNumber ? text.normalize('NFKC') : text;
  }

  /** Staff are in no grade. */
  #narrow() {
    const isStudent = this.#input(KIND).value === 'student';
    for (const { name, isOfStudents } of PERSON_FIELDS) this.#parts.get(name).element.hidden = Boolean(isOfStudents) && !isStudent;
  }

  get #wanted() { return PERSON_FIELDS.filter(({ name }) => !this.#parts.get(name).element.hidden); }

  set isReadOnly(yes) {
    for (const { input } of this.#parts.values()) {
      if (input.tagName === 'SELECT') input.disabled = yes;
      else input.readOnly = yes;
    }
  }

  /** Says what is wrong. @returns whether nothing is */
  check() {
    const faults = this.#wanted.filter((field) => this.#say(field, field.fault?.(this.#text(field)) ?? null));
    if (faults.length > 0) this.#input(faults[0]).focus();
    return faults.length === 0;
  }

  /** Says what the server has found. @returns whether there is a field that it is about */
  tell(failure) {
    const wrong = failure instanceof Refused && failure.is('invalid-request') ? failure.problem.errors ?? [] : [];
    const named = PERSON_FIELDS.filter(({ name }) => wrong.some(({ pointer }) => pointer === `#/${name}`));
    named.forEach((field) => this.#say(field, 'fieldRefused'));
    if (named.length > 0) this.#input(named[0]).focus();
    if (failure instanceof Refused && failure.is('student-number-taken')) {
      this.#say(STUDENT_NUMBER, 'problem_student_number_taken');
      this.#input(STUDENT_NUMBER).focus();
      return true;
    }
    return named.length > 0;
  }

  #say({ name }, word) {
    const { input, wrong } = this.#parts.get(name);
    say(wrong, word ? t(word) : '');
    put(input, 'aria-invalid', word ? 'true' : null);
    return word;
  }

  #value(field) {
    const text = this.#text(field);
    return text === '' ? null : field.isNumber ? Number(text) : text;
  }

  /** Somebody new as the API takes them. */
  get values() {
    return Object.fromEntries(this.#wanted.map((field) => [field.name, this.#value(field)]).filter(([, value]) => value !== null));
  }

  /** What has to be changed of somebody. What only students have goes with the kind. */
  changesTo(person) {
    const isWanted = new Set(this.#wanted);
    const wanted = (field) => (isWanted.has(field) ? this.#value(field) : field.name === 'final_grade' ? person.final_grade : null);
    return Object.fromEntries(PERSON_FIELDS.map((field) => [field.name, wanted(field)])
      .filter(([name, value]) => value !== (person[name] ?? null)));
  }

  /** Takes over what somebody else has changed, where nothing else was typed. */
  follow(before, now) {
    for (const field of PERSON_FIELDS) {
      const input = this.#input(field);
      if (input.value === written(before, field)) input.value = written(now, field);
    }
    this.#narrow();
  }
}

function part({ name, label, options, type = 'text', isNumber, fault }) {
  const [id, faultId] = [newId(name), newId('fault')];
  const wrong = h('p', { class: 'fault', id: faultId });
  const input = options
    ? h('select', { id, 'aria-describedby': faultId }, options().map(([value, text]) => h('option', { value }, text)))
    : h('input', { id, type, autocomplete: 'off', 'aria-describedby': faultId, inputmode: isNumber ? 'numeric' : null, autofocus: name === 'name', required: name === 'name' });
  if (fault) input.addEventListener('input', () => { say(wrong, ''); put(input, 'aria-invalid', null); });
  return { input, wrong, element: h('div', { class: `field of-${name.replaceAll('_', '-')}` }, h('label', { for: id }, t(label)), input, wrong) };
}

/** @param save sends what the form says, given where to tell what it waits for; its result closes the dialog */
async function personDialog(title, person, deed, save) {
  // What is on its way is not called back by closing the dialog: what comes of it is the answer all the same.
  let sent = null;
  const answer = await ask(title, (close) => {
    const form = new PersonForm(person);
    const state = h('p', { class: 'edit-state', role: 'status' });
    const button = h('button', { type: 'submit', class: 'primary' }, deed);
    async function submit() {
      if (!form.check()) return;
      button.disabled = form.isReadOnly = true;
      say(state, t('saving'));
      try {
        sent = save(form, state);
        close(await sent);
      } catch (failure) {
        sent = null;
        form.isReadOnly = false;
        say(state, form.tell(failure) ? '' : trouble(failure));
      } finally {
        button.disabled = form.isReadOnly = false;
      }
    }
    return h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
      form.element, state, h('div', { class: 'actions' }, wayOut(close), button));
  }, { wide: true });
  return answer ?? sent?.catch((failure) => { toast(trouble(failure), { stays: true }); return null; }) ?? null;
}

/**
 * Registers somebody.
 *
 * @param name what they are called, as far as it is known; @param title, deed what it is said to be
 * @returns who it is, or null
 */
export const newPerson = ({ name = '', title = t('newPersonTitle'), deed = t('registerPerson') } = {}) =>
  personDialog(title, { name: firstCharacters(name, 100) }, deed, async (form, state) => {
    const { values } = form;
    const made = await done((key) => peopleApi.addPerson(values, key), state);
    return { kind: 'student', ...values, ...made };
  });

/** Changes somebody. What others have changed meanwhile is shown before anything is saved. @returns whether that was done */
export function changePerson(person) {
  let base = person;
  return personDialog(t('changePersonTitle', { name: person.name }), person, t('save'), async (form, state) => {
    const changes = form.changesTo(base);
    if (Object.keys(changes).length === 0) return true;
    try {
      await done((key) => peopleApi.changePerson(person.person_id, base.version, changes, key), state);
      return true;
    } catch (failure) {
      if (!(failure instanceof Refused && failure.is('person-conflict'))) throw failure;
      const now = await peopleApi.person(person.person_id);
      form.follow(base, now);
      base = now;
      throw failure;
    }
  });
}

/** What there is of somebody, to be read: words and texts. */
export const facts = (person) => PERSON_FIELDS.filter(({ isOfStudents }) => !(isOfStudents && person.kind === 'staff'))
  .map(({ name, label, options }) => [t(label), options ? options().find(([value]) => value === written(person, { name }))?.[1] ?? '–' : person[name] === undefined ? '–' : String(person[name])]);
