// The fields that the rows of an import can have, and what can be wrong with them, in words.

import { FIELDS } from './fields.js';
import { t } from './i18n.js';

/** What a row has beside the fields of a circle. */
const OTHER_WORDS = { circle_id: 'circleId', version: 'version' };

/** Those that say which circle is meant, and nothing of it. */
const NAMING = ['circle_id', 'version'];

const known = (field) => FIELDS.find(({ member }) => member === field);

export function labelOf(field) {
  const word = known(field)?.label ?? OTHER_WORDS[field];
  return word ? t(word) : field;
}

export const isNumeric = (field) => known(field)?.isNumeric ?? false;

/** The fields that the rows of an import have: those of a column, and those that whatever is new needs. */
export const fieldsOf = ({ fields, columns }) => fields
  .filter(({ field, required }) => !NAMING.includes(field) && (required || columns.some((column) => column.field === field)))
  .map(({ field }) => field)
  .toSorted((one, other) => place(one) - place(other));

/** Those that the console knows, in their order; then the others. */
const place = (field) => (FIELDS.findIndex(({ member }) => member === field) + FIELDS.length + 1) % (FIELDS.length + 1);

export const fieldOf = ({ pointer }) => decodeURIComponent(pointer.slice(2));

const WORDS = { 'same-as-row': 'faultSameAsRow', ambiguous: 'faultAmbiguous', ended: 'idDissolved', unknown: 'idUnknown', outdated: 'faultOutdated' };

/** What is wrong, in the reader's words; the server says it in English. */
export function faultWords(fault, values) {
  const field = fieldOf(fault);
  const value = (values[field] ?? '').slice(0, 40);
  if (fault.fault in WORDS) return t(WORDS[fault.fault], { row: fault.number, count: fault.number, version: fault.number });
  if (fault.fault === 'missing') return t('faultMissing', { field: labelOf(field) });
  const word = known(field)?.faultInFile(values[field] ?? '');
  return word ? t(word, { value }) : t('faultOther', { value, detail: fault.detail });
}
