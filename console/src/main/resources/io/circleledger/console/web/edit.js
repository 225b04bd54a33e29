// An edit of a circle in its fields.
//
// An edit belongs to the version it was begun on. It is kept as a draft with each letter, has one key for as long as it
// says the same, and ends only when it is recorded or thrown away. While somebody is in a field, nothing else writes in it.

import * as api from './api.js';
import * as conflict from './conflict.js';
import { deed, deedOf } from './deeds.js';
import { debounced } from './dom.js';
import { draftOf, dropDraft, keepDraft } from './drafts.js';
import { EditCard } from './editcard.js';
import { changesTo, differences, isSame, textsOf, valuesOf } from './fields.js';
import { t } from './i18n.js';
import { isCommand } from './keys.js';
import { merge } from './merge.js';
import { changed, takingBack } from './outcome.js';
import { toast, undoLast } from './toast.js';
import { trouble } from './trouble.js';

const KEEP_MILLIS = 150;

/** What a browser calls a key that an input method has taken. */
const TAKEN_BY_INPUT_METHOD = 229;

const isUndo = (event) => isCommand(event) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z';

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
  #card = new EditCard({ save: () => this.#save(), leave: () => this.#stop(), reasoned: () => this.#reasoned() });
  #form = this.#card.form;
  /** Another window may have kept an edit of its own in the meantime. */
  #remain = () => { if (this.#base) keepDraft(this.#id, this.#draft()); };
  #keep = debounced(KEEP_MILLIS, this.#remain);

  /**
   * @param leaving aborted when the page is left
   * @param recorded called when the circle is another one than was shown
   */
  constructor(id, leaving, recorded) {
    this.#id = id;
    this.#leaving = leaving;
    this.#recorded = recorded;
    for (const input of this.#form.inputs) {
      input.addEventListener('input', () => { this.#typed(); this.#keep(); });
      // The next field has the focus only afterwards.
      input.addEventListener('blur', () => setTimeout(() => { if (!this.#base && !leaving.aborted) this.#fill(); }));
    }
    this.element.addEventListener('keydown', (event) => {
      // While kana are being turned into kanji, Escape is about those.
      if (isComposed(event) || this.#sent) return;
      if (event.key === 'Escape') { event.preventDefault(); this.#stop(); }
      // A field that was filled anew has nothing of its own to undo.
      else if (isUndo(event) && !this.#base && undoLast()) event.preventDefault();
    });
    window.addEventListener('pagehide', this.#remain);
  }

  get element() { return this.#card.element; }

  isEdited() {
    return this.#base !== null;
  }

  /** Lets who may not change all fields change some. @param names those fields, by name */
  permit(names) {
    this.#card.permit(names);
    if (this.#shown && !this.#base && !this.#sent && !this.#isOver) this.#begin();
    this.#render();
  }

  /** Tells since when there is the circle. */
  created(event) {
    this.#card.facts.created(event);
  }

  /** Shows the circle as it is now; an edit stays what it is. */
  show(circle) {
    const old = this.#shown;
    if (old && circle.version < old.version) return;
    this.#shown = circle;
    if (!old) this.#begin();
    else if (circle.version > old.version && !this.#base && !this.#sent) {
      this.#fill();
      this.#card.facts.flash(differences(old, circle));
      this.#card.say(t('changedElsewhere', { version: circle.version }));
    }
    this.#render();
  }

  /** Shows the circle as it was last; nothing can be changed any more. */
  end(circle, by) {
    const lost = this.#base === null ? '' : t('mergedDissolved', this.#form.texts);
    this.#isOver = true;
    this.#shown = circle;
    this.#base = null;
    dropDraft(this.#id);
    this.#write(circle);
    this.#card.say(lost);
    this.#render();
    this.blame(by);
  }

  /** Puts old values back, as a change of what somebody has seen to be there now. */
  async restore({ version: past, now, values, reason }) {
    if (this.#isOver || this.#sent || this.#base) return;
    this.#base = now;
    // What the old version lacks stays as it is.
    this.#form.texts = textsOf({ ...now, ...changesTo(values, now) });
    this.#card.reason.text = reason;
    this.#key = null;
    await this.#record(this.#changes(), { restored: past });
  }

  /** Says who has set each field, and when. */
  blame(by) {
    this.#card.facts.blame(by);
  }

  leave() {
    window.removeEventListener('pagehide', this.#remain);
    this.#remain();
    this.#sent?.leave();
  }

  #draft() {
    return { base: this.#base, ...this.#form.texts, reason: this.#card.reason.text, key: this.#key };
  }

  /** What the fields would change of that circle, as the API takes it. */
  #changes(of = this.#base) {
    return changesTo(valuesOf(this.#form.texts), of);
  }

  #isSame(of) {
    return isSame(of, valuesOf(this.#form.texts));
  }

  /** Whether there is nothing to record and nothing to say: a field that was emptied and must not be changes no value, and is wrong. */
  #isUntouched() {
    return this.#isSame(this.#base) && !Object.values(this.#form.faults(this.#base)).some(Boolean);
  }

  #typed() {
    this.#key = null;
    this.#base ??= this.#filled;
    // What comes of one that is on its way is seen when it is recorded.
    if (!this.#sent && this.#isUntouched()) return this.#drop();
    this.#render();
  }

  /** With another reason it is another request. */
  #reasoned() {
    if (!this.#base || this.#sent) return;
    this.#key = null;
    this.#keep();
  }

  #render() {
    const isDirty = this.#base !== null;
    this.#card.render({ base: this.#base, shown: this.#shown, isSent: this.#sent !== null, isOver: this.#isOver });
    if (!isDirty || this.#sent) return;
    if (this.#base.version !== this.#shown.version) this.#card.say(t('changedMeanwhile', { version: this.#shown.version }));
    else if (this.#card.isSilent) this.#card.say(t('unsaved'));
  }

  /** There is no edit any more. What is in a field that somebody is in stays as it is until it is left. */
  #drop() {
    this.#base = null;
    this.#key = null;
    dropDraft(this.#id);
    this.#card.say('');
    this.#fill();
    this.#render();
  }

  /** Waits no more for what is on its way, or else throws away what there is of an edit; then there is only to read. */
  #stop() {
    if (this.#sent) return this.#sent.giveUp();
    if (this.#base) return this.#discard();
    this.#card.close();
    this.#write(this.#shown);
    this.#render();
  }

  /** Throws the edit away, and offers to bring it back. */
  #discard() {
    const lost = this.#draft();
    this.#card.close();
    this.#drop();
    this.#write(this.#shown);
    this.#card.reason.text = '';
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
      this.#form.focus();
    }
  }

  /** Fills the fields with what there is, but for one that somebody is in; if that would be another value, it waits. */
  #fill() {
    const circle = this.#shown;
    const isWaiting = differences(circle, valuesOf(this.#form.texts)).some(({ name }) => this.#form.input(name) === document.activeElement);
    if (isWaiting) return;
    this.#form.writeAround(textsOf(circle));
    this.#filled = circle;
  }

  #write(circle) {
    this.#form.texts = textsOf(circle);
    this.#filled = circle;
  }

  async #save() {
    if (this.#sent || !this.#base || !this.#card.isSavable) return;
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
    this.#card.say('');
    this.#render();
    sent.waiting.subscribe((failure) => this.#card.say(t(failure instanceof api.Unreachable ? 'unreachableRetry' : 'willRetry')));
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
    if (this.#form.has(kept)) {
      this.#card.close();
      this.#card.reason.text = '';
      this.#drop();
    } else {
      this.#base = mine;
      this.#card.say('');
      this.#typed();
      this.#keep();
    }
    const { restored } = kept;
    toast(restored ? t('restored', { version: restored }) : t('saved', { version }), takingBack(kept, version));
    this.#recorded();
  }

  async #refused(failure, again) {
    if (!(failure instanceof api.Refused)) return this.#card.say(trouble(failure));
    if (failure.is('version-conflict') || failure.is('circle-dissolved')) return this.#conflict(again);
    this.#key = null;
    this.#card.say(trouble(failure));
  }

  /** @param again whether it is the choice of a merge that has come too late */
  async #conflict(again) {
    let theirs;
    try {
      theirs = await conflict.theirs(this.#id, () => this.#card.say(t('willRetry')), this.#leaving);
    } catch (failure) {
      const isOver = failure instanceof api.Refused && failure.is('circle-dissolved');
      return this.#card.say(isOver ? t('mergedDissolved', this.#form.texts) : trouble(failure));
    }
    const last = await conflict.lastChange(theirs, this.#leaving);
    this.#shown = theirs;
    const undecided = () => this.#card.say(t('changedMeanwhile', { version: theirs.version }));
    if (Object.values(this.#form.faults(this.#base)).some(Boolean)) return undecided();
    if (this.#isSame(theirs)) return this.#settled('alreadySo');
    const chosen = await merge({ base: this.#base, theirs, mine: valuesOf(this.#form.texts), again, last });
    if (chosen === null) return undecided();
    // The choice is the edit now, made on what they left.
    this.#write(chosen);
    this.#filled = this.#base = theirs;
    this.#key = null;
    const rest = this.#changes();
    if (Object.keys(rest).length === 0) this.#settled('keptTheirs');
    else await this.#record(rest, { again: true });
  }

  /** There is nothing left to record. */
  #settled(word) {
    this.#card.close();
    this.#drop();
    toast(t(word));
    this.#recorded();
  }

  #begin() {
    this.#write(this.#shown);
    // Of somebody who may not change anything any more an edit is kept, and not shown.
    if (!this.#card.isPermitted) return;
    const sent = deedOf(this.#id);
    const kept = draftOf(this.#id) ?? sent?.data;
    if (!kept) return;
    this.#takeUp(kept);
    if (sent) return void this.#follow(sent);
    if (this.#isUntouched() && this.#base.version === this.#shown.version) return this.#drop();
    // It was on its way when the browser was closed: recorded already, or not; the key knows.
    if (this.#key && this.#isSame(this.#shown)) return this.#drop();
    this.#card.say(t('draftRestored'));
  }

  #takeUp({ base, key, reason, at: _, ...texts }) {
    this.#base = base;
    this.#card.reason.text = reason;
    this.#form.texts = { ...textsOf(base), ...texts };
    this.#key = key;
  }
}
