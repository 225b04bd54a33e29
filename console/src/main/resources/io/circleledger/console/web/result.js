// What came of an import: counts, what was not taken and why, and a file with every row.

import * as csv from './csv.js';
import { dated, download } from './download.js';
import { h } from './dom.js';
import { FIELDS } from './fields.js';
import { number, t } from './i18n.js';

const SHOWN = 200;

const LABELS = () => FIELDS.map(({ label }) => t(label));

const WORDS = { created: 'outcomeCreated', updated: 'outcomeUpdated', already: 'outcomeAlready', left: 'outcomeLeft', refused: 'outcomeRefused' };

const STATE_WORDS = { error: 'groupError', duplicate: 'groupDuplicate', outdated: 'groupOutdated', unchanged: 'groupUnchanged', ignored: 'outcomeIgnored' };

export function result(job) {
  const outcomes = [...job.outcomes.values()];
  const count = (kind) => outcomes.filter((outcome) => outcome.kind === kind).length;
  const errors = job.plan.filter(({ state }) => state === 'error').length;
  const skipped = job.plan.filter(({ choice }) => choice === 'skip').length;
  const counted = [...Object.entries(WORDS).map(([kind, word]) => [word, count(kind)]), ['outcomeSkipped', skipped], ['groupError', errors]]
    .filter(([word, number_]) => number_ > 0 || word === 'outcomeCreated');
  const missed = job.plan.filter(({ row }) => ['left', 'refused'].includes(job.outcomes.get(row)?.kind));
  return [h('section', { class: 'card' },
    h('h2', { class: 'summary', tabindex: '-1' }, said(count('created'), count('updated'))),
    h('ul', { class: 'counts' }, counted.map(([word, number_]) => h('li', { class: number_ === 0 ? 'none' : null }, h('span', {}, t(word)), ' ', h('strong', {}, number(number_))))),
    h('div', { class: 'actions start' },
      h('a', { class: 'button', href: '#/' }, t('toCircles')),
      h('button', { type: 'button', onclick: () => download(dated('import-result', 'csv'), csv.write(report(job)), 'text/csv') }, t('importReport')),
      errors === 0 ? null : h('button', { type: 'button', onclick: () => saveFaults(job) }, t('importSaveFaults')))),
  missed.length === 0 ? null : h('section', { class: 'card' },
    h('h2', {}, t('importRefused', { count: missed.length })),
    h('div', { class: 'scroll long', tabindex: '0', role: 'group', 'aria-label': t('problem') }, h('table', { class: 'rows' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col', class: 'numeric' }, t('row')), h('th', { scope: 'col' }, t('name')), h('th', { scope: 'col' }, t('problem')))),
      h('tbody', {}, missed.slice(0, SHOWN).map(({ row, name }) => h('tr', {},
        h('th', { scope: 'row', class: 'numeric dim' }, number(row)), h('td', { class: 'value' }, name), h('td', {}, job.outcomes.get(row).text))))))),
  ].filter(Boolean);
}

function said(created, updated) {
  if (created > 0 && updated > 0) return `${t('importDone', { count: created })}${t('and')}${t('importDoneUpdates', { count: updated })}`;
  return updated > 0 ? t('importDoneUpdates', { count: updated }) : t('importDone', { count: created });
}

/** Every row of the file with what came of it. */
function report({ plan, outcomes }) {
  const head = [t('row'), ...LABELS(), t('outcome'), 'circle_id', t('problem')];
  return [head, ...plan.map(({ row, written, state, circle, faults }) => {
    const outcome = outcomes.get(row);
    const word = outcome ? WORDS[outcome.kind] : STATE_WORDS[state] ?? 'outcomeLeft';
    return [row, ...FIELDS.map(({ name }) => written[name]), t(word), outcome?.id ?? circle?.circle_id ?? '', outcome?.text ?? (faults ?? []).map((fault) => t(fault.word, fault.values)).join(' ')];
  })];
}

/** The rows with errors as they stand in the file, with what is wrong: to be mended elsewhere and imported. */
export function saveFaults({ plan, rows, columns }) {
  const heading = columns.heading < 0 ? LABELS() : rows[columns.heading].cells;
  const faulty = plan.filter(({ state }) => state === 'error');
  const width = Math.max(heading.length, ...faulty.map(({ cells }) => cells.length));
  const filled = (cells) => [...cells, ...Array(width - cells.length).fill('')];
  const mended = ({ cells, written, faults }) => {
    const all = filled(cells).map(csv.unguarded);
    for (const { name } of FIELDS) if (columns[name] >= 0) all[columns[name]] = written[name];
    return [...all, faults.map((fault) => t(fault.word, fault.values)).join(' ')];
  };
  download(dated('import-errors', 'csv'), csv.write([[...filled(heading), t('problem')], ...faulty.map(mended)]), 'text/csv');
}
