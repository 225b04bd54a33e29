// The fields of a circle, to be changed in place.
//
// An edit belongs to the version it was begun on. It is kept as a draft with each letter, has one key for as long as it
// says the same, and ends only when it is recorded or thrown away. While somebody is in a field, nothing else writes in it.

import * as api from './api.js';
import { deed, deedOf } from './deeds.js';
import { debounced, h, newId, put, say } from './dom.js';
import { draftOf, dropDraft, keepDraft } from './drafts.js';
import { exactly, person, shortly, t } from './i18n.js';
import { merge } from './merge.js';
import { changed, takingBack } from './outcome.js';
import { capacityFault, readCapacity, renameFault, tidyName } from './rules.js';
import { toast, undoLast } from './toast.js';
import { trouble } from './trouble.js';

const KEEP_MILLIS = 150;
const BLAME_MILLIS = 2000;

/** What a browser calls a key that an input method has taken. */
const TAKEN_BY_INPUT_METHOD = 229;

const isUndo = (event) => (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z';

const isComposed = (event) => event.isComposing || event.keyCode === TAKEN_BY_INPUT_METHOD;


export class Edit {
  #id;
  #leaving;
  #recorded;
  /** The circle as it is now. */
  #shown = null;
  /** The circle that the fields were filled from. */
  #filled = null;
  /** The circle that the edit was begun on; null while there is none. */
  #base = null;
  #key = null;
  #sent = null;
  #isOver = false;
  #name = field('name', { maxlength: '200', autocomplete: 'off' });
  #capacity = field('capacity', { inputmode: 'numeric', autocomplete: 'off', class: 'number', maxlength: '9' });
  #fields = [this.#name, this.#capacity];
  #heading = h('h2', { id: 'edit-title', tabindex: '-1' }, t('edit'));
  #version = h('span', { class: 'version' });
  #state = h('p', { class: 'edit-state', role: 'status' });
  #saveButton = h('button', { type: 'submit', class: 'primary' }, t('save'));
  #discardButton = h('button', { type: 'button', onclick: () => this.#discard() }, t('discard'));
  #buttons = h('div', { class: 'actions start' }, this.#saveButton, this.#discardButton);
  /** Another window may have kept an edit of its own in the meantime. */
  #remain = () => { if (this.#base) keepDraft(this.#id, this.#draft()); };
  #keep = debounced(KEEP_MILLIS, this.#remain);
  element = h('section', { class: 'card', 'aria-labelledby': 'edit-title' },
    h('div', { class: 'card-head' }, this.#heading, this.#version),
    h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.#save(); } },
      this.#name.element, this.#capacity.element, this.#state, this.#buttons));

  /**
   * @param leaving aborted when the page is left
   * @param recorded called when the circle is another one than was shown
   */
  constructor(id, leaving, recorded) {
    this.#id = id;
    this.#leaving = leaving;
    this.#recorded = recorded;
    for (const { input } of this.#fields) {
      input.addEventListener('input', () => { this.#typed(); this.#keep(); });
      // The next field has the focus only afterwards.
      input.addEventListener('blur', () => setTimeout(() => { if (!this.#base && !leaving.aborted) this.#fill(); }));
    }
    this.element.addEventListener('keydown', (event) => {
      // While kana are being turned into kanji, Escape is about those.
      if (isComposed(event) || this.#sent) return;
      if (event.key === 'Escape' && this.#base) { event.preventDefault(); this.#discard(); }
      // A field that was filled anew has nothing of its own to undo.
      else if (isUndo(event) && !this.#base && undoLast()) event.preventDefault();
    });
    window.addEventListener('pagehide', this.#remain);
  }

  isEdited() {
    return this.#base !== null;
  }

  /** Shows the circle as it is now; an edit stays what it is. */
  show(circle) {
    const old = this.#shown;
    if (old && circle.version < old.version) return;
    this.#shown = circle;
    if (!old) this.#begin();
    else if (circle.version > old.version && !this.#base && !this.#sent) {
      this.#fill();
      for (const [part, member] of [[this.#name, 'circle_name'], [this.#capacity, 'capacity']]) {
        if (old[member] !== circle[member]) flash(part.element);
      }
      say(this.#state, t('changedElsewhere', { version: circle.version }));
    }
    this.#render();
  }

  /** Shows the circle as it was last; nothing can be changed any more. */
  end(circle, by) {
    const lost = this.#base === null ? '' : t('mergedDissolved', this.#typedValues());
    this.#isOver = true;
    this.#shown = circle;
    this.#base = null;
    dropDraft(this.#id);
    this.#write(circle);
    this.#fields.forEach((part) => { part.input.readOnly = true; });
    say(this.#state, lost);
    this.blame(by);
    this.#render();
  }

  /** Puts old values back, as a change of what somebody has seen to be there now. */
  async restore({ version: past, now, values }) {
    if (this.#isOver || this.#sent || this.#base) return;
    this.#base = now;
    this.#name.input.value = values.circle_name;
    this.#capacity.input.value = String(values.capacity);
    this.#key = null;
    await this.#record(this.#changes(), { restored: past });
  }

  /** Says who has set each field, and when. */
  blame(by) {
    const tell = (part, set) => part.blamed.replaceChildren(
      h('span', { title: exactly(set.occurred_at) },
        t('setBy', { actor: set.metadata_fault ? t('unreadablePerson') : person(set.actor), version: set.version, when: shortly(set.occurred_at) })));
    tell(this.#name, by.circle_name);
    tell(this.#capacity, by.capacity);
  }

  leave() {
    window.removeEventListener('pagehide', this.#remain);
    this.#remain();
    this.#sent?.leave();
  }

  #typedValues() {
    return { name: this.#name.input.value, capacity: this.#capacity.input.value };
  }

  #draft() {
    return { base: this.#base, ...this.#typedValues(), key: this.#key };
  }

  /** What the fields would change of that circle, by the names the API has for it. */
  #changes(of = this.#base) {
    const { name, capacity } = this.#typedValues();
    const wanted = {};
    if (tidyName(name) !== of.circle_name) wanted.circle_name = name;
    if (readCapacity(capacity) !== of.capacity) wanted.capacity = readCapacity(capacity);
    return wanted;
  }

  #isSame(of) {
    return Object.keys(this.#changes(of)).length === 0;
  }

  #typed() {
    this.#key = null;
    this.#base ??= this.#filled;
    // What comes of one that is on its way is seen when it is recorded.
    if (!this.#sent && this.#isSame(this.#base)) return this.#drop();
    this.#render();
  }

  #render() {
    const dirty = this.#base !== null;
    const { name, capacity } = this.#typedValues();
    const faults = dirty ? { name: renameFault(name, this.#base.circle_name), capacity: capacityFault(capacity) } : {};
    this.#name.fault(faults.name ? t(faults.name) : '');
    this.#capacity.fault(faults.capacity ? t(faults.capacity) : '');
    // Whoever was on a button that goes away stays in the place.
    if (!dirty && this.#buttons.contains(document.activeElement)) this.#heading.focus();
    this.#buttons.hidden = !dirty;
    // One that somebody is on is not disabled, or they would be nowhere.
    put(this.#saveButton, 'aria-disabled', this.#sent ? 'true' : null);
    put(this.#discardButton, 'aria-disabled', this.#sent ? 'true' : null);
    this.#saveButton.disabled = Boolean(faults.name || faults.capacity);
    say(this.#saveButton, t(this.#sent ? 'saving' : 'save'));
    say(this.#version, this.#shown ? t('versionN', { version: this.#shown.version }) : '');
    put(this.element, 'class', dirty ? 'card dirty' : 'card');
    if (!dirty || this.#sent) return;
    if (this.#base.version !== this.#shown.version) say(this.#state, t('changedMeanwhile', { version: this.#shown.version }));
    else if (this.#state.textContent === '') say(this.#state, t('unsaved'));
  }

  /** There is no edit any more. What is in a field that somebody is in stays as it is until it is left. */
  #drop() {
    this.#base = null;
    this.#key = null;
    dropDraft(this.#id);
    say(this.#state, '');
    this.#fill();
    this.#render();
  }

  /** Throws the edit away, and offers to bring it back. */
  #discard() {
    if (this.#sent || !this.#base) return;
    const lost = this.#draft();
    this.#drop();
    this.#write(this.#shown);
    toast(t('discarded'), { action: { text: t('undo'), undoes: true, run: () => this.#bringBack(lost) } });
  }

  #bringBack(lost) {
    // An edit that was begun since then is not lost for this one.
    if (this.#base && !this.#leaving.aborted) this.#discard();
    keepDraft(this.#id, lost);
    if (this.#leaving.aborted) {
      history.pushState(null, '', `#/circle/${encodeURIComponent(this.#id)}`);
      window.dispatchEvent(new PopStateEvent('popstate'));
    } else if (!this.#isOver && !this.#sent) {
      this.#takeUp(lost);
      this.#render();
      this.#name.input.focus();
    }
  }

  /** Fills the fields with what there is, but for one that somebody is in; if that would be another value, it waits. */
  #fill() {
    const circle = this.#shown;
    const other = this.#changes(circle);
    const parts = [[this.#name, circle.circle_name, 'circle_name' in other], [this.#capacity, String(circle.capacity), 'capacity' in other]];
    const isIn = ([part]) => part.input === document.activeElement;
    if (parts.some((part) => isIn(part) && part[2])) return;
    for (const part of parts) if (!isIn(part)) part[0].input.value = part[1];
    this.#filled = circle;
  }

  #write(circle) {
    this.#name.input.value = circle.circle_name;
    this.#capacity.input.value = String(circle.capacity);
    this.#filled = circle;
  }

  async #save() {
    if (this.#sent || !this.#base || this.#saveButton.disabled) return;
    const wanted = this.#changes();
    if (Object.keys(wanted).length === 0) return this.#drop();
    await this.#record(wanted);
  }

  /** Has a change recorded once, however often it has to be sent. What is typed meanwhile is the next edit. */
  #record(wanted, { again = false, restored = null } = {}) {
    this.#key ??= api.newKey();
    this.#remain();
    return this.#follow(deed('change', this.#id, { id: this.#id, ...this.#draft(), wanted, again, restored }));
  }

  /** Waits for what is on its way. It goes on when the page is left, and is found again when somebody comes back. */
  async #follow(sent) {
    this.#sent = sent;
    sent.come();
    say(this.#state, '');
    this.#render();
    sent.waiting.subscribe((failure) => say(this.#state, t(failure instanceof api.Unreachable ? 'unreachableRetry' : 'willRetry')));
    try {
      const { version } = await sent.answer;
      this.#sent = null;
      if (!this.#leaving.aborted) this.#saved(sent.data, version);
    } catch (failure) {
      this.#sent = null;
      if (this.#leaving.aborted) return;
      this.#render();
      await this.#refused(failure, sent.data.again);
      this.#render();
    }
  }

  #saved(kept, version) {
    const mine = changed(kept, version);
    if (version > this.#shown.version) this.#shown = { ...this.#shown, ...mine };
    const { name, capacity } = this.#typedValues();
    if (name === kept.name && capacity === kept.capacity) this.#drop();
    else {
      this.#base = mine;
      say(this.#state, '');
      this.#typed();
      this.#keep();
    }
    const { restored } = kept;
    toast(restored ? t('restored', { version: restored }) : t('saved', { version }), takingBack(kept, version));
    this.#recorded();
  }

  async #refused(failure, again) {
    if (!(failure instanceof api.Refused)) return say(this.#state, t('unreachable'));
    if (failure.is('version-conflict') || failure.is('circle-dissolved')) return this.#conflict(again);
    this.#key = null;
    say(this.#state, trouble(failure));
  }

  /** @param again whether it is the choice of a merge that has come too late */
  async #conflict(again) {
    let theirs;
    try {
      theirs = await api.insist(() => api.circle(this.#id, this.#leaving), () => say(this.#state, t('willRetry')), this.#leaving);
    } catch (failure) {
      if (failure instanceof api.Refused && failure.is('circle-dissolved')) return say(this.#state, t('mergedDissolved', this.#typedValues()));
      return say(this.#state, trouble(failure));
    }
    const last = await this.#lastChange(theirs);
    this.#shown = theirs;
    const { name, capacity } = this.#typedValues();
    if (renameFault(name, this.#base.circle_name) || capacityFault(capacity)) return say(this.#state, t('changedMeanwhile', { version: theirs.version }));
    const mine = { circle_name: tidyName(name), capacity: readCapacity(capacity) };
    if (mine.circle_name === theirs.circle_name && mine.capacity === theirs.capacity) return this.#settled('alreadySo');
    const chosen = await merge({ base: this.#base, theirs, mine, again, last });
    if (chosen === null) return say(this.#state, t('changedMeanwhile', { version: theirs.version }));
    // The choice is the edit now, made on what they left.
    this.#write(chosen);
    this.#filled = this.#base = theirs;
    this.#key = null;
    const rest = this.#changes();
    if (Object.keys(rest).length === 0) this.#settled('keptTheirs');
    else await this.#record(rest, { again: true });
  }

  /** Who made the circle what it is, and when; null if that cannot be had. */
  async #lastChange(circle) {
    try {
      const { fields } = await api.blame(this.#id, AbortSignal.any([this.#leaving, AbortSignal.timeout(BLAME_MILLIS)]));
      return Object.values(fields).find((set) => set.version === circle.version) ?? null;
    } catch {
      return null; // The choice does not depend on it.
    }
  }

  /** There is nothing left to record. */
  #settled(word) {
    this.#drop();
    toast(t(word));
    this.#recorded();
  }

  #begin() {
    this.#write(this.#shown);
    const sent = deedOf(this.#id);
    const kept = draftOf(this.#id) ?? sent?.data;
    if (!kept) return;
    this.#takeUp(kept);
    if (sent) return void this.#follow(sent);
    if (this.#isSame(this.#base) && this.#base.version === this.#shown.version) return this.#drop();
    // It was on its way when the browser was closed: recorded already, or not; the key knows.
    if (this.#key && this.#isSame(this.#shown)) return this.#drop();
    say(this.#state, t('draftRestored'));
  }

  #takeUp({ base, name, capacity, key }) {
    this.#base = base;
    this.#name.input.value = name;
    this.#capacity.input.value = capacity;
    this.#key = key;
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

function flash(element) {
  element.classList.remove('flash');
  void element.offsetWidth; // Starts the animation anew.
  element.classList.add('flash');
}
