// Signing in: the form, the page that has nothing else, and the dialog over a page whose session is over.

import { at, insist, Refused } from './api.js';
import { ask } from './dialog.js';
import { h, newId, say } from './dom.js';
import { become, me } from './identity.js';
import * as identityApi from './identityapi.js';
import { t } from './i18n.js';
import { hasPasskeys, passkeyButton } from './passkey.js';
import { passwordField } from './password.js';
import { tellOthers, toldByOthers } from './sessionnews.js';
import { trouble } from './trouble.js';
import { WORDS } from './words.js';

/** Why somebody could not sign in, in their words. */
function whyNot(failure) {
  if (failure === NOT_KEPT) return t('cookiesNeeded');
  if (!(failure instanceof Refused)) return trouble(failure);
  if (failure.is('too-many-sign-ins')) return t('signInTooOften', { seconds: failure.retryAfter });
  return trouble(failure);
}

/** The part of the address that the server adds when somebody comes back from an identity provider and is not signed in. */
const PROBLEM = /^#\/sign-in\?problem=([a-z-]+)$/;

/** Where an identity provider leads back to in a tab that was opened for that. */
const BACK_PLACE = '#/signed-in';

/** The page of a ledger that nobody has signed in to. @param entered called when somebody has */
export function signInPage(place, ways, entered) {
  const problem = PROBLEM.exec(location.hash)?.[1];
  if (problem) history.replaceState(null, '', '#/');
  place.append(h('div', { class: 'entrance card' }, h('h1', { tabindex: '-1' }, t('signIn')),
    problem ? h('p', { class: 'notice fault-box', role: 'alert' }, problemWords(problem)) : null, form(ways, { entered: (account) => { become(account); entered(); } })));
  return { title: t('signIn') };
}

let renewal = null;

/** Has somebody sign in again, however many wait for it; what they wait with is gone on with afterwards. */
export function signInAgain(abort) {
  renewal ??= renewed().finally(() => { renewal = null; });
  if (!abort) return renewal;
  return Promise.race([renewal, new Promise((_, reject) => {
    if (abort.aborted) reject(abort.reason);
    abort.addEventListener('abort', () => reject(abort.reason));
  })]);
}

async function renewed() {
  const before = me();
  const ways = await current();
  if (!ways) return;
  let end = () => {};
  const account = await ask(t('sessionOver'), (close) => {
    const look = async () => { if (!document.hidden && !(await current().catch(() => true))) close(me()); };
    const endings = [toldByOthers((news) => { if (news === 'signed-in') look(); })];
    document.addEventListener('visibilitychange', look);
    end = () => { endings.forEach((stop) => stop()); document.removeEventListener('visibilitychange', look); };
    return [h('p', {}, t('sessionOverHint')), form(ways, { entered: close, name: before.name, isOver: true })];
  }, { stays: true });
  end();
  await goOnAs(account, before);
}

/** What can be signed in with; nothing where somebody is signed in by now, as in another tab. */
async function current() {
  try {
    await goOnAs(await identityApi.session(), me());
    return null;
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 401) return identityApi.waysOf(failure);
    throw failure;
  }
}

/** What one has begun is not done in the name of another: their page begins anew, and the edits of the first one wait for them. */
function goOnAs(account, before) {
  if (account.account_id === before.account_id) return become(account);
  location.reload();
  return new Promise(() => {}); // Until then nothing goes on.
}

function form({ local, provider }, { entered, name = '', isOver = false }) {
  const id = newId('name');
  const input = h('input', {
    id, name: 'username', value: name, autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true, autofocus: name === '',
  });
  const password = passwordField(t('password'), { focused: name !== '' });
  const state = h('p', { class: 'fault', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'primary' }, t('signIn'));
  const busy = (yes) => { button.disabled = yes; say(button, t(yes ? 'signingIn' : 'signIn')); };

  async function finish() {
    entered(await kept());
    tellOthers('signed-in');
  }

  async function submit() {
    if (button.disabled) return;
    if (input.value.trim() === '' || password.input.value === '') return say(state, t('signInIncomplete'));
    busy(true);
    say(state, '');
    try {
      const [given, typed] = [input.value.trim(), password.input.value];
      await insist(() => identityApi.signIn(given, typed), (failure) => say(state, trouble(failure)));
      await finish();
    } catch (failure) {
      say(state, whyNot(failure));
      password.clear();
      password.input.focus();
    } finally {
      busy(false);
    }
  }

  return [
    local ? h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); submit(); } },
      h('div', { class: 'field' }, h('label', { for: id }, t('accountName')), input), password.element, state,
      h('div', { class: 'actions start' }, button, hasPasskeys() ? passkeyButton(finish, (words) => say(state, words), whyNot) : null)) : null,
    local && provider ? h('p', { class: 'or' }, t('or')) : null,
    provider ? elsewhere(isOver) : null,
    isOver ? h('p', { class: 'hint' }, h('button', { type: 'button', class: 'link', onclick: () => location.replace(at('/')) }, t('otherAccount'))) : null,
  ];
}

/** The way to an identity provider and back to this place; over a page that has something to lose, in another tab. */
const elsewhere = (isOver) => h('div', {},
  h('a', { class: 'button', href: providerPath(isOver ? BACK_PLACE : location.hash), target: isOver ? '_blank' : null }, t('signInProvider')),
  isOver ? h('p', { class: 'hint' }, t('signInProviderTab')) : null);

/** As much of an address as the server leads back to. */
const PLACE_CHARACTERS = 900;

const providerPath = (place) => at(`/session/provider?${new URLSearchParams({ return_to: `/${place.length <= PLACE_CHARACTERS ? place : ''}` })}`);

function problemWords(problem) {
  const word = `problem_${problem.replaceAll('-', '_')}`;
  return t(word in WORDS ? word : 'problem_sign_in_refused');
}

const NOT_KEPT = new Error('the browser does not keep the session');

/** Who is signed in now: a browser may not have taken the cookie. */
async function kept() {
  try {
    return await identityApi.session();
  } catch (failure) {
    throw failure instanceof Refused && failure.status === 401 ? NOT_KEPT : failure;
  }
}
