// Columns of the table of circles that are shown to who wants them.

import { recall, remember } from './drafts.js';
import { OPTIONAL } from './fields.js';
import { own } from './identity.js';
import { day, exactly, number } from './i18n.js';
import { actorName, isNamed } from './names.js';

/** What the log says of a circle; nothing while it was not asked, and a dash where it does not say it. */
const logged = (value, write) => (value === undefined ? '' : value ? write(value) : '–');

/**
 * What the list has of each circle beside what every circle is shown with.
 *
 * - name: under which it is kept; label: the word for it; of: what stands in the cell
 * - exact: what is said of it to who points at the cell, or nothing
 * - isLogged: whether the log is asked for it
 */
export const COLUMNS = [
  ...OPTIONAL.map(({ name, label, member, write }) => ({ name, label, of: (circle) => write(circle[member]) })),
  { name: 'members', label: 'columnMembers', isNumeric: true, of: (circle) => number(circle.members ?? 0) },
  { name: 'renewed', label: 'columnRenewed', isNumeric: true, of: (circle) => String(circle.renewed_for ?? '') },
  { name: 'changed', label: 'columnChanged', isLogged: true, of: ({ changed_at: at }) => logged(at, day), exact: ({ changed_at: at }) => logged(at, exactly) },
  { name: 'changer', label: 'columnChanger', isLogged: true, of: ({ changed_by: actor }) => logged(actor, () => (isNamed(actor) ? actorName(actor) : '–')) },
  { name: 'created', label: 'columnCreated', isLogged: true, of: ({ created_at: at }) => logged(at, day), exact: ({ created_at: at }) => logged(at, exactly) },
  { name: 'id', label: 'circleId', of: (circle) => `…${circle.circle_id.slice(-8)}` },
];

const place = () => `${own('columns')}list`;

/** Those that somebody wants to see. */
export function chosenColumns() {
  const names = (recall(place()) ?? '').split(' ');
  return COLUMNS.filter(({ name }) => names.includes(name));
}

/** Whether the log has to be asked for one of them. */
export const isLogAsked = () => chosenColumns().some(({ isLogged }) => isLogged);

export const chooseColumns = (names) => remember(place(), names.length === 0 ? null : names.join(' '));
