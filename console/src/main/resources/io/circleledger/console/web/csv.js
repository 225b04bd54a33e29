// Reads and writes CSV (RFC 4180), as spreadsheets do.

/** How often a quotation mark that is not closed is taken for a plain sign; a file with more of them is no CSV. */
const REPAIRS = 20;

/** How much of a file is looked at to tell what stands between its cells, in characters. */
const SAMPLE = 4096;

/** What stands between the cells: in some countries spreadsheets write semicolons, and from their clipboard come tabs. */
function separator(text) {
  const lines = text.slice(0, SAMPLE).replace(/"[^"]*"/g, '').split(/\r\n|\r|\n/);
  const count = (sign) => lines.filter((line) => line.includes(sign)).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/**
 * The rows of a text: each with its number, as a spreadsheet counts (a cell with line breaks is in one row), and its
 * cells. Blank rows are counted, and left out. A row with a quotation mark that is not closed ends with its line and is
 * marked as such, so that the rest of the file stays readable.
 */
export function parse(text) {
  const [told, sign] = /^sep=(.)(?:\r\n|\r|\n|$)/i.exec(text) ?? ['', null];
  const between = sign ?? separator(text);
  const rows = [];
  let repairs = 0;
  let row = 0;
  for (let at = told.length; at < text.length;) {
    let read = record(text, at, between, true);
    if (read.isUnclosed && repairs < REPAIRS) {
      repairs++;
      read = { ...record(text, at, between, false), isUnclosed: true };
    }
    row++;
    if (read.cells.some((cell) => cell.trim() !== '')) rows.push({ row, cells: read.cells, isUnclosed: read.isUnclosed });
    at = read.next;
  }
  return rows;
}

/** The cells from a place on, up to the end of their row, and where the next one begins. */
function record(text, from, between, isQuotable) {
  const cells = [];
  let cell = '';
  let isQuoted = false;
  let at = from;
  for (; at < text.length; at++) {
    const c = text[at];
    if (isQuoted) {
      if (c !== '"') cell += c;
      else if (text[at + 1] === '"') { cell += '"'; at++; }
      else if (cell.includes('\n') && !/[\r\n]/.test(text[at + 1] ?? '\n') && text[at + 1] !== between) break; // It closes no cell, but opens another.
      else isQuoted = false;
    } else if (c === '"' && cell === '' && isQuotable) isQuoted = true;
    else if (c === between) { cells.push(cell); cell = ''; }
    else if (c === '\n' || c === '\r') break;
    else cell += c;
  }
  cells.push(cell);
  return { cells, isUnclosed: isQuoted, next: at + (text.startsWith('\r\n', at) ? 2 : 1) };
}

/** Rows as a file that a spreadsheet opens as it is meant. */
export const write = (rows) => `\uFEFF${rows.map((cells) => cells.map(cellOf).join(',')).join('\r\n')}\r\n`;

/**
 * What a spreadsheet takes for a formula, perhaps after apostrophes. Those are in here so that one apostrophe more can be
 * taken away again whatever a name begins with.
 */
const FORMULA = /^'*\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

const guarded = (text) => (FORMULA.test(text) ? `'${text}` : text);

/** A text as it was before it was guarded. */
export const unguarded = (text) => (text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text);

function cellOf(value) {
  if (typeof value === 'number') return String(value);
  const text = guarded(String(value ?? ''));
  return /[",;\t\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
