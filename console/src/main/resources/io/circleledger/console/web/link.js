// The page that a link which is good for once leads to: somebody chooses a password, and is signed in.

import { insist, Refused } from './api.js';
import { h, say } from './dom.js';
import { become, isOpen, me } from './identity.js';
import { useLink } from './identityapi.js';
import { t } from './i18n.js';
import { newPassword } from './password.js';
import { tellOthers } from './sessionnews.js';
import { trouble } from './trouble.js';

const PLACE = '#/sign-in';

/** The link that the address had. It is not left there: addresses are remembered and shown. */
let kept = null;

/** The link that somebody came by, or null. */
export function linkInAddress() {
  const link = new URLSearchParams(location.hash.split('?')[1] ?? '').get('link');
  if (location.hash.startsWith(`${PLACE}?`) && link) {
    kept = link;
    history.replaceState(null, '', PLACE);
  }
  return location.hash === PLACE ? kept : null;
}

/** @param entered called when somebody is signed in */
export function linkPage(at, link, entered) {
  const password = newPassword({ focused: true });
  const state = h('p', { class: 'fault', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'primary' }, t('choosePassword'));

  async function submit() {
    const chosen = password.take();
    if (chosen === null || button.disabled) return;
    button.disabled = true;
    say(state, '');
    try {
      become(await insist(() => useLink(link, chosen), (failure) => say(state, trouble(failure))));
      kept = null;
      history.replaceState(null, '', '#/');
      tellOthers('signed-in');
      entered();
    } catch (failure) {
      refused(failure);
    } finally {
      button.disabled = false;
    }
  }

  function refused(failure) {
    if (isOfPassword(failure)) password.tell(t('passwordRefused'));
    else say(state, trouble(failure));
  }

  at.append(h('div', { class: 'entrance card' },
    h('h1', { tabindex: '-1' }, t('welcome')),
    h('p', { class: 'hint' }, t('welcomeHint')),
    me() && !isOpen() ? h('p', { class: 'notice' }, t('linkWhileSignedIn', { name: me().name })) : null,
    h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); submit(); } }, password.elements, state,
      h('div', { class: 'actions start' }, button))));
  return { title: t('welcome') };
}

/** Whether the server does not take the password that was chosen. */
export const isOfPassword = (failure) =>
  failure instanceof Refused && failure.is('invalid-request') && (failure.problem.errors ?? []).some(({ pointer }) => /password$/.test(pointer));
