// A roster as a file or on paper.

import * as csv from './csv.js';
import { h } from './dom.js';
import { dated, download, sheetTime } from './download.js';
import { number, shortly, t } from './i18n.js';
import { roleWord, statusWord } from './peoplebase.js';
import { WORKBOOK, writeWorkbook } from './workbook.js';

const COLUMNS = ['circleRole', 'personName', 'kana', 'grade', 'major', 'joinedOn'];

const NUMBERED = ['printNumber', ...COLUMNS];

/** The day of a time, as spreadsheets know one. */
const dayOf = (time) => (time ? sheetTime(time).slice(0, 10) : '');

const cells = ({ role, name, name_kana: kana, grade, major, joined_at: joined }) =>
  [roleWord(role), name ?? t('erasedPerson'), kana ?? '', grade ?? '', major ?? '', dayOf(joined)];

/** No system takes these for part of a file's name. */
const fileName = (circle) => `${t('roster')}_${circle.circle_name.replace(/[\\/:*?"<>|\s]+/g, '_').slice(0, 60)}`;

/** @param kind `csv` or `xlsx` */
export function saveRoster(circle, members, kind) {
  const rows = [NUMBERED.map((word) => t(word)), ...members.map((member, at) => [at + 1, ...cells(member)])];
  if (kind === 'csv') download(dated(fileName(circle), 'csv'), csv.write(rows), 'text/csv');
  else download(dated(fileName(circle), 'xlsx'), writeWorkbook(t('roster'), rows), WORKBOOK);
}

export function printRoster(circle, members) {
  const paper = h('div', { class: 'paper roster-paper' },
    h('h1', {}, t('rosterOf', { name: circle.circle_name })),
    h('p', {}, [t('printedRoster', { when: shortly(Date.now()), count: circle.members, max: circle.capacity }), statusWord(circle.status)].join(' · ')),
    h('table', {},
      h('thead', {}, h('tr', {}, NUMBERED.map((word) => h('th', { scope: 'col' }, t(word))))),
      h('tbody', {}, members.map((member, at) => h('tr', {}, h('td', { class: 'dim' }, number(at + 1)), cells(member).map((cell) => h('td', {}, String(cell))))))));
  document.body.append(paper);
  window.addEventListener('afterprint', () => paper.remove(), { once: true });
  window.print();
}
