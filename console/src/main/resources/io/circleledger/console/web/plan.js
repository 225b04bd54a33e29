// Works out what each row of a file comes to, beside what the ledger has. Nothing is sent from here.

import { isTotal } from './columns.js';
import { unguarded } from './csv.js';
import { byName, changesTo, FIELDS, isSame, named, valuesOf } from './fields.js';
import { folded } from './fold.js';
import { readNumber, tidyName } from './rules.js';

/**
 * What a row comes to.
 *
 * - `new`: no circle has such a name.
 * - `changed`: it names a circle, by its id, that has other values.
 * - `unchanged`: the ledger has it as it is written, or it was imported before.
 * - `duplicate`: it names none by id, and a circle or a row above has much the same name.
 * - `outdated`: it names a circle that somebody changed after the file was written.
 * - `error`: it cannot be imported.
 * - `ignored`: it sums up others.
 */
export const STATES = ['error', 'duplicate', 'outdated', 'changed', 'new', 'unchanged', 'ignored'];

/** What a row is imported as, when somebody has to say: left out until they do. */
export const CHOICES = ['skip', 'create', 'update'];

/**
 * The rows of a file and what becomes of each.
 *
 * @param rows those below the heading
 * @param columns where each field is
 * @param roster the circles of the ledger
 * @param edits what somebody typed in the preview instead, by row
 * @param choices what somebody chose, by row
 * @param imported the circles that earlier runs of this import have made or changed, by row
 * @returns for each row: row, state, written (texts), name, values, and where they apply faults, circle, notes, choices, choice, action
 */
export function planned({ rows, columns, roster, edits, choices, imported }) {
  const ledger = { claimed: new Set(), roster };
  const read = rows.map((row) => readRow(row, columns, edits.get(row.row)));
  const ids = new Map();
  for (const entry of read) {
    if (entry.state || entry.id === '') continue;
    if (ids.has(entry.id)) Object.assign(entry, { state: 'error', faults: [fault('id', entry.id, 'idTwice', { row: ids.get(entry.id) })] });
    else ids.set(entry.id, entry.row);
  }
  // Rows that name their circle come first, wherever they stand: no other row may take it for its own.
  for (const entry of read) if (!entry.state && entry.id !== '') byId(entry, ledger);
  for (const entry of read) if (!entry.state && imported.has(entry.row)) byMemory(entry, imported.get(entry.row), ledger);
  for (const entry of read) if (!entry.state) byEquality(entry, ledger);
  const above = new Map();
  for (const entry of read) {
    if (!entry.state) byNameAlone(entry, ledger, above);
    if (entry.state !== 'error' && entry.state !== 'ignored' && !above.has(entry.folded)) above.set(entry.folded, entry.row);
  }
  read.forEach((entry) => decide(entry, choices.get(entry.row)));
  return read;
}

const fault = (field, value, word, values = {}) => ({ field, value: value.slice(0, 120), word, values: { value: value.slice(0, 40), ...values } });

function readRow({ row, cells, isUnclosed }, columns, edit) {
  const cell = (field) => unguarded(cells[columns[field]] ?? '');
  const written = byName(({ name }) => edit?.[name] ?? cell(name));
  const entry = { row, written, cells, id: cell('id').trim().toLowerCase(), name: tidyName(written.name), notes: [] };
  if (isTotal(cells, columns)) return { ...entry, state: 'ignored' };
  const version = entry.id === '' ? '' : cell('version').trim();
  const faults = [
    ...FIELDS.map((field) => [field.name, written[field.name], isUnclosed && !edit ? openQuote(field) : field.faultInFile(written[field.name])]),
    ['version', version, version !== '' && !(readNumber(version) >= 1) ? 'versionUnread' : null],
  ].filter(([, , word]) => word).map((found) => fault(...found));
  if (faults.length > 0) return { ...entry, state: 'error', faults };
  return {
    ...entry, folded: folded(entry.name), values: valuesOf(written), version: version === '' ? null : readNumber(version),
  };
}

/** Of a row that a quotation mark spoils, that is said once. */
const openQuote = (field) => (field === FIELDS[0] ? 'openQuote' : null);

const isAsWritten = ({ values }, circle) => isSame(circle, values);

function byId(entry, { claimed, roster }) {
  const circle = roster.byId.get(entry.id);
  if (!circle) {
    const word = roster.gone.get(entry.id) === 'dissolved' ? 'idDissolved' : 'idUnknown';
    return Object.assign(entry, { state: 'error', faults: [fault('id', entry.id, word)] });
  }
  claimed.add(circle.circle_id);
  entry.circle = circle;
  if (isAsWritten(entry, circle)) return Object.assign(entry, { state: 'unchanged' });
  const isOutdated = entry.version !== null && entry.version !== circle.version;
  // Who did not touch a row did not mean to undo what others have done since.
  const before = isOutdated ? roster.past.get(pastKey(entry.id, entry.version)) : null;
  if (before && isAsWritten(entry, before)) {
    return Object.assign(entry, { state: 'unchanged', notes: [['noteNewerInLedger', { version: circle.version }]] });
  }
  return Object.assign(entry, { state: isOutdated ? 'outdated' : 'changed' });
}

export const pastKey = (id, version) => `${id} ${version}`;

function byMemory(entry, { id, isOver }, { claimed, roster }) {
  const circle = roster.byId.get(id);
  // What an import has made and somebody dissolved is not made again by going on with it; by beginning anew, it is.
  if (!circle && !(isOver === false && roster.gone.get(id) === 'dissolved')) return;
  claimed.add(id);
  Object.assign(entry, { state: 'unchanged', circle, notes: [['noteImported', {}]] });
}

/** The same values: the circle has been entered already. Each circle is that of one row. */
function byEquality(entry, { claimed, roster }) {
  const circle = (roster.byName.get(entry.folded) ?? []).find((each) => isAsWritten(entry, each) && !claimed.has(each.circle_id));
  if (!circle) return;
  claimed.add(circle.circle_id);
  Object.assign(entry, { state: 'unchanged', circle });
}

function byNameAlone(entry, { claimed, roster }, above) {
  const alike = roster.byName.get(entry.folded) ?? [];
  const free = alike.filter((circle) => !claimed.has(circle.circle_id));
  if (above.has(entry.folded)) entry.notes.push(['duplicateInFile', { row: above.get(entry.folded) }]);
  if (alike.length > 0) entry.notes.push(['duplicateInLedger', named(free[0] ?? alike[0])]);
  if (entry.notes.length === 0) return Object.assign(entry, { state: 'new' });
  const isOne = free.length === 1 && !above.has(entry.folded);
  return Object.assign(entry, { state: 'duplicate', circle: isOne ? free[0] : null });
}

/** What is sent for a row, if anything is. */
function decide(entry, choice) {
  const { state, circle, values } = entry;
  if (state === 'duplicate') entry.choices = circle ? CHOICES : ['skip', 'create'];
  if (state === 'outdated') entry.choices = ['skip', 'update'];
  entry.choice = entry.choices?.includes(choice) ? choice : entry.choices?.[0];
  if (state === 'new' || entry.choice === 'create') entry.action = { kind: 'create', ...named(values) };
  if (state === 'changed' || entry.choice === 'update') {
    entry.action = { kind: 'update', id: circle.circle_id, version: circle.version, changes: changesTo(values, circle) };
  }
}
