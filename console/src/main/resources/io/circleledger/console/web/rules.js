// What a circle may be. The server has the last word; this says it while somebody types.

export const NAME_MAX = 100;
export const CAPACITY_MIN = 3;
export const CAPACITY_MAX = 32767;

/** The name as the ledger would have it. */
export const tidyName = (text) => text.normalize('NFC').replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');

/** The key of what is wrong with a name, or null. */
export function nameFault(text) {
  const name = tidyName(text);
  if (name === '') return 'nameMissing';
  if ([...name].length > NAME_MAX) return 'nameTooLong';
  if (/\p{Cc}/u.test(name) || !name.isWellFormed()) return 'nameControl';
  return null;
}

/** A capacity out of what somebody wrote, in whichever width; NaN when it is none. A comma sets off thousands and nothing else. */
export function readCapacity(text) {
  const plain = text.normalize('NFKC').trim();
  return /^(\d{1,9}|\d{1,3}(,\d{3})+)$/.test(plain) ? Number(plain.replaceAll(',', '')) : NaN;
}

export function capacityFault(text) {
  if (text.trim() === '') return 'capacityMissing';
  const capacity = readCapacity(text);
  return capacity >= CAPACITY_MIN && capacity <= CAPACITY_MAX ? null : 'capacityOutside';
}
