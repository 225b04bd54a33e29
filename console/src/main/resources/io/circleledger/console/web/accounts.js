// The accounts: who they are, what they may do, and a new one.

import { head, moment, PagedList, table } from './administration.js';
import { actions, ask } from './dialog.js';
import { h, newId, say } from './dom.js';
import { roleWords } from './header.js';
import { ROLES } from './identity.js';
import * as identityApi from './identityapi.js';
import { t } from './i18n.js';
import { showOnce } from './secret.js';
import { trouble } from './trouble.js';

const COLUMNS = ['accountName', 'roles', 'state', 'lastSignIn'];

const accountPlace = (id) => `#/accounts/${encodeURIComponent(id)}`;

export function accountsPage(at) {
  const shown = new PagedList(identityApi.ACCOUNTS, () => [], (accounts) => table(t('accounts'), COLUMNS, accounts.map(row)));
  const add = h('button', { type: 'button', class: 'primary', hidden: true, onclick: () => addAccount(() => shown.again()) }, t('addAccount'));
  // Where an identity provider alone says who there is, none is made here.
  identityApi.waysIn().then(({ local }) => { add.hidden = !local; }, () => {});
  at.append(...head('accounts', add), shown.element);
  return { title: t('accounts'), leave: () => shown.leave() };
}

const row = (account) => [
  h('a', { href: accountPlace(account.account_id) }, account.name), roleWords(account.roles), stateWord(account), moment(account.last_sign_in),
];

/** Whether an account can be used, and by whom it is vouched for. */
export function stateWord({ state, provider }) {
  const word = t(state === 'active' ? 'stateActive' : 'stateDisabled');
  return provider ? `${word}${t('and')}${t('fromProvider')}` : word;
}

/** Choices of roles. @param chosen those that are chosen at first */
export function roleChoices(chosen) {
  const boxes = ROLES.map((role) => {
    const id = newId('role');
    const box = h('input', { id, type: 'checkbox', value: role, checked: chosen.includes(role), 'aria-describedby': `${id}-hint` });
    return { box, element: h('div', { class: 'role-choice' }, box, h('label', { for: id }, t(`role_${role}`)), h('p', { class: 'hint', id: `${id}-hint` }, t(`roleMay_${role}`))) };
  });
  return {
    element: h('fieldset', { class: 'role-choices' }, h('legend', {}, t('roles')), boxes.map(({ element }) => element)),
    get roles() { return boxes.filter(({ box }) => box.checked).map(({ box }) => box.value); },
  };
}

async function addAccount(added) {
  // Of an account that is on its way the link is shown also to who has closed the dialog.
  let sent = null;
  await ask(t('addAccount'), (close) => {
    const id = newId('name');
    const name = h('input', { id, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: '100', autofocus: true });
    const choices = roleChoices(['viewer']);
    const state = h('p', { class: 'fault', role: 'alert' });
    const button = h('button', { type: 'submit', class: 'primary' }, t('add'));
    async function submit() {
      if (name.value.trim() === '') { say(state, t('accountNameMissing')); return name.focus(); }
      if (choices.roles.length === 0) return say(state, t('roleMissing'));
      button.disabled = true;
      try {
        sent = identityApi.addAccount(name.value.trim(), choices.roles);
        await sent;
        close(true);
      } catch (failure) {
        sent = null;
        say(state, trouble(failure));
      } finally {
        button.disabled = false;
      }
    }
    return h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
      h('div', { class: 'field' }, h('label', { for: id }, t('accountName')), name), choices.element, state, actions(close, button));
  });
  const made = await sent?.catch(() => null);
  added();
  if (made) await showOnce(t('linkTitle', { name: made.name }), made.link, t('linkHint'));
}
