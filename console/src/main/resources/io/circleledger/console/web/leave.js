// Signing out: nothing of who was here is left on the page, in its history or in the browser.

import { at, renewBy } from './api.js';
import * as deeds from './deeds.js';
import { actions, ask } from './dialog.js';
import { h } from './dom.js';
import { closeDrafts, countDrafts, forgetDrafts } from './drafts.js';
import { isOpen } from './identity.js';
import { signOut as endSession } from './identityapi.js';
import { t } from './i18n.js';
import { tellOthers, toldByOthers } from './sessionnews.js';
import { signInAgain } from './signin.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

/** @param leavePage ends the page that is shown, which may still keep something */
export async function signOut(leavePage) {
  const [edits, sent] = [countDrafts(), deeds.count()];
  if (edits + sent > 0 && !(await isSure(edits, sent))) return;
  // Nobody is asked to sign in for what is on its way still.
  renewBy(() => new Promise(() => {}));
  let answer;
  try {
    answer = await endSession();
  } catch (failure) {
    // A session that is over already is what was wanted.
    if (failure.status !== 401) {
      renewBy(signInAgain);
      return toast(trouble(failure), { stays: true });
    }
  }
  leavePage();
  deeds.forgetAll();
  forgetDrafts();
  tellOthers('signed-out');
  leave(answer?.provider_sign_out ?? null);
}

const isSure = (edits, sent) => ask(t('signOutTitle'), (close) => [
  edits > 0 ? h('p', {}, t('signOutEdits', { count: edits })) : null,
  sent > 0 ? h('p', {}, t('signOutSent', { count: sent })) : null,
  actions(close, h('button', { type: 'button', class: 'danger', onclick: () => close(true) }, t('signOutAnyway'))),
]);

/** Shows nothing any more, and goes on to an address or to the beginning. */
function leave(address) {
  document.body.replaceChildren();
  if (address) return location.replace(address);
  // The same page with another fragment would not be loaded anew.
  history.replaceState(null, '', at('/'));
  location.reload();
}

/** Leaves this tab when another one signs out, and shows nothing that a browser has kept of a page which was left. */
export function watchForTheEnd(leavePage) {
  toldByOthers((news) => {
    if (news !== 'signed-out' || isOpen()) return;
    // Before the page, which would keep its edit.
    closeDrafts();
    leavePage();
    deeds.forgetAll();
    leave(null);
  });
  window.addEventListener('pageshow', (event) => { if (event.persisted && !isOpen()) leave(null); });
}
