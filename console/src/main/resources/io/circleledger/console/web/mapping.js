// Asks which column of a file is what, and which row has the headings.

import { HEADING_ROWS, width } from './columns.js';
import { h, newId } from './dom.js';
import { FIELDS } from './fields.js';
import { t } from './i18n.js';

const CHOSEN = [...FIELDS.map(({ name, label, isRequired }) => [name, label, isRequired]), ['id', 'circleId', false]];
const EXAMPLE = 40;

/** What could not be told, with the headings that were found. */
export function lacking({ rows, columns }) {
  const fields = FIELDS.filter(({ name, isRequired }) => isRequired && columns[name] < 0).map(({ label }) => t('quoted', { text: t(label) }));
  const found = (rows[Math.max(0, columns.heading)]?.cells ?? []).map((cell) => cell.trim()).filter((cell) => cell !== '');
  return t('columnsMissing', { fields: fields.join(''), found: found.slice(0, 12).join(t('and')).slice(0, 200) });
}

/** The chooser: folded away as long as all was found. */
export function mapping(job) {
  const isOpen = job.phase === 'columns' || job.isChoosing;
  const ids = [...CHOSEN, null].map(() => newId('column'));
  const row = (id, word, options, chosen, at, take) => h('div', { class: 'field' }, h('label', { for: id }, word),
    h('select', { id, 'data-at': at, onchange: (event) => take(Number(event.target.value)) },
      options.map(([value, text]) => h('option', { value, selected: value === chosen }, text))));
  return h('details', { class: 'card mapping', open: isOpen }, h('summary', {}, t('mapping')),
    h('div', { class: 'mapped' },
      row(ids.at(-1), t('headingRow'), headings(job.rows), job.columns.heading, 'column heading', (heading) => job.chooseColumns({ heading })),
      CHOSEN.map(([field, word, isRequired], at) =>
        row(ids[at], t(word), columns(job, isRequired ? 'choose' : 'noSuchColumn'), job.columns[field], `column ${field}`, (column) => job.chooseColumns({ [field]: column })))));
}

function headings(rows) {
  const told = rows.slice(0, HEADING_ROWS).map(({ row, cells }, at) =>
    [at, t('headingOf', { row, text: cells.filter((cell) => cell.trim() !== '').join(t('and')).slice(0, EXAMPLE) })]);
  return [[-1, t('noHeading')], ...told];
}

/** Each column with its heading, or with its letter and what stands in it first. */
function columns({ rows, columns: { heading } }, nothing) {
  const below = rows[heading + 1]?.cells ?? [];
  const named = Array.from({ length: width(rows) }, (_, at) => {
    const title = heading < 0 ? '' : (rows[heading].cells[at] ?? '').trim();
    return [at, `${letter(at)}: ${title || t('example', { text: (below[at] ?? '').trim() })}`.slice(0, EXAMPLE)];
  });
  return [[-1, t(nothing)], ...named];
}

/** A column as spreadsheets name it. */
const letter = (at) => (at < 26 ? String.fromCharCode(65 + at) : `${letter(Math.floor(at / 26) - 1)}${letter(at % 26)}`);
