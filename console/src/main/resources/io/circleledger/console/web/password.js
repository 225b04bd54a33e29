// Passwords as they are typed: one that there is, and one that is chosen.

import { h, newId, put, say } from './dom.js';
import { t } from './i18n.js';

/** The limits of the server, in characters as people count them. */
const PASSWORD_MIN = 12;
const PASSWORD_MAX = 128;

const isSame = (one, other) => one.normalize('NFC') === other.normalize('NFC');

/**
 * A field for a password, with a button that shows what is typed.
 *
 * @param label the word for it
 * @param fresh whether it is chosen here, so that a browser offers to make one; @param focused whether it has the focus
 * @param hint what is said below it
 */
export function passwordField(label, { fresh = false, focused = false, hint = null } = {}) {
  const [id, faultId, hintId] = [newId('password'), newId('fault'), newId('hint')];
  const input = h('input', {
    id, type: 'password', autocomplete: fresh ? 'new-password' : 'current-password', autocapitalize: 'none', spellcheck: 'false',
    required: true, autofocus: focused, 'aria-describedby': hint ? `${hintId} ${faultId}` : faultId,
  });
  const toggle = h('button', { type: 'button', class: 'quiet', 'aria-controls': id, onclick: show }, t('showPassword'));
  const wrong = h('p', { class: 'fault', id: faultId });

  function show() {
    input.type = input.type === 'password' ? 'text' : 'password';
    say(toggle, t(input.type === 'password' ? 'showPassword' : 'hidePassword'));
  }

  return {
    input,
    element: h('div', { class: 'field' }, h('label', { for: id }, label), h('div', { class: 'password' }, input, toggle),
      hint ? h('p', { class: 'hint', id: hintId }, hint) : null, wrong),
    /** @param text what is wrong with it, or nothing */
    tell(text = '') {
      say(wrong, text);
      put(input, 'aria-invalid', text ? 'true' : null);
      if (text) input.focus();
    },
    clear() {
      input.value = '';
      input.type = 'password';
      say(toggle, t('showPassword'));
    },
  };
}

/** Two fields for a password that is chosen. */
export function newPassword({ focused = false } = {}) {
  const first = passwordField(t('newPassword'), { fresh: true, focused, hint: t('passwordRules', { min: PASSWORD_MIN }) });
  const second = passwordField(t('repeatPassword'), { fresh: true });

  /** The password, or null after it was said what is wrong with it. */
  function take() {
    const chosen = first.input.value;
    const length = [...chosen.normalize('NFC')].length;
    [first, second].forEach((field) => field.tell());
    if (length < PASSWORD_MIN) first.tell(t('passwordTooShort', { min: PASSWORD_MIN }));
    else if (length > PASSWORD_MAX) first.tell(t('passwordTooLong', { max: PASSWORD_MAX }));
    else if (!isSame(chosen, second.input.value)) second.tell(t('passwordsDiffer'));
    else return chosen;
    return null;
  }

  return { elements: [first.element, second.element], take, tell: first.tell, clear: () => [first, second].forEach((field) => field.clear()) };
}
