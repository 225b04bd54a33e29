// My account: what I am called, what I may do, my password and passkeys, and where I am signed in.

import { Reading } from './administration.js';
import { Refused } from './api.js';
import { h, say } from './dom.js';
import { roleWords } from './header.js';
import { me } from './identity.js';
import * as identityApi from './identityapi.js';
import { t } from './i18n.js';
import { isOfPassword } from './link.js';
import { passkeysCard } from './passkey.js';
import { newPassword, passwordField } from './password.js';
import { sessionsCard } from './sessions.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

export function myPage(at) {
  const { account_id: id, name, roles } = me();
  const sessions = sessionsCard(id);
  let passkeys = null;
  const password = new Reading((abort) => identityApi.account(id, abort), ({ provider }) => {
    if (provider) return h('p', { class: 'hint' }, t('passwordOfProvider'));
    passkeys = passkeysCard(id);
    return h('div', { class: 'stack' }, passwordCard(id, name, () => sessions.again()), passkeys.element);
  });
  at.append(
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('myAccount'))),
    h('dl', { class: 'facts-of facts' }, [['accountName', name], ['roles', roleWords(roles)], ['accountId', id]]
      .map(([word, value]) => h('div', {}, h('dt', {}, t(word)), h('dd', { class: 'value' }, value)))),
    h('div', { class: 'stack narrow' }, password.element, sessions.element));
  return { title: t('myAccount'), leave: () => { password.leave(); passkeys?.leave(); sessions.leave(); } };
}

function passwordCard(id, name, changed) {
  const old = passwordField(t('oldPassword'));
  const fresh = newPassword();
  const state = h('p', { class: 'fault', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'primary' }, t('changePassword'));

  async function submit() {
    old.tell();
    if (old.input.value === '') return old.tell(t('oldPasswordMissing'));
    const chosen = fresh.take();
    if (chosen === null || button.disabled) return;
    button.disabled = true;
    say(state, '');
    try {
      await identityApi.changePassword(id, old.input.value, chosen);
      [old, fresh].forEach((field) => field.clear());
      toast(t('passwordChanged'));
      changed();
    } catch (failure) {
      refused(failure);
    } finally {
      button.disabled = false;
    }
  }

  function refused(failure) {
    if (failure instanceof Refused && failure.is('wrong-password')) old.tell(t('oldPasswordWrong'));
    else if (isOfPassword(failure)) fresh.tell(t('passwordRefused'));
    else say(state, trouble(failure));
  }

  return h('section', { class: 'card', 'aria-labelledby': 'password' }, h('h2', { id: 'password' }, t('changePassword')),
    h('p', { class: 'hint' }, t('changePasswordHint')),
    h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); submit(); } },
      // Tells a browser's store of passwords whose it is.
      h('input', { type: 'text', autocomplete: 'username', value: name, hidden: true }),
      old.element, fresh.elements, state, h('div', { class: 'actions start' }, button)));
}
