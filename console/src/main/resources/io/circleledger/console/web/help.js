// How the console is used: the common tasks, the keys, and what the words mean.

import { h } from './dom.js';
import { HELP } from './helpwords.js';
import { language, t } from './i18n.js';
import { isMac } from './keys.js';

/** A text of the help in the reader's language. */
const say = ([japanese, english]) => (language() === 'ja' ? japanese : english);

export function helpPage(at) {
  const keys = [[isMac ? '⌘K' : 'Ctrl+K', 'keySearch'], [isMac ? '⌥N' : 'Alt+N', 'keyNew'], ['j k ↑ ↓', 'keyRows'], ['Enter', 'keySave'], ['Esc', 'keyEscape'], [isMac ? '⌘Z' : 'Ctrl+Z', 'keyUndo'], ['?', 'keyHelp']];
  at.append(
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('help'))),
    h('div', { class: 'two help' },
      h('div', { class: 'stack' }, HELP.tasks.map(({ title, steps }) => h('section', { class: 'card' },
        h('h2', {}, say(title)), h('ol', { class: 'help-steps' }, steps.map((step) => h('li', {}, say(step))))))),
      h('div', { class: 'stack' },
        h('section', { class: 'card' }, h('h2', {}, t('helpKeys')),
          h('dl', { class: 'keys' }, keys.map(([key, word]) => h('div', {}, h('dt', {}, h('kbd', {}, key)), h('dd', {}, t(word)))))),
        h('section', { class: 'card' }, h('h2', {}, t('helpWords')),
          h('dl', { class: 'glossary' }, HELP.words.map(({ word, meaning }) => h('div', {}, h('dt', {}, say(word)), h('dd', {}, say(meaning)))))))));
  return { title: t('help') };
}
