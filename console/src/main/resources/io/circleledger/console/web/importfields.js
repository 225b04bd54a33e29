// The fields that the rows of an import can have, and what can be wrong with them, in words.

import { t } from './i18n.js';
import { tell } from './importkinds.js';

/** Which thing is meant, and nothing of it. */
const isNaming = (kind, field) => field === kind.idField || field === 'version';

const known = (kind, field) => kind.fields.find(({ name }) => name === field);

export function labelOf(kind, field) {
  const word = known(kind, field)?.label ?? { [kind.idField]: kind.idLabel, version: 'version' }[field];
  return word ? t(word) : field;
}

export const isNumeric = (kind, field) => known(kind, field)?.isNumeric ?? false;

/** A value as people read it. */
export const shown = (kind, field, value) => known(kind, field)?.format?.(value) ?? value;

const hasColumn = ({ columns }, field) => columns.some((column) => column.field === field);

/** The fields that a file needs and has no column for: those that whatever is new needs, and the usual one of those that do as well. */
export const lackingOf = (kind, found) => [
  ...found.fields.filter(({ field, required }) => required && !hasColumn(found, field)).map(({ field }) => field),
  ...kind.ways.filter((way) => !way.some((field) => hasColumn(found, field))).map(([usual]) => usual),
];

/** The fields that the rows of an import have: those of a column, and those that are needed. */
export const fieldsOf = (kind, found) => found.fields
  .map(({ field }) => field)
  .filter((field) => !isNaming(kind, field) && (hasColumn(found, field) || lackingOf(kind, found).includes(field)))
  .toSorted((one, other) => place(kind, one) - place(kind, other));

/** Those that the console knows, in their order; then the others. */
const place = ({ fields }, field) => (fields.findIndex(({ name }) => name === field) + fields.length + 1) % (fields.length + 1);

export const fieldOf = ({ pointer }) => decodeURIComponent(pointer.slice(2));

const WORDS = {
  'same-as-row': 'faultSameAsRow', ambiguous: 'faultAmbiguous', ended: 'idDissolved', unknown: 'idUnknown', outdated: 'faultOutdated', erased: 'faultErased',
  taken: 'faultTaken', full: 'faultFull', closed: 'faultClosed', 'not-eligible': 'faultNotEligible',
};

/** Whether a row has a value that one thing alone can have, and another row has it as well. */
export const isTaken = (kind, fault) => fault.fault === 'same-as-row' && fieldOf(fault) === kind.uniqueField;

/** The one thing that a row may mean, if it is for somebody to say so. */
export const likelyOf = ({ idField }, row) =>
  (row.state === 'duplicate' && row.errors?.some(({ fault }) => fault === 'ambiguous') ? row[idField] ?? null : null);

/** The id that somebody may write to say what a row means, where it has no place among the fields. */
export function idToWrite(kind, row, fault, fields) {
  const wanted = fault.fault === 'ambiguous' && !likelyOf(kind, row) ? kind.withinField ?? kind.idField
    : row.state === 'error' && [kind.idField, kind.withinField].includes(fieldOf(fault)) ? fieldOf(fault) : null;
  return fields.includes(wanted) ? null : wanted;
}

/** Whether what a row held was erased with somebody: nothing can be done about it any more. */
export const isErased = ({ errors = [] }) => errors.some(({ fault }) => fault === 'erased');

/** What is wrong, in the reader's words; the server says it in English. */
export function faultWords(kind, fault, values) {
  const field = fieldOf(fault);
  const value = (values[field] ?? '').slice(0, 40);
  if (isTaken(kind, fault)) return tell(kind, 'faultTaken', { row: fault.number, field: labelOf(kind, field) });
  if (fault.fault === 'ambiguous' && fault.number === 1) return tell(kind, 'faultOnePerson');
  if (fault.fault === 'ambiguous') return tell(kind, WORDS.ambiguous, { count: fault.number });
  const own = kind.faults[`${fault.fault} ${field}`];
  if (own) return t(own, { value });
  if (fault.fault === 'taken' && !fault.number) return t('faultTakenAlready', { field: labelOf(kind, field) });
  if (fault.fault in WORDS) return tell(kind, WORDS[fault.fault], { row: fault.number, version: fault.number, most: fault.number, field: labelOf(kind, field) });
  if (fault.fault === 'missing') return t('faultMissing', { field: labelOf(kind, field) });
  const word = known(kind, field)?.faultInFile(values[field] ?? '');
  return word ? t(word, { value }) : t('faultOther', { value, detail: fault.detail });
}
