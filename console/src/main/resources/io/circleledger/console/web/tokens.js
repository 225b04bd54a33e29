// The tokens that programs show: what each is for, when it was used, and a new one.

import { head, moment, PagedList, table } from './administration.js';
import { actions, ask } from './dialog.js';
import { h, newId, say } from './dom.js';
import { ROLES } from './identity.js';
import * as identityApi from './identityapi.js';
import { t } from './i18n.js';
import { actorName } from './names.js';
import { showOnce } from './secret.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const COLUMNS = ['tokenName', 'role', 'createdBy', 'created', 'lastUsed', 'expires', 'action'];
const DAYS = [30, 90, 365];
const DAYS_AT_FIRST = 90;

export function tokensPage(at) {
  const state = h('p', { class: 'fault', role: 'alert' });
  const revoke = async (token) => {
    if (!(await isSure(token))) return;
    say(state, '');
    try {
      await identityApi.revokeToken(token.token_id);
      toast(t('revoked', { name: token.name }));
    } catch (failure) {
      say(state, trouble(failure));
    }
    shown.again();
  };
  const shown = new PagedList(identityApi.TOKENS, ({ created_by: maker }) => [maker], (tokens) =>
    (tokens.length === 0 ? h('p', { class: 'hint' }, t('noTokens')) : table(t('tokens'), COLUMNS, tokens.map((token) => row(token, revoke)))));
  const make = h('button', { type: 'button', class: 'primary', onclick: () => makeToken(() => shown.again()) }, t('makeToken'));
  at.append(...head('tokens', make), h('p', { class: 'lead' }, t('tokensHint')), state, shown.element);
  return { title: t('tokens'), leave: () => shown.leave() };
}

const row = (token, revoke) => [
  token.name, t(`role_${token.role}`), token.created_by ? actorName(token.created_by) : t('commandLine'), moment(token.created_at), moment(token.last_used_at), ends(token),
  token.revoked_at ? '' : h('button', { type: 'button', class: 'danger-quiet', 'aria-label': t('revokeNamed', { name: token.name }), onclick: () => revoke(token) }, t('revoke')),
];

function ends({ revoked_at: revoked, expires_at: expires }) {
  if (revoked) return [t('revokedAt'), ' ', moment(revoked)];
  return new Date(expires) < new Date() ? [t('expiredAt'), ' ', moment(expires)] : moment(expires);
}

const isSure = (token) => ask(t('revokeTitle', { name: token.name }), (close) => [
  h('p', {}, t('revokeText')),
  actions(close, h('button', { type: 'button', class: 'danger', autofocus: true, onclick: () => close(true) }, t('revoke'))),
]);

async function makeToken(made) {
  // A token that is on its way is shown also to who has closed the dialog.
  let sent = null;
  await ask(t('makeToken'), (close) => {
    const [nameId, roleId, daysId] = [newId('name'), newId('role'), newId('days')];
    const name = h('input', { id: nameId, autocomplete: 'off', maxlength: '100', autofocus: true });
    const role = h('select', { id: roleId }, ROLES.map((each) => h('option', { value: each }, t(`role_${each}`))));
    const days = h('select', { id: daysId }, DAYS.map((count) => h('option', { value: String(count), selected: count === DAYS_AT_FIRST }, t('days', { count }))));
    const state = h('p', { class: 'fault', role: 'alert' });
    const button = h('button', { type: 'submit', class: 'primary' }, t('make'));
    async function submit() {
      if (name.value.trim() === '') { say(state, t('accountNameMissing')); return name.focus(); }
      button.disabled = true;
      try {
        sent = identityApi.makeToken(name.value.trim(), role.value, Number(days.value));
        await sent;
        close(true);
      } catch (failure) {
        sent = null;
        say(state, trouble(failure));
      } finally {
        button.disabled = false;
      }
    }
    const field = (id, word, input, hint) => h('div', { class: 'field' }, h('label', { for: id }, t(word)), input, hint ? h('p', { class: 'hint' }, t(hint)) : null);
    return h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
      field(nameId, 'tokenName', name, 'tokenNameHint'), field(roleId, 'role', role), field(daysId, 'expires', days), state, actions(close, button));
  });
  const token = await sent?.catch(() => null);
  made();
  if (token) await showOnce(t('tokenTitle'), token.token, t('tokenHint'));
}
