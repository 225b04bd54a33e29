// The rebuild of the list: how it is begun, how far it is, what came of it.

import * as api from './api.js';
import { actions, ask } from './dialog.js';
import { h, put, say } from './dom.js';
import { ago, exactly, t } from './i18n.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

/** How often one that goes on is asked for: a short one is to be seen as well. */
const LOOK_MILLIS = 500;

/** The card of the rebuild. @param abort ends when the page is left */
export function rebuilding(abort) {
  let turn = 0;
  let timer = null;
  const state = h('p', { class: 'outcome', role: 'status' });
  const progress = h('progress', { hidden: true, 'aria-label': t('rebuild') });
  const button = h('button', { type: 'button', onclick: begin }, t('rebuildGo'));
  const element = h('section', { class: 'card', 'aria-labelledby': 'rebuild' },
    h('div', { class: 'card-head' }, h('h2', { id: 'rebuild' }, t('rebuild'))),
    h('p', { class: 'hint' }, t('rebuildHint')), h('div', { class: 'actions start' }, button), progress, state);

  async function begin() {
    const sure = await ask(t('rebuildTitle'), (close) => [
      h('p', {}, t('rebuildText')),
      actions(close, h('button', { type: 'button', class: 'primary', autofocus: true, onclick: () => close(true) }, t('rebuildGo'))),
    ]);
    if (!sure) return;
    put(button, 'disabled', true);
    try {
      await told(api.startRebuild());
    } catch (failure) {
      // Somebody else's is as good.
      if (failure instanceof api.Refused && failure.is('rebuild-running')) return follow();
      put(button, 'disabled', null);
      toast(trouble(failure), { stays: true });
    }
  }

  /** Shows what an answer says, unless something was asked after it: answers may come in another order. */
  async function told(answer) {
    const mine = ++turn;
    const now = await answer;
    if (mine === turn) show(now);
  }

  const look = () => told(api.rebuild(abort));

  // That there is no answer is told by the page, which asks as well.
  const follow = () => { look().catch(() => {}); };

  function show(now) {
    const isRunning = now.state === 'running';
    put(button, 'disabled', isRunning);
    progress.hidden = !isRunning;
    if (isRunning && now.total > 0) {
      progress.max = now.total;
      progress.value = now.done;
    } else {
      progress.removeAttribute('value'); // How far it is, is not known yet.
    }
    say(state, said(now));
    put(state, 'title', now.ended_at ? exactly(now.ended_at) : null);
    clearTimeout(timer);
    if (isRunning && !abort.aborted) timer = setTimeout(follow, LOOK_MILLIS);
  }

  function said({ state: now, work, done, total, changed, ended_at: ended, detail }) {
    if (now === 'none') return '';
    if (now === 'running') return t(total > 0 ? `work_${work}` : 'rebuildBegins', { done, total });
    const when = ago(ended);
    if (now === 'switched') return t('rebuilt', { when, count: changed ?? 0 });
    return `${t(`rebuild_${now}`, { when, count: changed ?? 0 })} ${detail ?? ''}`.trim();
  }

  return { element, look };
}
