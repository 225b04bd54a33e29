// What only paper has: when it was printed, and of what it is.

import { h, say } from './dom.js';
import { shortly, t } from './i18n.js';

/** A line for the paper. @param more gives what else it says; @param left aborted when the page is left */
export function onPaper(left, more = () => []) {
  const line = h('p', { class: 'on-paper' });
  const write = () => say(line, [t('printedOn', { when: shortly(Date.now()) }), ...more()].join(t('between')));
  write();
  window.addEventListener('beforeprint', write, { signal: left });
  return line;
}
