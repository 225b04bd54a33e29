// What went wrong, in the reader's words. The server says it in English, for those who read its API.

import { GivenUp, Refused, Unreachable } from './api.js';
import { t } from './i18n.js';
import { WORDS } from './words.js';

export function trouble(failure) {
  if (failure instanceof Unreachable) return t('unreachable');
  if (failure instanceof GivenUp) return t('gaveUpHere');
  const word = failure instanceof Refused && `problem_${failure.problem.type?.split('/').at(-1).replaceAll('-', '_')}`;
  return t(word in WORDS ? word : 'failed', { detail: failure.message });
}
