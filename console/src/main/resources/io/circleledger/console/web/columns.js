// Finds which column of a file is what, under the headings that offices give them.

import { readCapacity } from './rules.js';

/** Where the heading is looked for: an office puts titles and dates above it. */
export const HEADING_ROWS = 20;

/** Headings as plain() has them, the likelier first. */
const HEADINGS = {
  name: [
    'circlename', 'サークル名', 'サークル名称', '団体名', '団体名称', 'クラブ名', 'クラブ名称', '部活名', '部活動名', '同好会名', '名前', '名称', 'clubname',
    'groupname', 'societyname', 'name', 'サークル', '団体', 'クラブ', 'circle', 'club', 'society',
  ],
  capacity: [
    'capacity', '定員', '定員数', '収容人数', '収容定員', '最大人数', '上限人数', '人数', '会員数', '部員数', '所属人数', 'maxcapacity', 'maxmembers', 'maximum', 'members', 'size',
  ],
  id: ['circleid', 'サークルid', '団体id', 'id'],
  version: ['version', '版'],
};

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
 * @returns heading (its place in rows, -1 if there is none), name, capacity, id, version
 */
export function columnsOf(rows) {
  const above = rows.slice(0, HEADING_ROWS);
  const found = above.map(({ cells }) => ['name', 'capacity'].filter((field) => at(cells, field) >= 0).length);
  if (Math.max(...found) < 2 && isBare(rows[0].cells)) return { heading: -1, name: 0, capacity: 1, id: -1, version: -1 };
  let heading = found.indexOf(Math.max(...found));
  if (found[heading] === 0) heading = Math.max(0, above.findIndex(({ cells }) => cells.filter((cell) => cell.trim() !== '').length > 1));
  return columnsUnder(rows, heading);
}

/** The columns, when it is known which row has the headings. */
export function columnsUnder(rows, heading) {
  const cells = heading < 0 ? [] : rows[heading].cells;
  const [name, capacity, id, version] = ['name', 'capacity', 'id', 'version'].map((field) => at(cells, field));
  // An office numbers its rows and calls that ID as well.
  const isOurs = id >= 0 && (plain(cells[id]) === 'circleid' || rows.slice(heading + 1).some((row) => ID.test((row.cells[id] ?? '').trim())));
  return { heading, name, capacity, id: isOurs ? id : -1, version: isOurs ? version : -1 };
}

/** Two columns without a heading are a name and a capacity, if the second is a number. */
const isBare = (cells) => cells.length === 2 && !Number.isNaN(readCapacity(cells[1])) && Number.isNaN(readCapacity(cells[0]));

/** How many columns a file has. */
export const width = (rows) => Math.max(...rows.map(({ cells }) => cells.length));

const TOTALS = new Set(['合計', '小計', '総計', '総合計', '累計', '計', 'total', 'subtotal', 'grandtotal', 'sum']);

/** Whether a row sums up others and is no circle. */
export function isTotal(cells, { name, capacity, id }) {
  if ((cells[id] ?? '').trim() !== '') return false;
  const before = (cells[name] ?? '').trim() === '' ? cells.slice(0, capacity) : [cells[name]];
  return before.some((cell) => TOTALS.has(plain(cell)));
}
