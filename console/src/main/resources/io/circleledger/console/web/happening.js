// What happened to a circle, in words in which what was before and what is now can be told apart.

import { h } from './dom.js';
import { changeWord, FIELDS, OPTIONAL } from './fields.js';
import { t } from './i18n.js';
import { may } from './identity.js';

/** The kinds of events that there are words for: what each is called, and the sentence of one that has no fields. */
export const KINDS = {
  CircleCreated: 'kindCreated', CircleUpdated: 'kindUpdated', CircleDissolved: 'kindDissolved', CircleReinstated: 'kindReinstated', CircleSuspended: 'kindSuspended',
  CircleRenewed: 'kindRenewed', CircleLapsed: 'kindLapsed', MemberJoined: 'kindJoined', MemberLeft: 'kindLeft', OwnerChanged: 'kindOwner',
  OfficerAppointed: 'kindAppointed', OfficerRelieved: 'kindRelieved',
};

/** What the offices in a circle are called. */
export const OFFICE_WORDS = { vice: 'roleVice', treasurer: 'roleTreasurer', advisor: 'roleAdvisor' };

const LEFT_WORDS = { removed: 'leftRemoved', graduated: 'leftGraduated', erased: 'leftErased' };

/** The sentences of events that say more than their kind. */
const SAYINGS = {
  MemberLeft: ({ reason }) => t(LEFT_WORDS[reason] ?? 'kindLeft'),
  OwnerChanged: ({ person_id: person }) => t(person ? 'kindOwner' : 'ownerGone'),
  OfficerAppointed: ({ office }) => t('officeTaken', { office: t(OFFICE_WORDS[office] ?? 'kindAppointed') }),
  OfficerRelieved: ({ office }) => t('officeLeft', { office: t(OFFICE_WORDS[office] ?? 'kindRelieved') }),
  CircleRenewed: ({ year }) => t('ofThatYear', { what: t('kindRenewed'), year: String(year) }),
  CircleLapsed: ({ year }) => t('ofThatYear', { what: t('kindLapsed'), year: String(year) }),
};

/** What a kind of event is called. */
export const kindWord = (type) => (type in KINDS ? t(KINDS[type]) : type);

// Two characters that no name can have stand for the values while the sentence is made.
const [FROM, TO] = ['\uE000', '\uE001'];

/** A sentence about a value that became another, in parts. */
function turned(change, before, after) {
  return t(change, { from: FROM, to: TO }).split(/([\uE000\uE001])/).filter(Boolean)
    .map((part) => (part === FROM ? h('del', {}, before) : part === TO ? h('ins', {}, after) : part));
}

/** The values of a field before and after an event, as people read them. */
const read = ({ format }, value) => (value === undefined || value === null ? '–' : format(value));

/** What is different after an event, field by field, in parts of sentences. @param before the circle, or null if it is not known */
const turns = (before, data, fields) =>
  fields.filter(({ name }) => name in data).map((field) => turned(before ? changeWord(field, before) : field.change, read(field, before?.[field.member]), read(field, data[field.name])));

/** What happened. @param before the circle as it was, or null if that is not known */
export function happening(type, data, before) {
  if (data === null) return [t('eventUnreadable')];
  if (type === 'CircleCreated') return [t('eventCreated', data), ...turns({}, data, OPTIONAL).flatMap((parts) => [t('and'), ...parts])];
  if (type === 'CircleDissolved') return [t('eventDissolved')];
  if (type !== 'CircleUpdated') {
    // The log has ids of people alone; who they are is for those who may know.
    const who = data.person_id && may('editor') ? [' ', h('a', { href: `#/person/${data.person_id}` }, t('whoItIs'))] : [];
    return [SAYINGS[type]?.(data) ?? kindWord(type), ...who];
  }
  return turns(before, data, FIELDS).flatMap((parts, at) => (at === 0 ? parts : [t('and'), ...parts]));
}
