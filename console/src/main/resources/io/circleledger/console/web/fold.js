// When two names are held to be one: the folding of the server's search, as far as a browser can do it.

const KATAKANA = 'ァ'.codePointAt(0) - 'ぁ'.codePointAt(0);

/**
 * A name without what people do not tell apart: width, case, hiragana and katakana, characters that show nothing.
 *
 * The server folds the same way to search (NFKC_Casefold). A browser has no case folding: lower, upper and lower case again
 * come to the same for what names are written in, but for the i without a dot.
 */
export function fold(name) {
  const shown = name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  const katakana = shown.split('ı').map(caseless).join('ı').normalize('NFKC').replace(/[ぁ-ゖゝゞ]/g, (c) => String.fromCodePoint(c.codePointAt(0) + KATAKANA));
  return katakana.normalize('NFC').replace(/\p{White_Space}+/gu, ' ').trim();
}

const caseless = (text) => text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
