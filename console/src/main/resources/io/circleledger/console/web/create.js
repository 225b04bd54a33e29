// Makes a circle, and says when there is one much like it.

import * as api from './api.js';
import { deed, deedOf, kindOfDeed } from './deeds.js';
import { ask, wayOut } from './dialog.js';
import { h, say } from './dom.js';
import { draftOf, dropDraft, keepDraft } from './drafts.js';
import { asMembers, byName, FIELDS, named, valuesOf } from './fields.js';
import { CircleForm } from './form.js';
import { t } from './i18n.js';
import { reasonField } from './reason.js';
import { similarOnes } from './similar.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const DRAFT = 'new';

/** A form in which nothing is typed. */
const NOTHING = byName(() => '');

const place = (circle) => `#/circle/${encodeURIComponent(circle.circle_id)}`;

export async function createCircle() {
  const sent = { deed: null };
  const ended = new AbortController();
  const made = await ask(t('createTitle'), (close) => new CreateForm(sent, close, ended.signal).element);
  ended.abort();
  // A circle that is on its way cannot be called back: what comes of it is told when it is known.
  if (!made) return sent.deed?.leave();
  if (made.isNew) toast(t('createdNow', { name: made.name }));
  location.hash = place(made);
}

// The same circle has the same key, however often it is sent; another one has another.
kindOfDeed('create', {
  act: ({ key, reason, ...values }, abort) => api.create({ ...asMembers(values), ...(reason ? { reason } : {}) }, key, abort),
  say: ({ name }) => t('deedCreate', { name }),
  outcome: ({ name }, { result, failure }) => (failure
    ? { text: t('createFailed', { name, why: trouble(failure) }), action: { text: t('backToInput'), run: createCircle }, stays: true }
    : { text: t('createdNow', { name }), action: { text: t('open'), href: place(result) } }),
  ended: ({ key }, { result }) => { if (result && draftOf(DRAFT)?.key === key) dropDraft(DRAFT); },
});

/** What is typed outlives a closed dialog and a lost page; it ends with the circle, or with "Cancel". */
class CreateForm {
  #sent;
  #close;
  #form = new CircleForm({ isNew: true });
  #reason = reasonField(() => this.#renew());
  #similar;
  #isTaken = false;
  #state = h('p', { class: 'edit-state', role: 'status' });
  #button = h('button', { type: 'submit', class: 'primary' }, t('create'));
  #cancel = wayOut(() => {
    if (!this.#sent.deed) giveUp();
    this.#close();
  });
  #restored;
  #key;
  element;

  constructor(sent, close, ended) {
    this.#sent = sent;
    this.#close = close;
    const kept = keptDraft();
    this.#key = kept?.key ?? api.newKey();
    this.#similar = similarOnes(this.#form.input('name'), ended, {
      open: (circle) => close({ ...circle, isNew: false }),
      found: (isSame) => {
        this.#isTaken = isSame;
        if (!this.#button.disabled) this.#busy(false);
      },
    });
    this.#restored = h('p', { class: 'restored', hidden: !kept }, t('inputRestored'), ' ',
      h('button', { type: 'button', class: 'link', onclick: () => this.#clear() }, t('clearInput')));
    for (const { name } of FIELDS) this.#form.input(name).addEventListener('input', () => this.#typed(name));
    if (kept) {
      this.#form.texts = { ...NOTHING, ...kept };
      this.#reason.text = kept.reason;
      this.#similar.look();
    }
    // The circles that are like it come after the fields: Tab leads from one field to the next.
    this.element = h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); if (!this.#button.disabled) this.#submit(); } },
      this.#restored, this.#form.elements, this.#reason.element, this.#similar.element,
      this.#state, h('div', { class: 'actions' }, this.#cancel, this.#button));
  }

  /** What was wrong with a field is not said of what is typed in it now. */
  #typed(name) {
    this.#renew();
    this.#form.tell({ [name]: null });
  }

  /** What is typed is kept, and is another request than before. */
  #renew() {
    this.#key = api.newKey();
    keepDraft(DRAFT, { ...this.#form.texts, reason: this.#reason.text, key: this.#key });
  }

  #clear() {
    dropDraft(DRAFT);
    this.#key = api.newKey();
    this.#form.texts = NOTHING;
    this.#reason.text = '';
    this.#restored.hidden = true;
    this.#similar.look();
    this.#form.focus();
  }

  async #submit() {
    const faults = this.#form.faults();
    this.#form.tell(faults);
    if (this.#form.toFault(faults)) return;
    if (!this.#reason.isValid) return this.#reason.input.focus();
    this.#busy(true);
    // Nobody creates what is there already without having been told, however fast they type.
    const wasTold = this.#isTaken && this.#similar.isSettled();
    await this.#similar.settle();
    if (!this.element.isConnected) return;
    if (this.#isTaken && !wasTold) {
      this.#busy(false);
      say(this.#state, t('nameIsThere'));
      return this.#state.scrollIntoView({ block: 'center' });
    }
    say(this.#state, t('creatingHint'));
    const wanted = named(valuesOf(this.#form.texts));
    this.#sent.deed = deed('create', this.#key, { ...wanted, reason: this.#reason.text, key: this.#key });
    this.#sent.deed.waiting.subscribe((failure) => say(this.#state, t(failure instanceof api.Unreachable ? 'unreachableRetry' : 'willRetry')));
    try {
      this.#close({ ...(await this.#sent.deed.answer), name: wanted.name, isNew: true });
    } catch (failure) {
      this.#sent.deed = null;
      this.#busy(false);
      say(this.#state, trouble(failure));
    }
  }

  #busy(isBusy) {
    this.#button.disabled = isBusy;
    this.#form.isReadOnly = this.#reason.input.readOnly = isBusy;
    say(this.#button, t(isBusy ? 'creating' : this.#isTaken ? 'createAnyway' : 'create'));
    say(this.#cancel, t(isBusy ? 'close' : 'cancel'));
    if (isBusy) this.#restored.hidden = true;
  }
}

/** Throws away what was typed, and offers to bring it back. */
function giveUp() {
  const lost = keptDraft();
  dropDraft(DRAFT);
  if (!lost) return;
  toast(t('inputDiscarded'), { action: { text: t('undo'), undoes: true, run: () => { keepDraft(DRAFT, lost); createCircle(); } } });
}

/** What was typed before; what is on its way is no longer to be typed. */
function keptDraft() {
  const kept = draftOf(DRAFT);
  return kept && !deedOf(kept.key) && FIELDS.some(({ name }) => kept[name]) ? kept : null;
}
