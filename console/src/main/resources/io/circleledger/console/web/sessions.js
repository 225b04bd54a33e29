// The sessions of an account: where it is signed in, and an end to that.

import { moment, Reading, table } from './administration.js';
import { h, say } from './dom.js';
import * as identityApi from './identityapi.js';
import { t } from './i18n.js';
import { trouble } from './trouble.js';

const COLUMNS = ['browser', 'signedInAt', 'lastUsed', 'sessionEnds', 'action'];

/** What people call the browsers, looked for in what a browser says of itself; the likelier last, as they name each other. */
const BROWSERS = [['Safari/', 'Safari'], ['Chrome/', 'Chrome'], ['Firefox/', 'Firefox'], ['OPR/', 'Opera'], ['Edg/', 'Edge']];
const SYSTEMS = [['Linux', 'Linux'], ['Mac OS X', 'macOS'], ['Windows', 'Windows'], ['CrOS', 'ChromeOS'], ['Android', 'Android'], ['iPhone', 'iOS'], ['iPad', 'iPadOS']];

/** A browser as people know it. */
function browserName(agent) {
  const named = (all) => all.findLast(([sign]) => agent.includes(sign))?.[1];
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(t('between')) || agent || t('unknownBrowser');
}

/** The card of an account's sessions. */
export function sessionsCard(id) {
  const state = h('p', { class: 'fault', role: 'alert' });
  const end = async (session) => {
    say(state, '');
    try {
      await identityApi.endSession(id, session.session_id);
    } catch (failure) {
      say(state, trouble(failure));
    }
    reading.again();
  };
  const row = (session) => [
    h('span', { title: session.agent }, browserName(session.agent), session.current ? h('span', { class: 'tag draft' }, t('thisSession')) : null),
    moment(session.created_at), moment(session.last_used_at), moment(session.expires_at),
    session.current ? '' : h('button', { type: 'button', 'aria-label': t('endSessionOf', { browser: browserName(session.agent) }), onclick: () => end(session) }, t('endSession')),
  ];
  const reading = new Reading((abort) => identityApi.sessions(id, abort), (all) =>
    (all.length === 0 ? h('p', { class: 'hint' }, t('noSessions')) : table(t('sessions'), COLUMNS, all.map(row))));
  return {
    element: h('section', { class: 'card', 'aria-labelledby': 'sessions' }, h('h2', { id: 'sessions' }, t('sessions')), state, reading.element),
    again: () => reading.again(),
    leave: () => reading.leave(),
  };
}
