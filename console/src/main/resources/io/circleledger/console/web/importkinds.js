// What an import can be about: the fields of its rows, the pages of what it makes, and the sentences that are its own.

import { FIELDS } from './fields.js';
import { t } from './i18n.js';
import { circlePlace, personPlace } from './peoplebase.js';
import { PERSON_FIELDS } from './personfields.js';

const circleField = ({ member, label, isNumeric, faultInFile }) => ({ name: member, label, isNumeric, faultInFile });

/** What can be chosen in a form is written in a row by its name; a file may have the word for it as well. */
const optionWord = (options) => (text) => options().find(([value]) => value === text)?.[1] ?? text;

const personField = ({ name, label, isNumber, options, faultInFile }) =>
  ({ name, label, isNumeric: Boolean(isNumber), faultInFile, ...(options && !isNumber ? { format: optionWord(options) } : {}) });

/**
 * The kinds of imports that the server takes, the usual one first.
 *
 * - name: its name in the API; label: the word for it; noun: the word for one of the things, and for more of them
 * - intro: what a file has to have; hint: the same in short
 * - idField: the field that says which thing a row is about; idLabel: the word for it; uniqueField: one that no two have
 * - fields: those that a thing has, in their order: the word for each, whether it is a number, how a value is read, and the
 *   word for what is wrong with a cell
 * - place: the page of the thing with an id; list: the page with all of them, and the word for the way there
 * - words: its own sentences in place of those that are said of circles
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
    place: circlePlace,
    list: { href: '#/', word: 'toCircles' },
    words: {},
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
    place: personPlace,
    list: { href: '#/people', word: 'toPersons' },
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
  },
];

/** The kind of that name; the usual one, where there is none. */
export const kindNamed = (name) => KINDS.find((kind) => kind.name === name) ?? KINDS[0];

/** A sentence as it is said of things of a kind. */
export const tell = (kind, word, values = {}) => t(kind.words[word] ?? word, { what: t(kind.noun, { count: values.count ?? 1 }), ...values });

/** Where a new import of a kind begins. */
export const beginningOf = ({ name }) => `#/import?kind=${name}`;
