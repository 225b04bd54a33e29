// Finds which column of a file is what, under the headings that offices give them.

import { byName, FIELDS } from './fields.js';
import { readNumber } from './rules.js';

const REQUIRED = FIELDS.filter(({ isRequired }) => isRequired);

/** Where the heading is looked for: an office puts titles and dates above it. */
export const HEADING_ROWS = 20;

/** Headings of what is no field of a circle, as plain() has them. */
const OTHER_HEADINGS = {
  id: ['circleid', 'サークルid', '団体id', 'id'],
  version: ['version', '版'],
};

const HEADINGS = { ...byName(({ headings }) => headings), ...OTHER_HEADINGS };

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A heading without what makes no difference: width, case, spaces, remarks in brackets. */
const plain = (heading) => heading.normalize('NFKC').toLowerCase().replace(/[(\[【〔].*?[)\]】〕]/g, '').replace(/[\s_\-:*※・]/g, '');

function at(heading, field) {
  const cells = heading.map(plain);
  return HEADINGS[field].map((word) => cells.indexOf(word)).find((index) => index >= 0) ?? -1;
}

/**
 * The columns of a file: the place of each field, -1 where there is none, and of the row with the headings.
 *
 * @returns heading (its place in rows, -1 if there is none), the fields of a circle, id, version
 */
export function columnsOf(rows) {
  const above = rows.slice(0, HEADING_ROWS);
  const found = above.map(({ cells }) => FIELDS.filter(({ name }) => at(cells, name) >= 0).length);
  if (Math.max(...found) < REQUIRED.length && isBare(rows[0].cells)) return { heading: -1, ...byName((field) => (FIELDS.indexOf(field) < rows[0].cells.length ? FIELDS.indexOf(field) : -1)), id: -1, version: -1 };
  let heading = found.indexOf(Math.max(...found));
  if (found[heading] === 0) heading = Math.max(0, above.findIndex(({ cells }) => cells.filter((cell) => cell.trim() !== '').length > 1));
  return columnsUnder(rows, heading);
}

/** The columns, when it is known which row has the headings. */
export function columnsUnder(rows, heading) {
  const cells = heading < 0 ? [] : rows[heading].cells;
  const [id, version] = ['id', 'version'].map((field) => at(cells, field));
  // An office numbers its rows and calls that ID as well.
  const isOurs = id >= 0 && (plain(cells[id]) === 'circleid' || rows.slice(heading + 1).some((row) => ID.test((row.cells[id] ?? '').trim())));
  return { heading, ...byName(({ name }) => at(cells, name)), id: isOurs ? id : -1, version: isOurs ? version : -1 };
}

/** Columns without a heading are the fields in their order, if there are as many and the numbers are where they should be. */
const isBare = (cells) => cells.length >= REQUIRED.length && cells.length <= FIELDS.length
  && REQUIRED.every(({ isNumeric }, index) => isNumeric !== Number.isNaN(readNumber(cells[index])));

/** How many columns a file has. */
export const width = (rows) => Math.max(...rows.map(({ cells }) => cells.length));

const TOTALS = new Set(['合計', '小計', '総計', '総合計', '累計', '計', 'total', 'subtotal', 'grandtotal', 'sum']);

/** Whether a row sums up others and is no circle. */
export function isTotal(cells, { name, capacity, id }) {
  if ((cells[id] ?? '').trim() !== '') return false;
  const before = (cells[name] ?? '').trim() === '' ? cells.slice(0, capacity) : [cells[name]];
  return before.some((cell) => TOTALS.has(plain(cell)));
}
