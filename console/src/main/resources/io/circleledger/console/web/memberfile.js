// A roster as a file or on paper.

import * as csv from './csv.js';
import { h } from './dom.js';
import { dated, download, fileName, sheetTime } from './download.js';
import { date, number, shortly, t } from './i18n.js';
import { gradeWord, roleWord, statusWord } from './peoplebase.js';
import { WORKBOOK, writeWorkbook } from './workbook.js';

const COLUMNS = ['circleRole', 'personName', 'kana', 'grade', 'major', 'joinedOn'];

const NUMBERED = ['printNumber', ...COLUMNS];

/** By these an import knows whom and what a row means. */
const IDS = ['circleId', 'personId'];

/** The day of a time, as spreadsheets know one. */
const dayOf = (time) => (time ? sheetTime(time).slice(0, 10) : '');

const cells = ({ role, name, name_kana: kana, grade, major, joined_at: joined }) =>
  [roleWord(role), name ?? t('erasedPerson'), kana ?? '', grade ?? '', major ?? '', dayOf(joined)];

/** The same as people read it. */
const said = (member) => cells({ ...member, grade: member.grade ? gradeWord(member.grade) : '', joined_at: null })
  .with(-1, member.joined_at ? date(dayOf(member.joined_at)) : '');

const nameOf = (circle) => `${t('roster')}_${fileName(circle.circle_name)}`;

/** @param kind `csv` or `xlsx` */
export function saveRoster(circle, members, kind) {
  const ids = ({ person_id: person }) => [circle.circle_id, person];
  const rows = [[...NUMBERED, ...IDS].map((word) => t(word)), ...members.map((member, at) => [at + 1, ...cells(member), ...ids(member)])];
  if (kind === 'csv') download(dated(nameOf(circle), 'csv'), csv.write(rows), 'text/csv');
  else download(dated(nameOf(circle), 'xlsx'), writeWorkbook(t('roster'), rows), WORKBOOK);
}

export function printRoster(circle, members) {
  const paper = h('div', { class: 'paper roster-paper' },
    h('h1', {}, t('rosterOf', { name: circle.circle_name })),
    h('p', {}, [t('printedRoster', { when: shortly(Date.now()), count: circle.members, max: circle.capacity }), statusWord(circle.status)].join(t('between'))),
    h('table', {},
      h('thead', {}, h('tr', {}, NUMBERED.map((word) => h('th', { scope: 'col' }, t(word))))),
      h('tbody', {}, members.map((member, at) => h('tr', {}, h('td', { class: 'dim' }, number(at + 1)), said(member).map((cell) => h('td', {}, String(cell))))))));
  document.body.append(paper);
  window.addEventListener('afterprint', () => paper.remove(), { once: true });
  window.print();
}
