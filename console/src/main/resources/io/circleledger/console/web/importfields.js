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

/** The fields that the rows of an import have: those of a column, and those that whatever is new needs. */
export const fieldsOf = (kind, { fields, columns }) => fields
  .filter(({ field, required }) => !isNaming(kind, field) && (required || columns.some((column) => column.field === field)))
  .map(({ field }) => field)
  .toSorted((one, other) => place(kind, one) - place(kind, other));

/** Those that the console knows, in their order; then the others. */
const place = ({ fields }, field) => (fields.findIndex(({ name }) => name === field) + fields.length + 1) % (fields.length + 1);

export const fieldOf = ({ pointer }) => decodeURIComponent(pointer.slice(2));

const WORDS = { 'same-as-row': 'faultSameAsRow', ambiguous: 'faultAmbiguous', ended: 'idDissolved', unknown: 'idUnknown', outdated: 'faultOutdated', erased: 'faultErased' };

/** Whether a row has a value that one thing alone can have, and another row has it as well. */
export const isTaken = (kind, fault) => fault.fault === 'same-as-row' && fieldOf(fault) === kind.uniqueField;

/** The one thing that a row may mean, if it is for somebody to say so. */
export const likelyOf = ({ idField }, row) =>
  (row.state === 'duplicate' && row.errors?.some(({ fault }) => fault === 'ambiguous') ? row[idField] ?? null : null);

/** Whether what a row held was erased with somebody: nothing can be done about it any more. */
export const isErased = ({ errors = [] }) => errors.some(({ fault }) => fault === 'erased');

/** What is wrong, in the reader's words; the server says it in English. */
export function faultWords(kind, fault, values) {
  const field = fieldOf(fault);
  const value = (values[field] ?? '').slice(0, 40);
  if (isTaken(kind, fault)) return tell(kind, 'faultTaken', { row: fault.number, field: labelOf(kind, field) });
  if (fault.fault === 'ambiguous' && fault.number === 1) return tell(kind, 'faultOnePerson');
  if (fault.fault === 'ambiguous') return tell(kind, WORDS.ambiguous, { count: fault.number });
  if (fault.fault in WORDS) return tell(kind, WORDS[fault.fault], { row: fault.number, version: fault.number });
  if (fault.fault === 'missing') return t('faultMissing', { field: labelOf(kind, field) });
  const word = known(kind, field)?.faultInFile(values[field] ?? '');
  return word ? t(word, { value }) : t('faultOther', { value, detail: fault.detail });
}
