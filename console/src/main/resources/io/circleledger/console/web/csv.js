// Reads and writes CSV (RFC 4180), as spreadsheets do.

/** The text of a file: UTF-8, or what spreadsheets write in Japan or as "Unicode text"; null when it is none of these. */
export function decode(bytes) {
  // Without its mark, UTF-16 could be anything.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  for (const encoding of ['utf-8', 'shift_jis']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Another one, perhaps.
    }
  }
  return null;
}

/** What stands between the cells: in some countries spreadsheets write semicolons, and from their clipboard come tabs. */
function separator(text) {
  const head = /^[^\r\n]*/.exec(text)[0].replace(/"[^"]*"/g, '');
  return [',', ';', '\t'].find((sign) => head.includes(sign)) ?? ',';
}

/**
 * The rows of a text: each with the line of the file that it begins on and its cells. Blank lines are no rows.
 *
 * @returns the rows, and the line of the row whose quotation mark is not closed, if there is one
 */
export function parse(text) {
  const between = separator(text);
  const rows = [];
  let cells = [];
  let cell = '';
  let line = 1;
  let began = 1;
  let quoted = false;
  const end = () => {
    cells.push(cell);
    if (cells.some((each) => each.trim() !== '')) rows.push({ line: began, cells });
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
    else if (c === between) { cells.push(cell); cell = ''; }
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
