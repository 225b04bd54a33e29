// Writes circles, or what happened, into a file.

import * as api from './api.js';
import * as csv from './csv.js';
import { ask, wayOut } from './dialog.js';
import { h, say } from './dom.js';
import { dated, download, sheetTime } from './download.js';
import { FIELDS } from './fields.js';
import { t } from './i18n.js';
import { learn } from './names.js';
import { toast } from './toast.js';
import { trouble } from './trouble.js';

const PAGE = 1000;

/** The list as the server writes it; of circles that have ended it does not write when, so that is done here. */
export const exportCircles = (search) => (search.status ? exportEnded(search) : ask(t('exportTitle'), (close) => {
  const link = (format, word) => h('a', { class: 'button', href: api.at(api.filePath(search, format)), download: dated('circles', format), onclick: () => close() }, t(word));
  return [
    h('p', {}, t(search.q || search.min || search.max || search.asOf ? 'exportFound' : 'exportAll')),
    h('div', { class: 'actions' }, wayOut(close), link('xlsx', 'asXlsx'), link('csv', 'asCsv'))];
}));

const exportEnded = (search) => exported({
  title: t('exportTitle'),
  text: t('exportFound'),
  path: api.circlesPath({ ...search, limit: PAGE }),
  file: 'circles',
  head: [t('circleId'), ...FIELDS.map(({ label }) => t(label)), t('version'), t('dissolvedOn')],
  cells: (circle) => [circle.circle_id, ...FIELDS.map(({ member }) => circle[member] ?? ''), circle.version, sheetTime(circle.dissolved_at)],
});

/**
 * Asks for the kind of file, and writes it.
 *
 * @param prepare finds out what else has to be known of the rows before their cells can be written
 */
export async function exported({ title, text, path, file, head, cells, prepare = () => {} }) {
  const stopped = new AbortController();
  await ask(title, (close) => {
    const state = h('p', { class: 'edit-state', role: 'status' });
    const buttons = ['csv', 'json'].map((kind) =>
      h('button', { type: 'button', class: kind === 'csv' ? 'primary' : null, onclick: () => run(kind) }, t(kind === 'csv' ? 'asCsv' : 'asJson')));
    async function run(kind) {
      buttons.forEach((button) => { button.disabled = true; });
      try {
        const rows = await api.walk(path, stopped.signal, (count) => say(state, t('exportProgress', { count })));
        await learn(rows.map(({ actor }) => actor), stopped.signal);
        await prepare(rows, stopped.signal);
        const content = kind === 'csv' ? csv.write([head, ...rows.map(cells)]) : `${JSON.stringify(rows, null, 2)}\n`;
        download(dated(file, kind), content, kind === 'csv' ? 'text/csv' : 'application/json');
        close(true);
        toast(t('exportDone', { count: rows.length }));
      } catch (failure) {
        if (stopped.signal.aborted) return;
        say(state, trouble(failure));
        buttons.forEach((button) => { button.disabled = false; });
      }
    }
    return [
      h('p', {}, text), state,
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => close() }, t('cancel')), buttons.toReversed()),
    ];
  });
  stopped.abort();
}
