// What is not in the ledger yet: what is on its way to the server, and edits that were begun and not saved.

import * as deeds from './deeds.js';
import { ask } from './dialog.js';
import { announce, h, say } from './dom.js';
import { allDrafts, draftChanged, dropDraft, keepDraft } from './drafts.js';
import { shortly, t } from './i18n.js';
import { me } from './identity.js';
import { toast } from './toast.js';

/** The edits that nobody has sent. */
const waitingDrafts = () => allDrafts().filter(({ id }) => !deeds.deedOf(id));

/** The button in the head of each page; it is there while there is something to tell. */
export function outbox() {
  const sent = h('span', { class: 'outbox' });
  const edits = h('span', { class: 'edits' });
  const element = h('button', { type: 'button', class: 'outbox-button', hidden: true, onclick: () => show() }, sent, edits);
  let before = 0;
  function render() {
    const [waiting, drafts] = me() ? [deeds.count(), waitingDrafts().length] : [0, 0];
    say(sent, waiting === 0 ? '' : t('onTheWay', { count: waiting }));
    say(edits, drafts === 0 ? '' : t('draftCount', { count: drafts }));
    element.hidden = waiting + drafts === 0;
    if (waiting > before) announce(t('onTheWay', { count: waiting }));
    before = waiting;
  }
  deeds.changed.subscribe(render);
  draftChanged.subscribe(render);
  render();
  return { element, render };
}

function show() {
  return ask(t('outboxTitle'), (close) => {
    const body = h('div', { class: 'outbox-lists' });
    const done = h('button', { type: 'button', autofocus: true, onclick: () => close() }, t('close'));
    const render = () => {
      const wasHere = body.contains(document.activeElement);
      body.replaceChildren(...[...sentList(), ...draftList(close)]);
      if (wasHere) done.focus();
    };
    const endings = [deeds.changed.subscribe(render), draftChanged.subscribe(render)];
    render();
    // The list of a dialog that is closed is of no use to anybody.
    queueMicrotask(() => body.closest('dialog')?.addEventListener('close', () => endings.forEach((end) => end())));
    return [body, h('div', { class: 'actions' }, done)];
  }, { wide: true });
}

function sentList() {
  const sent = deeds.underWay();
  if (sent.length === 0) return [];
  return [h('h3', {}, t('outboxSent')), h('ul', { class: 'outbox-list' }, sent.map((each) => h('li', {},
    h('div', {}, h('strong', {}, each.text),
      h('small', {}, t(each.isWaiting ? 'sentWaiting' : 'sentSince', { when: shortly(each.since) }))),
    h('button', { type: 'button', onclick: () => each.giveUp() }, t('giveUp'))))),
  h('p', { class: 'hint' }, t('outboxSentHint'))];
}

function draftList(close) {
  const drafts = waitingDrafts();
  if (drafts.length === 0) return deeds.count() === 0 ? [h('p', {}, t('outboxEmpty'))] : [];
  return [h('h3', {}, t('outboxDrafts')), h('ul', { class: 'outbox-list' }, drafts.map(({ id, draft }) => h('li', {},
    h('div', {}, h('a', { href: `#/circle/${encodeURIComponent(id)}`, onclick: () => close() }, draft.base.circle_name),
      draft.at ? h('small', {}, t('draftSince', { when: shortly(draft.at) })) : null),
    h('button', { type: 'button', onclick: () => discard(id, draft) }, t('discardDraft'))))),
  h('p', { class: 'hint' }, t('outboxDraftsHint'))];
}

/** Throws an edit away, and offers to bring it back. */
function discard(id, draft) {
  dropDraft(id);
  toast(t('discarded'), { action: { text: t('undo'), undoes: true, run: () => keepDraft(id, draft) } });
}
