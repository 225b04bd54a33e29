// What an import can be about: the fields of its rows, the pages of what it makes, and the sentences that are its own.

import { FIELDS } from './fields.js';
import { t } from './i18n.js';
import { circlePlace, isRole, personPlace, roleWord, rosterPlace } from './peoplebase.js';
import { PERSON_FIELDS } from './personfields.js';

const circleField = ({ member, label, isNumeric, faultInFile }) => ({ name: member, label, isNumeric, faultInFile });

/** What can be chosen in a form is written in a row by its name; a file may have the word for it as well. */
const optionWord = (options) => (text) => options().find(([value]) => value === text)?.[1] ?? text;

const personField = ({ name, label, isNumber, options, faultInFile }) =>
  ({ name, label, isNumeric: Boolean(isNumber), faultInFile, ...(options && !isNumber ? { format: optionWord(options) } : {}) });

/** What somebody is in a circle, perhaps several things; a file has words of its own. */
const rolesWord = (text) => text.split(', ').map((role) => (isRole(role) ? roleWord(role) : role)).join(t('and'));

/** A cell of which the server alone says what is wrong. */
const readByServer = (name, label, more = {}) => ({ name, label, isNumeric: false, faultInFile: () => null, ...more });

/**
 * The kinds of imports that the server takes, the usual one first.
 *
 * - name: its name in the API; label: the word for it; noun: the word for one of the things, and for more of them
 * - intro: what a file has to have; hint: the same in short
 * - idField: the field that says which thing a row is about; idLabel: the word for it; uniqueField: one that no two have
 * - withinField: the field that says within what that is so, if a row is about two things
 * - ways: fields of which a file needs one each, the usual one first; hasTwins: whether a row that looks like another one may
 *   be something else all the same
 * - fields: those that a thing has, in their order: the word for each, whether it is a number, how a value is read, and the
 *   word for what is wrong with a cell
 * - place: the page of what a row, or something like it, is about; list: the page with all of them, and the word for the way there
 * - words: its own sentences in place of those that are said of circles; faults: those for what is wrong with one field
 */
export const KINDS = [
  {
    name: 'circles',
    label: 'circles',
    noun: 'nounCircle',
    intro: 'importIntro',
    hint: 'importCirclesHint',
    idField: 'circle_id',
    idLabel: 'circleId',
    fields: FIELDS.map(circleField),
    place: ({ circle_id: id }) => id && circlePlace(id),
    list: { href: '#/', word: 'toCircles' },
    ways: [],
    hasTwins: true,
    words: {},
    faults: {},
  },
  {
    name: 'persons',
    label: 'persons',
    noun: 'nounPerson',
    intro: 'importIntroPersons',
    hint: 'importPersonsHint',
    idField: 'person_id',
    idLabel: 'personId',
    uniqueField: 'student_number',
    fields: PERSON_FIELDS.map(personField),
    place: ({ person_id: id }) => id && personPlace(id),
    list: { href: '#/people', word: 'toPersons' },
    ways: [],
    hasTwins: true,
    words: {
      importCreates: 'importAdds',
      importGo: 'importGoAdds',
      importGoBoth: 'importGoAddsBoth',
      importDone: 'importDoneAdds',
      importDoneBoth: 'importDoneAddsBoth',
      idUnknown: 'personIdUnknown',
      idDissolved: 'personIdErased',
      faultAmbiguous: 'faultAmbiguousPerson',
      faultSameAsRow: 'faultSamePerson',
      importUndoCreated: 'importUndoPersons',
      importUndoHint: 'importUndoPersonsHint',
      leftSince: 'leftSincePerson',
      undoRefused: 'undoRefusedPerson',
    },
    faults: {},
  },
  {
    name: 'members',
    label: 'rosters',
    noun: 'nounMember',
    intro: 'importIntroMembers',
    hint: 'importMembersHint',
    idField: 'person_id',
    idLabel: 'personId',
    withinField: 'circle_id',
    fields: [
      readByServer('circle_name', 'nameOfCircle'), readByServer('circle_id', 'circleId'), readByServer('student_number', 'studentNumber'),
      readByServer('name', 'personName'), readByServer('role', 'circleRole', { format: rolesWord, faultInFile: () => 'roleUnread' }),
    ],
    place: ({ circle_id: id }) => id && rosterPlace(id),
    list: { href: '#/', word: 'toCircles' },
    ways: [['circle_name', 'circle_id'], ['student_number', 'person_id']],
    hasTwins: false,
    words: {
      importCreates: 'importJoins',
      importUpdates: 'importRoles',
      importDoubts: 'importSameRows',
      importGo: 'importGoJoins',
      importGoUpdates: 'importGoRoles',
      importGoBoth: 'importGoJoinsBoth',
      importDone: 'importDoneJoins',
      importDoneUpdates: 'importDoneRoles',
      importDoneBoth: 'importDoneJoinsBoth',
      outcomeCreated: 'outcomeJoined',
      faultSameAsRow: 'faultSameMember',
      faultAmbiguous: 'faultAmbiguousCircle',
      faultTaken: 'faultRoleTaken',
      importUndoCreated: 'importUndoJoins',
      importUndoUpdated: 'importUndoRoles',
      importUndoHint: 'importUndoMembersHint',
      leftSince: 'leftSinceMember',
      undoRefused: 'undoRefusedMember',
    },
    faults: {
      'unknown circle_name': 'circleNameUnknown',
      'unknown circle_id': 'rosterCircleUnknown',
      'unknown student_number': 'studentNumberUnknown',
      'unknown person_id': 'rosterPersonUnknown',
      'ended circle_name': 'rosterCircleDissolved',
      'ended circle_id': 'rosterCircleDissolved',
      'invalid circle_name': 'rosterCircleDamaged',
      'invalid circle_id': 'rosterCircleDamaged',
      'ended student_number': 'rosterPersonErased',
      'ended person_id': 'rosterPersonErased',
      'mismatch circle_name': 'circleNameDiffers',
      'mismatch student_number': 'studentNumberDiffers',
      'mismatch name': 'personNameDiffers',
      'missing student_number': 'studentNumberMissing',
    },
  },
];

/** The kind of that name; the usual one, where there is none. */
export const kindNamed = (name) => KINDS.find((kind) => kind.name === name) ?? KINDS[0];

/** A sentence as it is said of things of a kind. */
export const tell = (kind, word, values = {}) => t(kind.words[word] ?? word, { what: t(kind.noun, { count: values.count ?? 1 }), ...values });

/** Where a new import of a kind begins. */
export const beginningOf = ({ name }) => `#/import?kind=${name}`;
