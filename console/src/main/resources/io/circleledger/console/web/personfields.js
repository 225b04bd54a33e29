// The fields of a person, each described once: forms and imports go by this list.

import { t } from './i18n.js';
import { gradeWord } from './peoplebase.js';

const MAX_GRADE = 9;
const MAX_AGE = 150;
const USUAL_FINAL_GRADE = 4;

const grades = () => Array.from({ length: MAX_GRADE }, (_, at) => [String(at + 1), gradeWord(at + 1)]);

const tooLong = (most) => (text) => ([...text].length > most ? 'textTooLong' : null);

/** Of a cell that the server does not take: what else could be wrong with it cannot be seen. */
const inFile = (fault) => (text) => fault(text) ?? 'fieldRefused';

const nameFault = (text) => (text === '' ? 'personNameMissing' : tooLong(100)(text));
const emailFault = (text) => (text === '' || /^[^@\s]+@[^@\s]+$/.test(text) ? tooLong(254)(text) : 'emailFault');
const ageFault = (text) => (text === '' || (/^\d{1,3}$/.test(text) && Number(text) <= MAX_AGE) ? null : 'ageFault');

/**
 * The fields in the order in which they are shown.
 *
 * - options: what can be chosen; without them it is typed
 * - isOfStudents: whether only students have it; isNumber: whether it is sent as one
 * - fault: the word for what is wrong with a text, or null; faultInFile: the word for a cell of a file that is not taken
 */
export const PERSON_FIELDS = [
  { name: 'name', label: 'personName', fault: nameFault, faultInFile: inFile(nameFault) },
  { name: 'name_kana', label: 'kana', fault: tooLong(100), faultInFile: inFile(tooLong(100)) },
  { name: 'kind', label: 'personKind', options: () => [['student', t('kindStudent')], ['staff', t('kindStaff')]], initial: 'student', faultInFile: () => 'kindUnread' },
  { name: 'student_number', label: 'studentNumber', isOfStudents: true, fault: tooLong(32), faultInFile: inFile(tooLong(32)) },
  { name: 'grade', label: 'grade', isOfStudents: true, isNumber: true, options: () => [['', t('notKnown')], ...grades()], faultInFile: () => 'gradeUnread' },
  { name: 'final_grade', label: 'finalGrade', isOfStudents: true, isNumber: true, options: grades, initial: String(USUAL_FINAL_GRADE), faultInFile: () => 'gradeUnread' },
  { name: 'major', label: 'major', fault: tooLong(100), faultInFile: inFile(tooLong(100)) },
  { name: 'email', label: 'email', type: 'email', fault: emailFault, faultInFile: inFile(emailFault) },
  { name: 'age', label: 'age', isNumber: true, fault: ageFault, faultInFile: () => 'ageFault' },
];
