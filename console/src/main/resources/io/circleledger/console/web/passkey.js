// Passkeys: signing in with one, and the card of those that an account has.

import { moment, Reading, table } from './administration.js';
import { insist, send } from './api.js';
import { actions, ask } from './dialog.js';
import { h, newId, say } from './dom.js';
import { t } from './i18n.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const COLUMNS = ['passkeyName', 'created', 'lastUsed', 'action'];

/** What is no name: browsers have no passkeys at an address of numbers. */
const NUMBERS = /^[\d.]+$|^\[/;

/** Whether this browser has passkeys, and has them at this address. */
export const hasPasskeys = () => window.isSecureContext && 'PublicKeyCredential' in window && !NUMBERS.test(location.hostname);

const octets = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** What the server asks of a browser that is to sign; older browsers take no JSON. */
function requestOf(options) {
  return PublicKeyCredential.parseRequestOptionsFromJSON?.(options) ?? { ...options, challenge: octets(options.challenge) };
}

/** The same, of one that is to make a passkey. */
function creationOf(options) {
  return PublicKeyCredential.parseCreationOptionsFromJSON?.(options) ?? {
    ...options,
    challenge: octets(options.challenge),
    user: { ...options.user, id: octets(options.user.id) },
    excludeCredentials: options.excludeCredentials.map((key) => ({ ...key, id: octets(key.id) })),
  };
}

const SIGNING_IN = { isSigningIn: true };

/** Has the browser show a passkey, and signs in with it. */
async function signIn() {
  const { data: options } = await send('POST', '/session/passkey/options', SIGNING_IN);
  const { rawId, response } = await navigator.credentials.get({ publicKey: requestOf(options) });
  await send('POST', '/session/passkey', { ...SIGNING_IN, body: {
    credential_id: base64url(rawId),
    client_data: base64url(response.clientDataJSON),
    authenticator_data: base64url(response.authenticatorData),
    signature: base64url(response.signature),
    user_handle: base64url(response.userHandle ?? new ArrayBuffer(0)),
  } });
}

/** Why nothing came of it: whoever closes the browser's own dialog is told no more by the browser than who waits too long. */
function whyNot(failure) {
  if (!(failure instanceof DOMException)) return trouble(failure);
  if (failure.name === 'InvalidStateError') return t('passkeyThere');
  return t(failure.name === 'SecurityError' ? 'problem_no_passkeys_here' : 'passkeyNotShown');
}

/** A button to sign in with. @param entered called when somebody has; @param tell says why not; @param why its words for what the server says */
export function passkeyButton(entered, tell, why) {
  const button = h('button', { type: 'button', onclick: use }, t('signInPasskey'));
  async function use() {
    button.disabled = true;
    tell('');
    try {
      await signIn();
      await entered();
    } catch (failure) {
      tell(failure instanceof DOMException ? whyNot(failure) : why(failure));
    } finally {
      button.disabled = false;
    }
  }
  return button;
}

const pathOf = (account, key) => `/account/${encodeURIComponent(account)}/passkey${key ? `/${encodeURIComponent(key)}` : ''}`;

async function make(account, name) {
  const { data: options } = await send('POST', `${pathOf(account)}/options`);
  const { response } = await navigator.credentials.create({ publicKey: creationOf(options) });
  await send('POST', pathOf(account), {
    body: { name, client_data: base64url(response.clientDataJSON), attestation: base64url(response.attestationObject) },
  });
}

/** The card of an account's passkeys. */
export function passkeysCard(account) {
  const state = h('p', { class: 'fault', role: 'alert' });
  const row = (key) => [key.name, moment(key.created_at), moment(key.last_used_at), [
    h('button', { type: 'button', 'aria-label': t('renamePasskey', { name: key.name }), onclick: () => rename(key) }, t('rename')), ' ',
    h('button', { type: 'button', class: 'danger-quiet', 'aria-label': t('removePasskey', { name: key.name }), onclick: () => remove(key) }, t('removeKey')),
  ]];
  const reading = new Reading(
    async (abort) => (await send('GET', pathOf(account), { signal: abort, cache: 'no-store' })).data.passkeys,
    (keys) => (keys.length === 0 ? h('p', { class: 'hint' }, t('noPasskeys')) : table(t('passkeys'), COLUMNS, keys.map(row))));

  async function done(deed, words) {
    say(state, '');
    try {
      await deed();
      toast(words);
    } catch (failure) {
      say(state, whyNot(failure));
    }
    reading.again();
  }

  async function add() {
    const name = await nameOf(t('addPasskey'), '');
    if (name !== null) await done(() => make(account, name), t('passkeyAdded', { name }));
  }

  async function rename(key) {
    const name = await nameOf(t('renamePasskey', { name: key.name }), key.name);
    if (name !== null) await done(() => insist(() => send('PUT', pathOf(account, key.key_id), { body: { name } })), t('passkeyRenamed', { name }));
  }

  async function remove(key) {
    if (await isSure(key)) await done(() => send('DELETE', pathOf(account, key.key_id)), t('passkeyRemoved', { name: key.name }));
  }

  return {
    element: h('section', { class: 'card', 'aria-labelledby': 'passkeys' }, h('h2', { id: 'passkeys' }, t('passkeys')),
      h('p', { class: 'hint' }, t('passkeysHint')), state, reading.element,
      hasPasskeys() ? h('div', { class: 'actions start' }, h('button', { type: 'button', onclick: add }, t('addPasskey'))) : h('p', { class: 'hint' }, t('problem_no_passkeys_here'))),
    leave: () => reading.leave(),
  };
}

const isSure = (key) => ask(t('removePasskey', { name: key.name }), (close) => [
  h('p', {}, t('removePasskeyText')),
  actions(close, h('button', { type: 'button', class: 'danger', autofocus: true, onclick: () => close(true) }, t('removeKey'))),
]);

/** Asks what a passkey is called. @returns the name, or null where nobody wants it any more */
const nameOf = (title, before) => ask(title, (close) => {
  const id = newId('passkey');
  const name = h('input', { id, value: before, autocomplete: 'off', maxlength: '100', autofocus: true });
  const state = h('p', { class: 'fault', role: 'alert' });
  function submit() {
    if (name.value.trim() !== '') return close(name.value.trim());
    say(state, t('accountNameMissing'));
    return name.focus();
  }
  return h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); submit(); } },
    h('div', { class: 'field' }, h('label', { for: id }, t('passkeyName')), name, h('p', { class: 'hint' }, t('passkeyNameHint'))), state,
    actions(close, h('button', { type: 'submit', class: 'primary' }, t('goOn'))));
});
