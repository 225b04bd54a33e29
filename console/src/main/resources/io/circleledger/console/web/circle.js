// One circle: what it is, an edit of it, and its time.

import * as api from './api.js';
import { wayBack } from './circles.js';
import { announce, debounced, h, icon, ICONS, newId, paced, put, say } from './dom.js';
import { dissolveCircle } from './dissolve.js';
import { draftOf, dropDraft, keepDraft } from './drafts.js';
import { exportHistory } from './export.js';
import { ago, exactly, person, t } from './i18n.js';
import { connection, happened, listen } from './live.js';
import { merge } from './merge.js';
import { capacityFault, nameFault, readCapacity, tidyName } from './rules.js';
import { timeline } from './timeline.js';
import { trouble } from './trouble.js';

const REFRESH_MILLIS = 300;
const RETRY_MILLIS = 2000;
const OLDER_MILLIS = 20_000;

export function circlePage(at, id) {
  const leaving = new AbortController();
  const title = h('h1', { tabindex: '-1' }, t('loading'));
  const notice = h('p', { class: 'notice', hidden: true });
  const dissolve = h('button', { type: 'button', class: 'danger-quiet', hidden: true }, t('dissolveCircle'));
  const exporting = h('button', { type: 'button', hidden: true }, icon(ICONS.down), t('export'));
  const editor = edits(id, leaving.signal, (message) => { announce(message); load(); });
  const time = timeline(id, editor);
  const body = h('div', { class: 'circle', hidden: true }, editor.element, time.element);
  const older = setInterval(() => { editor.older(); time.older(); }, OLDER_MILLIS);
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
  dissolve.addEventListener('click', () => dissolveCircle(current, load));

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
    title: t('circles'),
    retitle: (set) => { titled = set; },
    leave: () => { endings.forEach((end) => end()); clearInterval(older); clearTimeout(retry); leaving.abort(); editor.leave(); },
  };
}

/**
 * The fields of a circle, to be changed in place.
 *
 * An edit belongs to the version it was begun on. It is kept as a draft with each letter, has one key
 * for as long as it says the same, and ends only when it is recorded or thrown away.
 */
function edits(id, leaving, recorded) {
  let shown = null;
  let base = null;
  let key = null;
  let isSaving = false;
  let isOver = false;
  let blamed = null;
  const name = field('name', { maxlength: '200', autocomplete: 'off' });
  const capacity = field('capacity', { inputmode: 'numeric', autocomplete: 'off', class: 'number', maxlength: '9' });
  const fields = [name, capacity];
  const heading = h('h2', { id: 'edit-title', tabindex: '-1' }, t('edit'));
  const version = h('span', { class: 'version' });
  const state = h('p', { class: 'edit-state', role: 'status' });
  const saveButton = h('button', { type: 'submit', class: 'primary' }, t('save'));
  const discardButton = h('button', { type: 'button', onclick: discard }, t('discard'));
  const buttons = h('div', { class: 'actions start' }, saveButton, discardButton);
  const element = h('section', { class: 'card', 'aria-labelledby': 'edit-title' },
    h('div', { class: 'card-head' }, heading, version),
    h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); } },
      name.element, capacity.element, state, buttons));

  const keep = debounced(150, () => { if (base) keepDraft(id, draft()); });
  fields.forEach((part) => part.input.addEventListener('input', () => { typed(); keep(); }));
  element.addEventListener('keydown', (event) => {
    // While kana are being turned into kanji, Escape is about those.
    if (event.key === 'Escape' && !event.isComposing && base && !isSaving) { event.preventDefault(); discard(); }
  });

  // Another window may have kept an edit of its own in the meantime.
  const remain = () => { if (base) keepDraft(id, draft()); };
  window.addEventListener('pagehide', remain);

  const draft = () => ({ base, name: name.input.value, capacity: capacity.input.value, key });

  /** What the edit would change, by the names the API has for it. */
  function changes(of = base) {
    const wanted = {};
    if (tidyName(name.input.value) !== of.circle_name) wanted.circle_name = name.input.value;
    if (readCapacity(capacity.input.value) !== of.capacity) wanted.capacity = readCapacity(capacity.input.value);
    return wanted;
  }

  function typed() {
    key = null;
    if (!base) base = shown;
    if (isSaving) return render(); // What comes of it is seen when the one on its way is recorded.
    if (Object.keys(changes()).length === 0 && base.version === shown.version) return discard();
    render();
  }

  function render() {
    const dirty = base !== null;
    const faults = dirty ? { name: nameFault(name.input.value), capacity: capacityFault(capacity.input.value) } : {};
    name.fault(faults.name ? t(faults.name) : '');
    capacity.fault(faults.capacity ? t(faults.capacity) : '');
    // Whoever was on a button that goes away stays in the place.
    if (!dirty && buttons.contains(document.activeElement)) heading.focus();
    buttons.hidden = !dirty;
    // One that somebody is on is not disabled, or they would be nowhere.
    put(saveButton, 'aria-disabled', isSaving ? 'true' : null);
    put(discardButton, 'aria-disabled', isSaving ? 'true' : null);
    saveButton.disabled = Boolean(faults.name || faults.capacity);
    say(saveButton, t(isSaving ? 'saving' : 'save'));
    say(version, shown ? t('versionN', { version: shown.version }) : '');
    put(element, 'class', dirty ? 'card dirty' : 'card');
    if (dirty && base.version !== shown.version && !isSaving) say(state, t('changedMeanwhile', { version: shown.version }));
    else if (dirty && !isSaving && state.textContent === '') say(state, t('unsaved'));
  }

  function discard() {
    if (isSaving) return;
    base = null;
    key = null;
    dropDraft(id);
    say(state, '');
    fillIn(shown);
    render();
  }

  function fillIn(circle) {
    name.input.value = circle.circle_name;
    capacity.input.value = String(circle.capacity);
  }

  async function save() {
    if (isSaving || !base || saveButton.disabled) return;
    const wanted = changes();
    if (Object.keys(wanted).length === 0) return discard();
    await record(base.version, wanted);
  }

  /** Has a change recorded once, however often it has to be sent. What is typed meanwhile is the next edit. */
  async function record(onVersion, wanted, again = false) {
    isSaving = true;
    const sent = { name: name.input.value, capacity: capacity.input.value, key: key ?? api.newKey() };
    key = sent.key;
    if (base) keepDraft(id, draft());
    say(state, '');
    render();
    try {
      const done = await api.insist(() => api.change(id, onVersion, wanted, sent.key), waiting, leaving);
      isSaving = false;
      shown = { ...shown, ...wanted, version: done.version };
      if ('circle_name' in wanted) shown.circle_name = tidyName(wanted.circle_name);
      base = shown;
      if (name.input.value === sent.name && capacity.input.value === sent.capacity) discard();
      else { say(state, ''); typed(); keep(); }
      recorded(t('saved', { version: done.version }));
      return true;
    } catch (failure) {
      isSaving = false;
      if (leaving.aborted) return false;
      render();
      await refused(failure, again);
      render();
      return false;
    }
  }

  const waiting = (failure) =>
    say(state, failure instanceof api.Unreachable ? t('unreachableRetry') : t('willRetry'));

  async function refused(failure, again) {
    if (!(failure instanceof api.Refused)) return say(state, t('unreachable'));
    if (failure.is('version-conflict') || failure.is('circle-dissolved')) return conflict(again);
    for (const { pointer, detail } of failure.problem.errors ?? []) {
      if (pointer === '#/circle_name') name.fault(detail);
      if (pointer === '#/capacity') capacity.fault(detail);
    }
    key = null;
    say(state, trouble(failure));
  }

  /** @param again whether it is the choice of a merge that has come too late */
  async function conflict(again) {
    let theirs;
    try {
      theirs = await api.insist(() => api.circle(id, leaving), waiting, leaving);
    } catch (failure) {
      if (failure instanceof api.Refused && failure.is('circle-dissolved')) return say(state, t('mergedDissolved', { name: name.input.value, capacity: capacity.input.value }));
      return say(state, trouble(failure));
    }
    shown = theirs;
    if (nameFault(name.input.value) || capacityFault(capacity.input.value)) return say(state, t('changedMeanwhile', { version: theirs.version }));
    const mine = { circle_name: tidyName(name.input.value), capacity: readCapacity(capacity.input.value) };
    if (mine.circle_name === theirs.circle_name && mine.capacity === theirs.capacity) {
      discard();
      return recorded(t('alreadySo'));
    }
    const chosen = await merge({ base, theirs, mine, again });
    if (chosen === null) return say(state, t('changedMeanwhile', { version: theirs.version }));
    // The choice is the edit now, made on what they left.
    base = theirs;
    name.input.value = chosen.circle_name;
    capacity.input.value = String(chosen.capacity);
    key = null;
    const rest = changes();
    if (Object.keys(rest).length === 0) {
      discard();
      recorded(t('keptTheirs'));
    } else {
      await record(theirs.version, rest, true);
    }
  }

  function field(what, attributes) {
    const [fieldId, faultId, blameId] = [newId(what), newId('fault'), newId('blame')];
    const input = h('input', { id: fieldId, 'aria-describedby': `${faultId} ${blameId}`, ...attributes });
    const fault = h('p', { class: 'fault', id: faultId });
    const blamed = h('p', { class: 'blame', id: blameId });
    return {
      input,
      blamed,
      element: h('div', { class: 'field' }, h('label', { for: fieldId }, t(what)), input, fault, blamed),
      fault(text) {
        say(fault, text);
        put(input, 'aria-invalid', text ? 'true' : null);
      },
    };
  }

  function blame(by) {
    blamed = by;
    const tell = (part, set) => part.blamed.replaceChildren(
      h('span', { title: exactly(set.occurred_at) },
        t('setBy', { actor: person(set.actor), version: set.version, when: ago(set.occurred_at) })));
    tell(name, by.circle_name);
    tell(capacity, by.capacity);
  }

  return {
    element,
    blame,
    /** Says anew how long ago things were. */
    older: () => { if (blamed) blame(blamed); },
    isEdited: () => base !== null,
    show(circle) {
      const first = shown === null;
      const elsewhere = !first && circle.version > shown.version;
      if (!first && circle.version < shown.version) return;
      const old = shown;
      shown = circle;
      if (first) begin();
      else if (elsewhere && !base && !isSaving) {
        fillIn(circle);
        for (const [part, member] of [[name, 'circle_name'], [capacity, 'capacity']]) {
          if (old[member] !== circle[member]) flash(part.element);
        }
        say(state, t('changedElsewhere', { version: circle.version }));
      }
      render();
    },
    end(circle, by) {
      const lost = base === null ? '' : t('mergedDissolved', { name: name.input.value, capacity: capacity.input.value });
      isOver = true;
      shown = circle;
      base = null;
      dropDraft(id);
      fillIn(circle);
      fields.forEach((part) => { part.input.readOnly = true; });
      say(state, lost);
      blame(by);
      render();
    },
    /** Puts old values back, as a change of what somebody has seen to be there now. */
    async restore({ version: past, now, values }) {
      if (isOver || isSaving || base) return;
      base = now;
      name.input.value = values.circle_name;
      capacity.input.value = String(values.capacity);
      key = null;
      if (await record(now.version, changes())) announce(t('restored', { version: past }));
    },
    leave() {
      window.removeEventListener('pagehide', remain);
      remain();
    },
  };

  function begin() {
    fillIn(shown);
    const kept = draftOf(id);
    if (!kept) return;
    base = kept.base;
    name.input.value = kept.name;
    capacity.input.value = kept.capacity;
    key = kept.key;
    if (Object.keys(changes()).length === 0 && base.version === shown.version) return discard();
    // It was on its way when the page went: recorded already, or not; the key knows.
    if (key && Object.keys(changes(shown)).length === 0) return discard();
    say(state, t('draftRestored'));
  }
}

function flash(element) {
  element.classList.remove('flash');
  void element.offsetWidth; // Starts the animation anew.
  element.classList.add('flash');
}
