// Tells what a file is, and reads its text in the encodings that spreadsheets have written.

const begins = (bytes, ...signs) => signs.every((sign, at) => bytes[at] === sign);

/** Whether a file is an archive, as workbooks are. */
export const isZip = (bytes) => begins(bytes, 0x50, 0x4b, 0x03, 0x04);

/** What a file is by its first bytes, when nothing here can read it: the word for it, or null. */
export function misfit(bytes) {
  if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return 'fileIsXls';
  return begins(bytes, 0x25, 0x50, 0x44, 0x46) ? 'fileUnreadable' : null;
}

/** The text of a file, or null when its encoding is none of those that are known. */
export function decode(bytes) {
  const wide = utf16(bytes);
  if (wide) return withoutNul(read(wide, bytes));
  const text = read('utf-8', bytes);
  if (text !== null) return withoutNul(text);
  if (isWestern(bytes)) return read('windows-1252', bytes);
  return withoutNul(japanese(bytes) ?? read('windows-1252', bytes));
}

function read(encoding, bytes) {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // The one encoding of these that is written in seven bits looks like ASCII to all others.
    return encoding === 'utf-8' && text.includes('\x1b$') ? read('iso-2022-jp', bytes) : text;
  } catch {
    return null;
  }
}

/** No text has a zero in it; a picture or a program does. */
const withoutNul = (text) => (text?.includes('\0') ? null : text);

/** UTF-16 by its mark; without one by the zeros that stand in every other place, since separators are ASCII. */
function utf16(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const looked = Math.min(bytes.length, 4096);
  for (let at = 0; at < looked; at++) if (bytes[at] === 0) zeros[at % 2]++;
  if (bytes.length % 2 !== 0 || zeros[0] + zeros[1] === 0) return null;
  if (zeros[0] === 0) return 'utf-16le';
  return zeros[1] === 0 ? 'utf-16be' : null;
}

/** Single letters with an accent, or marks, among ASCII letters: in no Japanese text does each stand alone. */
function isWestern(bytes) {
  let found = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte < 0x80) continue;
    const isAlone = !(bytes[at + 1] >= 0x80);
    const isLetter = byte >= 0xc0 || (byte >= 0x91 && byte <= 0x97);
    if (!isAlone || !isLetter || !(ascii(bytes[at - 1]) || ascii(bytes[at + 1]))) return false;
    found = true;
  }
  return found;
}

const ascii = (byte) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x20;

/** Shift_JIS or EUC-JP. Either may be read as the other; then it is full of half-width kana, or of kana that make words. */
function japanese(bytes) {
  const shift = read('shift_jis', bytes);
  const euc = read('euc-jp', bytes);
  if (shift === null || euc === null) return shift ?? euc;
  return likely(euc) > likely(shift) ? euc : shift;
}

const likely = (text) =>
  (text.match(/[ぁ-んァ-ヶー]|名|定員|人数/g) ?? []).length - (text.match(/[｡-ﾟ]/g) ?? []).length;
