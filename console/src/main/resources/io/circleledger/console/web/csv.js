// Reads and writes CSV (RFC 4180), as spreadsheets do.

/** The text of a file: UTF-8, or what Japanese spreadsheets write; null when it is neither. */
export function decode(bytes) {
  for (const encoding of ['utf-8', 'shift_jis']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Another one, perhaps.
    }
  }
  return null;
}

/**
 * The rows of a text: each with its number in the file and its cells. Blank lines are no rows.
 *
 * @returns the rows, and the number of the row whose quotation mark is not closed, if there is one
 */
export function parse(text) {
  const rows = [];
  let cells = [];
  let cell = '';
  let line = 1;
  let began = 1;
  let quoted = false;
  const end = () => {
    cells.push(cell);
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: began, cells });
    cells = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === '\n' || (c === '\r' && text[at + 1] !== '\n')) line++;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[at + 1] === '"') { cell += '"'; at++; }
      else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === ',') { cells.push(cell); cell = ''; }
    else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[at + 1] === '\n') { at++; line++; }
      end();
      began = line;
    } else cell += c;
  }
  if (cell !== '' || cells.length > 0) end();
  return { rows, unclosed: quoted ? began : null };
}

/** Rows as a file that a spreadsheet opens as it is meant. */
export const write = (rows) => `\uFEFF${rows.map((cells) => cells.map(cellOf).join(',')).join('\r\n')}\r\n`;

/** A text that a spreadsheet would take for a formula is told to be a text. */
function cellOf(value) {
  if (typeof value === 'number') return String(value);
  const text = String(value ?? '');
  const safe = /^[\s]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
