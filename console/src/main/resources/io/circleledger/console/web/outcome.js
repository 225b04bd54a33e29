// What became of a change of a circle: the circle after it, the message, and the way back.

import * as api from './api.js';
import { deed, kindOfDeed } from './deeds.js';
import { draftOf, dropDraft, keepDraft } from './drafts.js';
import { isSameText, textsOf, valuesOf } from './fields.js';
import { t } from './i18n.js';
import { trouble } from './trouble.js';

/** The circle after a change. */
export function changed({ base, wanted }, version) {
  const circle = { ...base, ...wanted, version };
  return { ...circle, ...valuesOf(textsOf(circle)) };
}

kindOfDeed('change', {
  act: ({ id, base, wanted, key, reason: why }, abort) => api.change(id, base.version, wanted, key, why, abort),
  say: ({ base }) => t('deedChange', { name: base.circle_name }),
  outcome: (kept, { result, failure }) => (failure ? notSaved(kept, failure) : savedUnseen(kept, result.version)),
});

/** Takes a recorded change back, by one that puts the old values in again; where there was none, nothing can take it away. */
export const takingBack = ({ id, base, wanted }, version) => (Object.keys(wanted).some((member) => (base[member] ?? null) === null) ? {} : {
  action: {
    text: t('undo'),
    run() {
      const key = api.newKey();
      const old = Object.fromEntries(Object.keys(wanted).map((member) => [member, base[member]]));
      deed('undo', key, { id, name: base.circle_name, version, old, key, why: t('undoReason', { version }) }).leave();
    },
  },
});

kindOfDeed('undo', {
  act: ({ id, version, old, key, why }, abort) => api.change(id, version, old, key, why, abort),
  say: ({ name }) => t('deedUndo', { name }),
  outcome: ({ id }, { failure }) => (failure
    ? { text: isOvertaken(failure) ? t('undoOvertaken', { version: failure.problem.current_version }) : t('undoFailed', { why: trouble(failure) }), action: opening(id), stays: true }
    : { text: t('undone') }),
});

const opening = (id) => ({ text: t('open'), href: `#/circle/${encodeURIComponent(id)}` });

const isOvertaken = (failure) => failure instanceof api.Refused && failure.is('version-conflict');

const reason = (failure) => (isOvertaken(failure) ? t('changedMeanwhile', { version: failure.problem.current_version }) : trouble(failure));

/** The message of a change that could not be recorded after its page was left; the draft of it is still there. */
const notSaved = ({ id, base }, failure) =>
  ({ text: t('saveFailed', { name: base.circle_name, why: reason(failure) }), action: opening(id), stays: true });

/** The message of a change that was recorded after its page was left. What was typed since then is an edit of what it made. */
function savedUnseen(kept, version) {
  const { id } = kept;
  const mine = changed(kept, version);
  const draft = draftOf(id);
  if (draft && isSameText(draft, kept)) dropDraft(id);
  else if (draft?.base.version === kept.base.version) keepDraft(id, { ...draft, base: mine });
  return { text: t('savedNamed', { name: mine.circle_name, version }), ...takingBack(kept, version) };
}
