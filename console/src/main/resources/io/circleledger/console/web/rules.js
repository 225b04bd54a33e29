// What a circle may be. The server has the last word; this says it while somebody types.

export const NAME_MAX = 100;
export const REASON_MAX = 200;
const KIND_MAX = 50;
const CAPACITY_MIN = 3;
const CAPACITY_MAX = 32767;

/** The name as the ledger would have it. */
export const tidyName = (text) => text.normalize('NFC').replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');

/** The beginning of a text in characters as the ledger counts them, of which an emoji may be one and take two of JavaScript's. */
export const firstCharacters = (text, count) => [...text].slice(0, count).join('');

/** Whether a name can be read and typed at all; ledgers have older ones that cannot. */
export const canBeTyped = (name) => !/^[\p{DI}\p{M}\p{Z}\p{C}\u2800]*$/u.test(name);

// What shows nothing, and the places where it does show something: as the server has it, which names the character.
const HIDDEN = /[\p{DI}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u2800\uFFF9-\uFFFC]/u;
const SHOWN_IN_PLACE = new RegExp([
  '(?<=\\p{ExtPict}[\\uFE0F\\p{EMod}]*)\\u200D(?=\\p{ExtPict})',
  '(?<=\\u{1F3F4})[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{3,6}\\u{E007F}',
  '(?<=[\\p{L}\\p{N}\\p{P}\\p{S}])[\\uFE00-\\uFE0F]',
  '(?<=\\p{Ideo})[\\u{E0100}-\\u{E01EF}]',
  '(?<=\\p{L}\\p{M}*)(?<![\\p{sc=Latn}\\p{sc=Hani}\\p{sc=Hira}\\p{sc=Kana}]\\p{M}*)[\\u200C\\u200D\\u180B-\\u180F]',
].join('|'), 'gu');

/**
 * What is wrong with texts by the rules of a name, as a function that gives the word for it, or null.
 *
 * @param words for a text that is missing (null where it may be), that is too long, and that has what shows nothing
 */
export const textFault = (max, { missing, tooLong, hidden }) => (text) => {
  const tidy = tidyName(text);
  if (tidy === '') return missing;
  if ([...tidy].length > max) return tooLong;
  if (/\p{Cc}/u.test(tidy) || !tidy.isWellFormed()) return hidden;
  if (HIDDEN.test(tidy.replace(SHOWN_IN_PLACE, ''))) return hidden;
  return null;
};

/** The key of what is wrong with a name, or null. */
export const nameFault = textFault(NAME_MAX, { missing: 'nameMissing', tooLong: 'nameTooLong', hidden: 'nameControl' });

const optional = (max, tooLong) => textFault(max, { missing: null, tooLong, hidden: 'textControl' });

/** The key of what is wrong with the reading of a name, or null. */
export const kanaFault = optional(NAME_MAX, 'kanaTooLong');

/** The key of what is wrong with a kind, or null. */
export const kindFault = optional(KIND_MAX, 'kindTooLong');

/** The same for a name in place of another: one that the ledger has need not be given up for a change of something else. */
export const renameFault = (text, before) => (tidyName(text) === before ? null : nameFault(text));

/**
 * A whole number out of what somebody wrote, in whichever width; NaN when it is none. A comma sets off thousands and
 * nothing else; the word for people may follow, and zeros after the point.
 */
export function readNumber(text) {
  const plain = text.normalize('NFKC').trim().replace(/\s*[人名]$/, '').replace(/\.0+$/, '');
  return /^(\d{1,9}|\d{1,3}(,\d{3})+)$/.test(plain) ? Number(plain.replaceAll(',', '')) : NaN;
}

/** The key of what is wrong with a capacity, or null. */
export function capacityFault(text) {
  if (text.trim() === '') return 'capacityMissing';
  const capacity = readNumber(text);
  return capacity >= CAPACITY_MIN && capacity <= CAPACITY_MAX ? null : 'capacityOutside';
}

/** The same for a cell of a file, which may have been meant as another thing. */
export const capacityFaultInFile = (text) =>
  (Number.isNaN(readNumber(text)) && text.trim() !== '' ? 'capacityUnread' : capacityFault(text));
