// Columns of the table of circles that are shown to who wants them.

import { recall, remember } from './drafts.js';
import { OPTIONAL } from './fields.js';
import { own } from './identity.js';
import { number } from './i18n.js';

/** What the list has of each circle beside what every circle is shown with: the name under which it is kept, its word, and what stands in the cell. */
export const COLUMNS = [
  ...OPTIONAL.map(({ name, label, member, write }) => ({ name, label, of: (circle) => write(circle[member]) })),
  { name: 'members', label: 'columnMembers', isNumeric: true, of: (circle) => number(circle.members ?? 0) },
  { name: 'renewed', label: 'columnRenewed', isNumeric: true, of: (circle) => String(circle.renewed_for ?? '') },
  { name: 'id', label: 'circleId', of: (circle) => `…${circle.circle_id.slice(-8)}` },
];

const place = () => `${own('columns')}list`;

/** Those that somebody wants to see. */
export function chosenColumns() {
  const names = (recall(place()) ?? '').split(' ');
  return COLUMNS.filter(({ name }) => names.includes(name));
}

export const chooseColumns = (names) => remember(place(), names.length === 0 ? null : names.join(' '));
