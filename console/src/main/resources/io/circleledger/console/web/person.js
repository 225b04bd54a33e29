// One person: what is known of them, the circles they are in, and the end of all that.

import { Reading } from './administration.js';
import * as api from './api.js';
import { actions, ask } from './dialog.js';
import { h, icon, ICONS, newId, say } from './dom.js';
import { t } from './i18n.js';
import * as peopleApi from './peopleapi.js';
import { circlePlace, done, roleWord, statusChip } from './peoplebase.js';
import { changePerson, facts } from './personform.js';
import { canBeTyped, tidyName } from './rules.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

export function personPage(at, id) {
  let set = () => {};
  const reading = new Reading(async (abort) => {
    try {
      const [person, circles] = await Promise.all([peopleApi.person(id, abort), peopleApi.circlesOf(id, abort)]);
      return { person, circles };
    } catch (failure) {
      // That there is nobody is an answer as well.
      if (failure instanceof api.Refused && [404, 410].includes(failure.status)) return { gone: failure.status === 410 ? 'personGone' : 'noSuchPerson' };
      throw failure;
    }
  }, ({ person, circles, gone }) => {
    set(gone ? t(gone) : person.name);
    return gone ? h('h1', { tabindex: '-1' }, t(gone)) : content(person, circles, () => reading.again());
  });
  at.append(h('p', { class: 'trail' }, h('a', { href: '#/people' }, icon(ICONS.back), t('toPeople'))), reading.element);
  return { title: t('persons'), retitle: (told) => { set = told; }, leave: () => reading.leave() };
}

function content(person, circles, again) {
  const edit = async () => {
    if (!(await changePerson(person))) return again();
    toast(t('personSaved', { name: person.name }));
    again();
  };
  return [
    h('div', { class: 'head' }, h('div', { class: 'titled' }, h('h1', { tabindex: '-1' }, person.name))),
    h('div', { class: 'circle' },
      h('section', { class: 'card', 'aria-labelledby': 'person-data' },
        h('div', { class: 'card-head' }, h('h2', { id: 'person-data' }, t('personData')),
          h('div', { class: 'card-actions' }, h('button', { type: 'button', class: 'edit', onclick: edit }, t('editGo')))),
        h('dl', { class: 'person-facts' }, facts(person).map(([word, text]) => h('div', {}, h('dt', {}, word), h('dd', {}, text))))),
      h('div', { class: 'column' }, circlesCard(circles), endCard(person, circles, again))),
  ];
}

const circlesCard = (circles) => h('section', { class: 'card', 'aria-labelledby': 'their-circles' },
  h('h2', { id: 'their-circles' }, t('theirCircles')),
  circles.length === 0 ? h('p', { class: 'hint' }, t('inNoCircle')) : h('ul', { class: 'outbox-list' }, circles.map(({ circle_id: id, circle_name: name, status, role }) => h('li', {},
    h('div', {}, h('a', { href: `${circlePlace(id)}/members` }, name), h('small', {}, roleWord(role))),
    status === 'active' ? null : statusChip(status)))));

function endCard(person, circles, again) {
  const erase = async () => {
    if (!(await isErased(person, circles))) return;
    toast(t('personErasedNow'), { stays: true });
    again();
  };
  return h('section', { class: 'card danger-zone', 'aria-labelledby': 'person-end' },
    h('h2', { id: 'person-end' }, t('erasePerson')), h('p', { class: 'hint' }, t('erasePersonHint')),
    h('div', { class: 'actions start' }, h('button', { type: 'button', class: 'danger-quiet', onclick: erase }, t('erasePerson'))));
}

/** Asks for the name, and erases whose it is. */
const isErased = (person, circles) => ask(t('erasePersonTitle', { name: person.name }), (close) => {
  const id = newId('confirm');
  // A name that nobody can type is confirmed by the beginning of the id.
  const wanted = canBeTyped(person.name) ? person.name : person.person_id.slice(0, 8);
  const confirm = h('input', { id, autocomplete: 'off', spellcheck: 'false', autofocus: true });
  const state = h('p', { class: 'fault', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'danger', disabled: true }, t('erasePersonGo'));
  confirm.addEventListener('input', () => { button.disabled = tidyName(confirm.value) !== wanted; });
  const owned = circles.filter(({ role }) => role === 'owner').map(({ circle_name: name }) => t('quoted', { text: name }));
  async function submit() {
    button.disabled = true;
    try {
      await done((key) => peopleApi.erasePerson(person.person_id, person.version, key), state);
      close(true);
    } catch (failure) {
      say(state, trouble(failure));
      button.disabled = false;
    }
  }
  return h('form', { onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
    h('p', { class: 'warning' }, icon(ICONS.warn), t('erasePersonHint')),
    owned.length === 0 ? null : h('p', { class: 'notice fault-box' }, t('erasePersonOwner', { circles: owned.join('') })),
    h('div', { class: 'field' }, h('label', { for: id }, t('erasePersonType', { name: wanted })), confirm),
    state, actions(close, button));
});
