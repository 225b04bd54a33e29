// Writes CSV (RFC 4180), as spreadsheets do.

/** Rows as a file that a spreadsheet opens as it is meant. */
export const write = (rows) => `\uFEFF${rows.map((cells) => cells.map(cellOf).join(',')).join('\r\n')}\r\n`;

/**
 * What a spreadsheet takes for a formula, perhaps after apostrophes. Those are in here so that one apostrophe more can be
 * taken away again whatever a name begins with.
 */
const FORMULA = /^'*\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

const guarded = (text) => (FORMULA.test(text) ? `'${text}` : text);

function cellOf(value) {
  if (typeof value === 'number') return String(value);
  const text = guarded(String(value ?? ''));
  return /[",;\t\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
