// Shows what an import comes to, group by group: what is wrong first, then what somebody has to decide, then what will be done.

import { h } from './dom.js';
import { changeWords, FIELDS, named } from './fields.js';
import { number, t } from './i18n.js';
import { CHOICES } from './plan.js';

const SHOWN = 20;
const SHOWN_FAULTS = 200;

const CHOICE_WORDS = {
  duplicate: { skip: 'choiceSkip', create: 'choiceCreate', update: 'choiceUpdate' },
  outdated: { skip: 'choiceKeep', update: 'choiceOverwrite' },
};
/** What a row has beside the fields of a circle. */
const OTHER_WORDS = { id: 'circleId', version: 'version' };

/** How many rows there are of each kind. */
export function counts(plan) {
  const words = [['new', 'groupNew'], ['changed', 'groupChanged'], ['unchanged', 'groupUnchanged'], ['duplicate', 'groupDuplicate'], ['outdated', 'groupOutdated'], ['error', 'groupError']];
  const item = ([state, word]) => {
    const count = of(plan, state).length;
    if (count === 0 && state === 'outdated') return null;
    return h('li', { 'data-state': state, class: count === 0 ? 'none' : null }, h('span', {}, t(word)), ' ', h('strong', {}, number(count)));
  };
  return h('ul', { class: 'counts' }, words.map(item));
}

export const of = (plan, state) => plan.filter((entry) => entry.state === state);

/** The groups that come before the button: they should be read before it is pressed. */
export const groupsAbove = (job) => [faulty(job), undecided(job, 'duplicate'), undecided(job, 'outdated')].filter(Boolean);

/** What the button does, and what it leaves alone. */
export const groupsBelow = ({ plan }) => [changed(plan), fresh(plan), unchanged(plan)].filter(Boolean);

function card(title, all, most, ...content) {
  if (all.length === 0) return null;
  const first = all.length > most ? h('small', {}, ` ${t('importFirst', { count: most })}`) : null;
  return h('section', { class: 'card' }, h('h2', { tabindex: '-1' }, title, first), content);
}

function table(label, heads, rows, kind = '') {
  return h('div', { class: 'scroll long', tabindex: '0', role: 'group', 'aria-label': label }, h('table', { class: `rows ${kind}` },
    h('thead', {}, h('tr', {}, heads.map(([word, isNumeric]) => h('th', { scope: 'col', class: isNumeric ? 'numeric' : null }, word)))),
    h('tbody', {}, rows)));
}

const rowNumber = ({ row }) => h('th', { scope: 'row', class: 'numeric dim' }, h('span', { class: 'row-word' }, t('row'), ' '), number(row));

const cell = (label, ...content) => h('td', { 'data-label': label, class: 'value' }, content);

/** Rows with errors. What is wrong can be mended in place, and the others can be had as a file. */
function faulty(job) {
  const all = of(job.plan, 'error');
  const entry = (each) => h('tr', {},
    rowNumber(each),
    FIELDS.map((field) => cell(t(field.label), input(job, each, field))),
    cell(t('problem'), each.faults.map(({ field, word, values }) =>
      h('p', { class: 'fault', id: faultId(each, field) }, field in OTHER_WORDS ? `${t(OTHER_WORDS[field])}: ` : '', t(word, values)))));
  return card(t('importFaults'), all, SHOWN_FAULTS,
    h('p', { class: 'hint' }, t('importFaultsHint')),
    table(t('importFaults'), [[t('row'), true], ...FIELDS.map(({ label }) => [t(label)]), [t('problem')]], all.slice(0, SHOWN_FAULTS).map(entry), 'faults'),
    h('div', { class: 'actions start' }, h('button', { type: 'button', onclick: () => job.saveFaults() }, t('importSaveFaults'))));
}

const faultId = ({ row }, field) => `fault-${row}-${field}`;

function input(job, entry, { name, label, isNumeric }) {
  const isWrong = entry.faults.some(({ field }) => field === name);
  return h('input', {
    value: entry.written[name], 'data-at': `${entry.row} ${name}`, class: isNumeric ? 'number' : null, autocomplete: 'off',
    inputmode: isNumeric ? 'numeric' : null, 'aria-label': t('cellOfRow', { row: entry.row, field: t(label) }),
    'aria-invalid': isWrong ? 'true' : null, 'aria-describedby': isWrong ? faultId(entry, name) : null,
    onchange: (event) => job.edit(entry, name, event.target.value),
  });
}

/** Rows of which somebody has to say what becomes of them. */
function undecided(job, state) {
  const all = of(job.plan, state);
  const words = state === 'duplicate' ? ['importDuplicates', 'importDuplicatesHint'] : ['importOutdated', 'importOutdatedHint'];
  const notes = (each) => (state === 'duplicate'
    ? each.notes.map(([word, values]) => h('p', {}, t(word, values)))
    : h('p', {}, t('outdatedNote', { version: each.circle.version, ...named(each.circle) })));
  const entry = (each) => h('tr', {},
    rowNumber(each), values(each), cell(t('note'), notes(each)),
    cell(t('decision'), select(t('decisionOfRow', { row: each.row }), CHOICE_WORDS[state], each.choices, each.choice, `${each.row} choice`, (choice) => job.choose([each], choice))));
  const possible = CHOICES.filter((choice) => all.some(({ choices }) => choices.includes(choice)));
  return card(t(words[0]), all, SHOWN_FAULTS,
    h('p', { class: 'hint' }, t(words[1])),
    all.length > 1 ? h('p', { class: 'for-all' }, h('label', {}, t('decisionForAll'), ' ',
      select(null, CHOICE_WORDS[state], ['', ...possible], '', `all ${state}`, (choice) => choice && job.choose(all, choice)))) : null,
    table(t(words[0]), [...HEADS(), [t('note')], [t('decision')]], all.slice(0, SHOWN_FAULTS).map(entry)));
}

const select = (label, words, choices, chosen, at, take) =>
  h('select', { class: 'small', 'aria-label': label, 'data-at': at, onchange: (event) => take(event.target.value) },
    choices.map((choice) => h('option', { value: choice, selected: choice === chosen }, choice === '' ? t('choose') : t(words[choice]))));

/** Circles that get other values, before and after. */
function changed(plan) {
  const all = plan.filter(({ action }) => action?.kind === 'update');
  const entry = (each) => h('tr', {}, rowNumber(each), cell(t('name'), each.circle.circle_name),
    cell(t('changes'), changeWords(each.circle, { ...each.circle, ...each.action.changes }).join(t('and'))));
  return card(t('importWillChange'), all, SHOWN_FAULTS,
    table(t('importWillChange'), [[t('row'), true], [t('name')], [t('changes')]], all.slice(0, SHOWN_FAULTS).map(entry)));
}

/** The cells of a row with what the file says of a circle; after the first of them, what is to be noted. */
const values = (each, ...notes) => FIELDS.map(({ member, label, format, isNumeric }, at) =>
  h('td', { class: isNumeric ? 'numeric' : 'value', 'data-label': t(label) }, format(each.values[member]), at === 0 ? notes : null));

const plainly = (each) => h('tr', {}, rowNumber(each), values(each));

const HEADS = () => [[t('row'), true], ...FIELDS.map(({ label, isNumeric }) => [t(label), isNumeric])];

function fresh(plan) {
  const all = plan.filter(({ action }) => action?.kind === 'create');
  return card(t('importWill'), all, SHOWN, table(t('importWill'), HEADS(), all.slice(0, SHOWN).map(plainly)));
}

/** What is left alone, folded away: rows that the ledger has already, and those that sum up others. */
function unchanged(plan) {
  const all = of(plan, 'unchanged');
  const sums = of(plan, 'ignored');
  if (all.length + sums.length === 0) return null;
  const entry = (each) => h('tr', {}, rowNumber(each), values(each, each.notes.map(([word, said]) => h('small', {}, t(word, said)))));
  return h('section', { class: 'card' },
    sums.length === 0 ? null : h('p', {}, t('importIgnored', { rows: sums.slice(0, SHOWN).map(({ row }) => number(row)).join(t('and')) })),
    all.length === 0 ? null : h('details', {}, h('summary', {}, t('importUnchanged', { count: all.length })),
      table(t('groupUnchanged'), HEADS(), all.slice(0, SHOWN).map(entry)),
      all.length > SHOWN ? h('p', { class: 'hint' }, t('importFirst', { count: SHOWN })) : null));
}
