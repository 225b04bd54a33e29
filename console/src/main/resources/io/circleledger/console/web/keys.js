// The keys of the console: what they are told of in a list, and who wants those of one letter.

import { ask } from './dialog.js';
import { h } from './dom.js';
import { recall, remember } from './drafts.js';
import { may } from './identity.js';
import { t } from './i18n.js';

/** Whether the keyboard is one of Apple's. */
export const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** Whether a key is pressed together with Control, or with Command where that is its place: there Control is for who writes. */
export const isCommand = (event) => (isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey);

/** How a key together with Control is written, or with Command where that is its place. */
export const withControl = (key) => (isMac ? `⌘${key}` : `Ctrl+${key}`);

const WRITTEN_IN = 'input:not([type="checkbox"], [type="radio"], [type="range"]), select, textarea';

/** Keys of one letter are in the way of who speaks to the computer: whoever does not want them turns them off. */
const isWanted = () => recall('letters') !== 'off';

/** The letter of a key that is pressed by itself, and not to write; null for any other. */
export function letterOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return null;
  if (event.target.closest?.(WRITTEN_IN) || document.querySelector('dialog[open]') || !isWanted()) return null;
  return event.key;
}

const list = () => [
  [['/', withControl('K')], 'keySearch'],
  [['j', '↓'], 'keyNextRow'], [['k', '↑'], 'keyPreviousRow'], [['Enter'], 'keyOpen'],
  ...(may('editor') ? [[['x'], 'keyPick'], [['Alt+N'], 'newCircle'], [[withControl('Z')], 'keyUndo']] : []),
  [[withControl('P')], 'print'], [['?'], 'keyHelp'],
];

/** Shows which keys there are. */
export const showKeys = () => ask(t('keys'), () => [
  h('dl', { class: 'keys' }, list().map(([keys, word]) => h('div', {}, h('dt', {}, keys.map((key) => [h('kbd', {}, key), ' '])), h('dd', {}, t(word))))),
  h('label', { class: 'pick' },
    h('input', { type: 'checkbox', checked: isWanted(), onchange: ({ target }) => remember('letters', target.checked ? null : 'off') }),
    h('span', {}, t('keySingle'))),
]);
