// One account, as an administrator sees it: its roles, its link, its sessions, and its end.

import { roleChoices, stateWord } from './accounts.js';
import { moment, Reading } from './administration.js';
import { actions, ask } from './dialog.js';
import { h, newId, say } from './dom.js';
import { may, me } from './identity.js';
import * as identityApi from './identityapi.js';
import { t } from './i18n.js';
import * as peopleApi from './peopleapi.js';
import { personPlace } from './peoplebase.js';
import { PersonSearch } from './personsearch.js';
import { showOnce } from './secret.js';
import { sessionsCard } from './sessions.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

export function accountPage(at, id) {
  const sessions = sessionsCard(id);
  const left = new AbortController();
  let set = () => {};
  const reading = new Reading((abort) => identityApi.account(id, abort), (account) => {
    set(account.name || t('erasedAccount'));
    return content(account, () => { reading.again(); sessions.again(); }, sessions.element, left.signal);
  });
  at.append(h('p', { class: 'trail' }, h('a', { href: '#/accounts' }, t('toAccounts'))), reading.element);
  return { title: t('accounts'), retitle: (told) => { set = told; }, leave: () => { left.abort(); reading.leave(); sessions.leave(); } };
}

function content(account, again, sessions, left) {
  if (account.state === 'erased') return h('h1', { tabindex: '-1' }, t('erasedAccount'));
  return [
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, account.name)),
    h('dl', { class: 'facts-of facts' },
      [['state', stateWord(account)], ['created', moment(account.created_at)], ['lastSignIn', moment(account.last_sign_in)], ['accountId', account.account_id]]
        .map(([word, value]) => h('div', {}, h('dt', {}, t(word)), h('dd', { class: 'value' }, value)))),
    h('div', { class: 'stack narrow' }, rolesCard(account, again), personCard(account, again, left), account.provider ? [] : linkCard(account), sessions, endCard(account, again)),
  ];
}

const card = (word, ...parts) => h('section', { class: 'card', 'aria-labelledby': word }, h('h2', { id: word }, t(word)), parts);

/** Does something with an account, and says why it could not be done. @returns whether it was */
async function attempt(state, deed) {
  say(state, '');
  try {
    await deed();
    return true;
  } catch (failure) {
    say(state, trouble(failure));
    return false;
  }
}

function rolesCard(account, again) {
  if (account.provider) return card('roles', h('p', { class: 'hint' }, t('rolesOfProvider')));
  const choices = roleChoices(account.roles);
  const state = h('p', { class: 'fault', role: 'alert' });
  const save = async () => {
    if (choices.roles.length === 0) return say(state, t('roleMissing'));
    if (!(await attempt(state, () => identityApi.changeAccount(account.account_id, { roles: choices.roles })))) return;
    toast(t('rolesSaved', { name: account.name }));
    again();
  };
  return card('roles', h('form', { onsubmit: (event) => { event.preventDefault(); save(); } }, choices.element, state,
    h('div', { class: 'actions start' }, h('button', { type: 'submit', class: 'primary' }, t('saveRoles')))));
}

/** Whom in the register the account is of. @param left ends what is asked for */
function personCard(account, again, left) {
  const { account_id: id, name, person_id: person } = account;
  const state = h('p', { class: 'fault', role: 'alert' });
  const set = async (wanted, said) => {
    if (!(await attempt(state, () => identityApi.changeAccount(id, { person_id: wanted })))) return;
    toast(said);
    again();
  };
  const now = person ? h('p', {}, personLink(person, left), ' ',
    h('button', { type: 'button', class: 'quiet', onclick: () => set(null, t('accountPersonCleared', { name })) }, t('clearPerson'))) : h('p', {}, t('accountOfNobody'));
  const parts = [h('p', { class: 'hint' }, t('accountPersonHint')), now];
  if (!may('editor')) return card('accountPerson', ...parts, h('p', { class: 'hint' }, t('accountPersonRole')), state);
  const search = new PersonSearch({
    left, nobody: 'nobodyMatches',
    offer: (found) => (found.person_id === person ? null : h('button', { type: 'button', onclick: () => set(found.person_id, t('accountPersonSet', { name, person: found.name })) },
      t('choosePerson'), h('span', { class: 'unseen' }, t('ofWhom', { name: found.name })))),
  });
  return card('accountPerson', ...parts, search.field, search.list, search.state, state);
}

/** Who it is, for who may know; the id, as long as that is not known. */
function personLink(id, left) {
  const short = t('personNumber', { id: id.slice(0, 8) });
  if (!may('editor')) return short;
  const link = h('a', { href: personPlace(id) }, short);
  // Without the name the link leads to the person all the same.
  peopleApi.person(id, left).then(({ name }) => say(link, name), () => {});
  return link;
}

function linkCard(account) {
  const state = h('p', { class: 'fault', role: 'alert' });
  const make = async () => {
    let made;
    if (await attempt(state, async () => { made = await identityApi.newLink(account.account_id); })) {
      await showOnce(t('linkTitle', { name: account.name }), made.link, t('linkHint'));
    }
  };
  return card('reset', h('p', { class: 'hint' }, t('resetHint')), state,
    h('div', { class: 'actions start' }, h('button', { type: 'button', onclick: make }, t('makeLink'))));
}

function endCard(account, again) {
  const state = h('p', { class: 'fault', role: 'alert' });
  const isActive = account.state === 'active';
  const turn = async () => {
    if (await attempt(state, () => identityApi.changeAccount(account.account_id, { state: isActive ? 'disabled' : 'active' }))) again();
  };
  const erase = async () => {
    if (!(await isSure(account)) || !(await attempt(state, () => identityApi.eraseAccount(account.account_id)))) return;
    toast(t('erased', { name: account.name }));
    location.hash = '#/accounts';
  };
  const isMine = account.account_id === me().account_id;
  return card('endOfAccount', h('p', { class: 'hint' }, t(isActive ? 'disableHint' : 'enableHint')), isMine ? h('p', { class: 'hint' }, t('endOfMine')) : [], state,
    h('div', { class: 'actions start' },
      h('button', { type: 'button', onclick: turn }, t(isActive ? 'disable' : 'enable')),
      h('button', { type: 'button', class: 'danger-quiet', onclick: erase }, t('erase'))));
}

/** Asks for the name of an account that is to be erased. */
const isSure = (account) => ask(t('eraseTitle', { name: account.name }), (close) => {
  const id = newId('confirm');
  const confirm = h('input', { id, autocomplete: 'off', spellcheck: 'false', autofocus: true });
  const button = h('button', { type: 'submit', class: 'danger', disabled: true }, t('erase'));
  confirm.addEventListener('input', () => { button.disabled = confirm.value.trim().normalize('NFC') !== account.name; });
  return h('form', { onsubmit: (event) => { event.preventDefault(); if (!button.disabled) close(true); } },
    h('p', { class: 'warning' }, t('eraseWarning')),
    h('div', { class: 'field' }, h('label', { for: id }, t('eraseType', { name: account.name })), confirm), actions(close, button));
});

