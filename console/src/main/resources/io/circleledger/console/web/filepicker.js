// Where a file is chosen for an import, and its rows.

import * as csv from './csv.js';
import { decode, isZip, misfit } from './decode.js';
import { h, icon, ICONS, newId } from './dom.js';
import { t } from './i18n.js';
import { readWorkbook } from './xlsx.js';

const FILE_BYTES = 5 * 1024 * 1024;

/** How many rows a file may have. */
export const ROWS = 10_000;

/** Where a file is chosen or dropped. @param take told of the file */
export function picker(take) {
  const [inputId, hintId] = [newId('file'), newId('hint')];
  const input = h('input', { type: 'file', id: inputId, class: 'unseen', accept: '.csv,.tsv,.txt,.xlsx,text/csv', 'aria-describedby': hintId });
  const chosen = h('output', { for: inputId });
  const element = h('div', { class: 'drop' },
    input, h('label', { for: inputId, class: 'button' }, icon(ICONS.up), t('importFile')), chosen,
    h('p', { class: 'hint', id: hintId }, t('importDrop', { rows: ROWS })));
  input.addEventListener('change', () => { if (input.files[0]) take(input.files[0]); });
  // Who chooses the same file again, perhaps after mending it, means it.
  input.addEventListener('click', () => { input.value = ''; });
  element.addEventListener('dragover', (event) => { event.preventDefault(); element.classList.add('over'); });
  element.addEventListener('dragleave', () => element.classList.remove('over'));
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    element.classList.remove('over');
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
  return { element, chosen };
}

/** The rows of a file, or why there are none. */
export async function readFile(file) {
  if (file.size > FILE_BYTES) return { refusal: 'fileTooLarge' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const rows = isZip(bytes) ? await readWorkbook(bytes) : rowsOfText(bytes);
  if (rows === null) return { refusal: isZip(bytes) ? 'fileIsXlsx' : misfit(bytes) ?? 'fileUnreadable' };
  if (rows.length === 0) return { refusal: 'fileEmpty' };
  return rows.length > ROWS + 1 ? { refusal: 'fileTooLong' } : { bytes, rows };
}

function rowsOfText(bytes) {
  const text = misfit(bytes) ? null : decode(bytes);
  return text === null ? null : csv.parse(text);
}
