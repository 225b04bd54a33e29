// The rows of an import as they are seen: what each says and what would be done with it, and where it is mended.

import { h } from './dom.js';
import { number, t } from './i18n.js';
import { faultWords, fieldOf, idToWrite, isErased, isNumeric, isTaken, labelOf, likelyOf, shown } from './importfields.js';

export const STATE_WORDS = { new: 'groupNew', changed: 'groupChanged', unchanged: 'groupUnchanged', duplicate: 'groupDuplicate', error: 'groupError' };

const faultId = ({ row }, field) => `fault-${row}-${field}`;

/**
 * A table of rows.
 *
 * @param kind what the rows are about
 * @param fields which are shown
 * @param editing the numbers of the rows that are being mended
 * @param take told of a row and what is to be changed of it; @param edit told of a row that is to be mended
 */
export const rowTable = (rows, { kind, fields, editing, take, edit }) => h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('importRows') },
  h('table', { class: 'rows imported' },
    h('thead', {}, h('tr', {},
      h('th', { scope: 'col', class: 'numeric' }, t('row')), h('th', { scope: 'col' }, t('state')),
      fields.map((field) => h('th', { scope: 'col', class: isNumeric(kind, field) ? 'numeric' : null }, labelOf(kind, field))),
      h('th', { scope: 'col' }, t('note')), h('th', { scope: 'col' }, t('decision')))),
    h('tbody', {}, rows.map((row) => rowOf(row, { kind, fields, isEdited: !isErased(row) && (row.state === 'error' || editing.has(row.row)), take, edit })))));

/** Whether nothing is done with a row unless somebody says so. */
const isLeft = ({ state, skip }) => skip === true || (state === 'duplicate' && skip !== false);

function rowOf(row, { kind, fields, isEdited, take, edit }) {
  const cell = (field) => h('td', { 'data-label': labelOf(kind, field), class: isNumeric(kind, field) && !isEdited ? 'numeric' : 'value' },
    isEdited ? input(kind, row, field, take) : valueOf(kind, row, field));
  return h('tr', { 'data-state': row.state, class: isLeft(row) ? 'left' : null },
    h('th', { scope: 'row', class: 'numeric dim' }, h('span', { class: 'row-word' }, t('row'), ' '), number(row.row)),
    h('td', { 'data-label': t('state') }, h('span', { class: `mark ${row.state}` }, t(STATE_WORDS[row.state])), row.skip === true ? [' ', h('span', { class: 'mark' }, t('rowSkipped'))] : null),
    fields.map(cell),
    h('td', { 'data-label': t('note'), class: 'value' }, notes(kind, row, fields, take)),
    h('td', { 'data-label': t('decision'), class: 'deeds' }, isErased(row) ? null : deeds(kind, row, isEdited, take, edit)));
}

/** What a row says, and what was before. */
function valueOf(kind, { values, changes = {} }, field) {
  const change = changes[field];
  if (!change) return shown(kind, field, values[field] ?? '');
  return [h('del', {}, change.from === '' ? '–' : shown(kind, field, change.from)), ' → ', h('ins', {}, shown(kind, field, change.to))];
}

function input(kind, row, field, take) {
  const isWrong = (row.errors ?? []).some((fault) => fieldOf(fault) === field);
  return h('input', {
    value: row.values[field] ?? '', 'data-at': `${row.row} ${field}`, class: isNumeric(kind, field) ? 'number' : null, autocomplete: 'off', inputmode: isNumeric(kind, field) ? 'numeric' : null,
    'aria-label': t('cellOfRow', { row: row.row, field: labelOf(kind, field) }),
    'aria-invalid': isWrong ? 'true' : null, 'aria-describedby': isWrong ? faultId(row, field) : null,
    onchange: ({ target }) => take(row, { values: { [field]: target.value } }),
  });
}

function notes(kind, row, fields, take) {
  const likely = likelyOf(kind, row);
  return (row.errors ?? []).map((fault) => {
    const field = fieldOf(fault);
    const words = faultWords(kind, fault, row.values);
    const id = idToWrite(kind, row, fault, fields);
    return [
      h('p', { class: row.state === 'error' ? 'fault' : null, id: faultId(row, field) }, fields.includes(field) || row.state !== 'error' || isErased(row) ? words : `${labelOf(kind, field)}: ${words}`),
      likely ? h('p', {}, h('a', { href: kind.place(row) }, t('whoIsThere'))) : null,
      id ? h('p', {}, h('span', { class: 'hint' }, labelOf(kind, id), ' '), input(kind, row, id, take)) : null];
  });
}

function deeds(kind, row, isEdited, take, edit) {
  const button = (word, what, call) => h('button', { type: 'button', 'data-at': `${row.row} ${what}`, 'aria-label': t('deedOfRow', { row: row.row, deed: t(word) }), onclick: call }, t(word));
  const isOutdated = row.errors?.some(({ fault }) => fault === 'outdated');
  const likely = likelyOf(kind, row);
  if (row.skip === true) return button('rowTake', 'skip', () => take(row, { skip: false }));
  return [
    kind.hasTwins && row.state === 'duplicate' && !row.errors?.some((fault) => isTaken(kind, fault)) ? button('choiceCreate', 'create', () => take(row, { skip: false })) : null,
    likely ? button('choiceSame', 'same', () => take(row, { values: { [kind.idField]: likely } })) : null,
    isOutdated ? button('choiceOverwrite', 'overwrite', () => take(row, { values: { version: '' } })) : null,
    isEdited ? null : button('rowEdit', 'edit', () => edit(row)),
    row.state === 'unchanged' || row.state === 'duplicate' ? null : button('choiceSkip', 'skip', () => take(row, { skip: true })),
  ];
}
