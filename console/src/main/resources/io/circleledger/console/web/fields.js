// The fields of a circle, each described once: forms, table, timeline, merge and files go by this list.
//
// A field has several forms. What stands in an input or in a file is a text, kept by the field's name. What the API has of
// a circle is a value, kept by the field's member. What people read is the value in their own way of writing.

import { number, t } from './i18n.js';
import { capacityFault, capacityFaultInFile, kanaFault, kindFault, nameFault, readNumber, renameFault, tidyName } from './rules.js';

/**
 * A text that some circles have.
 *
 * Once it is there it can become another one, but nothing takes it away: so an empty input says nothing, where there was
 * none, and is wrong where there was one.
 *
 * @param rule the word for what is wrong with a text by itself, or null
 */
const optionalText = (name, { label, change, first, rule, maxlength }) => ({
  name,
  member: name,
  label,
  change,
  first,
  isRequired: false,
  orders: {},
  isNumeric: false,
  input: { maxlength, autocomplete: 'off' },
  hint: 'optionalHint',
  parse: (text) => tidyName(text) || undefined,
  write: (value) => value ?? '',
  format: (value) => value ?? '–',
  fault: (text, before = '') => (tidyName(text) === before ? null : tidyName(text) === '' ? 'optionalStays' : rule(text)),
  faultInFile: rule,
});

/**
 * The fields, in the order in which they are shown; the first one is what a circle is called.
 *
 * - name: its name in forms, drafts, events and files; member: its name in a circle of the API
 * - label: the word for it; change: the sentence that says what it was and what it is; first: the one for where it was nothing
 * - isRequired: whether every circle has it; the value of another one may be undefined, in which case nothing is stored
 * - orders: the words for a table that is sorted by it, upwards and downwards; empty if it cannot be
 * - unit: the sentence of a value where it stands alone, if it has one
 * - input: the attributes of its input; hint: the word that is below it
 * - parse: the value that a text says; write: the text of a value, to be edited; format: the value as people read it
 * - fault: the word for what is wrong with a text, or null; given the value that the text takes the place of, if any
 * - faultInFile: the same for a cell of a file
 */
export const FIELDS = [
  {
    name: 'name',
    member: 'circle_name',
    label: 'name',
    change: 'eventName',
    isRequired: true,
    orders: { asc: 'byName', desc: 'byNameDown' },
    isNumeric: false,
    input: { maxlength: '200', autocomplete: 'off' },
    hint: null,
    parse: tidyName,
    write: (name) => name,
    format: (name) => name,
    fault: renameFault,
    faultInFile: nameFault,
  },
  {
    name: 'capacity',
    member: 'capacity',
    label: 'capacity',
    change: 'eventCapacity',
    isRequired: true,
    orders: { asc: 'byCapacity', desc: 'byCapacityDown' },
    isNumeric: true,
    input: { inputmode: 'numeric', autocomplete: 'off', class: 'number', maxlength: '9' },
    hint: 'capacityHint',
    parse: readNumber,
    write: String,
    format: number,
    unit: 'people',
    fault: capacityFault,
    faultInFile: capacityFaultInFile,
  },
  optionalText('name_kana', { label: 'columnKana', change: 'eventKana', first: 'firstKana', rule: kanaFault, maxlength: '200' }),
  optionalText('kind', { label: 'columnKind', change: 'eventKind', first: 'firstKind', rule: kindFault, maxlength: '100' }),
];

/** What every circle has, and what some have. */
export const REQUIRED = FIELDS.filter(({ isRequired }) => isRequired);
export const OPTIONAL = FIELDS.filter(({ isRequired }) => !isRequired);

/** Something for each field, by the field's name. */
export const byName = (make) => Object.fromEntries(FIELDS.map((field) => [field.name, make(field)]));

/** Something for each field, by the field's member. */
export const byMember = (make) => Object.fromEntries(FIELDS.map((field) => [field.member, make(field)]));

/** The texts of a circle, to be edited. */
export const textsOf = (circle) => byName(({ member, write }) => write(circle[member]));

/** The values that texts say. */
export const valuesOf = (texts) => byMember(({ name, parse }) => parse(texts[name]));

/** The values of a circle under the names of the fields, as sentences and events have them. */
export const named = (circle) => byName(({ member }) => circle[member]);

/** The same the other way. */
export const asMembers = (values) => byMember(({ name }) => values[name]);

/** The values of a circle, and nothing else of it. */
export const valuesIn = (circle) => byMember(({ member }) => circle[member]);

/** What was kept before there was a field says nothing of it. */
export const isSameText = (one, other) => FIELDS.every(({ name }) => (one[name] ?? '') === (other[name] ?? ''));

/** The fields that say something of one of these circles: those that every circle has, and those that one of them has. */
export const fieldsOfAny = (...circles) =>
  FIELDS.filter(({ member, isRequired }) => isRequired || circles.some((circle) => (circle[member] ?? null) !== null));

/** The fields that get other values when one circle becomes another. What the other lacks stays as it is, as in the API. */
export const differences = (one, other) =>
  FIELDS.filter(({ member }) => other[member] !== undefined && one[member] !== other[member]);

export const isSame = (one, other) => differences(one, other).length === 0;

/** What has to be changed of a circle so that it has these values, as the API takes it. */
export const changesTo = (values, circle) =>
  Object.fromEntries(differences(circle, values).map(({ member }) => [member, values[member]]));

/** The circle after an event with that data. */
export const afterEvent = (circle, data) =>
  ({ ...circle, ...Object.fromEntries(FIELDS.filter(({ name }) => name in data).map(({ name, member }) => [member, data[name]])) });

/** The sentence for a value in place of the one that a circle has, which may be none. */
export const changeWord = ({ member, change, first }, circle) => (first && (circle[member] ?? null) === null ? first : change);

/** What is different, in words. */
export const changeWords = (from, to) =>
  differences(from, to).map((field) => t(changeWord(field, from), { from: from[field.member] ?? '–', to: to[field.member] }));
