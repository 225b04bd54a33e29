// One circle: what it is, an edit of it, and its time.

import * as api from './api.js';
import { nameOf, wayBack } from './circles.js';
import { h, icon, ICONS, paced, say } from './dom.js';
import { dissolveCircle } from './dissolve.js';
import { Edit } from './edit.js';
import { exportHistory } from './export.js';
import { t } from './i18n.js';
import { connection, happened, listen } from './live.js';
import { timeline } from './timeline.js';
import { trouble } from './trouble.js';

const REFRESH_MILLIS = 300;
const RETRY_MILLIS = 2000;
const OLDER_MILLIS = 20_000;

export function circlePage(at, id) {
  const leaving = new AbortController();
  const known = nameOf(id);
  const title = h('h1', { tabindex: '-1' }, known ?? t('loading'));
  const notice = h('p', { class: 'notice', hidden: true });
  const dissolve = h('button', { type: 'button', class: 'danger-quiet', hidden: true }, t('dissolveCircle'));
  const exporting = h('button', { type: 'button', hidden: true }, icon(ICONS.down), t('export'));
  const editor = new Edit(id, leaving.signal, () => load());
  const time = timeline(id, editor);
  const body = h('div', { class: 'circle', hidden: true }, editor.element, time.element);
  const older = setInterval(() => time.older(), OLDER_MILLIS);
  let titled = () => {};
  let current = null;
  let isGone = false;
  let loads = 0;
  let retry = null;
  at.append(
    h('p', { class: 'trail' }, wayBack(icon(ICONS.back), t('backToList'))),
    h('div', { class: 'head' }, title, h('div', { class: 'head-actions' }, exporting, dissolve)),
    notice, body);

  exporting.addEventListener('click', () => exportHistory(id, current.circle_name));
  dissolve.addEventListener('click', () => dissolveCircle(current, () => { if (!leaving.signal.aborted) load(); }));

  async function load() {
    const turn = ++loads;
    clearTimeout(retry);
    try {
      const circle = await api.circle(id, leaving.signal);
      if (turn !== loads) return;
      show(circle);
      const blamed = await api.blame(id, leaving.signal);
      if (turn === loads && blamed.version === circle.version) editor.blame(blamed.fields);
    } catch (failure) {
      if (leaving.signal.aborted || turn !== loads) return;
      if (failure instanceof api.Refused && failure.is('circle-dissolved')) return ended(failure.problem.version);
      if (failure instanceof api.Refused && failure.status === 404) return unknown();
      if (current === null) failed(failure);
      if (failure instanceof api.Unreachable || failure.passes) retry = setTimeout(load, RETRY_MILLIS);
    }
    if (turn === loads && current) await time.load(current, leaving.signal);
    listen();
  }

  function show(circle) {
    current = circle;
    named(circle.circle_name);
    [body, dissolve, exporting].forEach((part) => { part.hidden = false; });
    notice.hidden = true;
    editor.show(circle);
  }

  function named(name) {
    say(title, name);
    titled(name);
  }

  /** The end of a circle: it is shown as it was last, and takes nothing. */
  async function ended(version) {
    isGone = true;
    try {
      const last = await api.blame(id, leaving.signal);
      const fields = last.fields;
      current = { circle_id: id, circle_name: fields.circle_name.value, capacity: fields.capacity.value, version };
      named(current.circle_name);
      body.hidden = false;
      exporting.hidden = false;
      if (document.activeElement === dissolve) title.focus();
      dissolve.hidden = true;
      editor.end(current, fields);
      tell(t('dissolvedNotice'), 'ended');
      await time.load(current, leaving.signal, true);
    } catch (failure) {
      if (!leaving.signal.aborted) failed(failure);
    }
    listen();
  }

  function unknown() {
    named(t('unknownCircle'));
    body.hidden = true;
    notice.hidden = true;
    listen();
  }

  function failed(failure) {
    named(t('circles'));
    tell(trouble(failure), 'fault-box');
    notice.append(' ', h('button', { type: 'button', onclick: load }, t('tryAgain')));
  }

  function tell(text, kind) {
    notice.hidden = false;
    notice.className = `notice ${kind}`;
    notice.replaceChildren(text);
  }

  const again = paced(REFRESH_MILLIS, load);
  const endings = [
    happened.subscribe((event) => { if (event.subject === id && !(current && event.streamversion <= current.version)) again(); }),
    connection.subscribe((online) => { if (online && !isGone) load(); }),
  ];
  load();
  return {
    title: known ?? t('circles'),
    retitle: (set) => { titled = set; },
    leave: () => { endings.forEach((end) => end()); clearInterval(older); clearTimeout(retry); leaving.abort(); editor.leave(); },
  };
}
