// Why something is changed: a field that may be empty.

import { h, newId, put, say } from './dom.js';
import { t } from './i18n.js';
import { REASON_MAX, textFault, tidyName } from './rules.js';

const fault = textFault(REASON_MAX, { missing: null, tooLong: 'reasonTooLong', hidden: 'reasonControl' });

/** @param typed told when it is another one */
export function reasonField(typed = () => {}, initial = '') {
  const [id, faultId] = [newId('reason'), newId('fault')];
  const input = h('input', { id, value: initial, autocomplete: 'off', maxlength: 2 * REASON_MAX, 'aria-describedby': faultId });
  const wrong = h('p', { class: 'fault', id: faultId });
  const check = () => {
    const word = fault(input.value);
    say(wrong, word ? t(word) : '');
    put(input, 'aria-invalid', word ? 'true' : null);
    return word === null;
  };
  input.addEventListener('input', () => { check(); typed(); });
  return {
    input,
    element: h('div', { class: 'field' }, h('label', { for: id }, t('dissolveReason')), input, h('p', { class: 'hint' }, t('reasonHint')), wrong),
    get text() { return tidyName(input.value); },
    set text(text) { input.value = text ?? ''; check(); },
    get isValid() { return check(); },
  };
}
