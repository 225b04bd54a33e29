// What others do to the circles of a page while somebody looks at it.
//
// Who reaches for a row gets that row. So no row ever comes, goes or moves by itself: a row that is there says what
// became of it, and what would come or move waits until it is asked for.

import { afterEvent } from './fields.js';

const MARKED_MILLIS = 12_000;
const REMEMBERED = 5000;

export class Watch {
  #born = new Set();
  #ended = new Set();
  #touched = new Set();
  /** The event that brings a circle into the table, given by a function: the table may be of others in a moment. */
  #arrival;
  /** What is not as it was first shown: the kind of it, and until when it is marked. */
  marks = new Map();

  constructor(arrival) {
    this.#arrival = arrival;
  }

  /** Another look at the table: what was marked is known by now. */
  begin() {
    this.marks.clear();
    this.#touched.clear();
  }

  /** Remembers what happened. @returns the rows as they are after it; the same ones if it is about none of them */
  heard(event, rows) {
    const { type, subject: id } = event;
    const isHere = rows.some((row) => row.circle_id === id);
    if (type === this.#arrival()) {
      remember(this.#born, id);
      // The page may have been read after it was created and before that was heard.
      if (isHere) this.#mark(id, 'new');
    } else if (type === 'CircleDissolved') {
      remember(this.#ended, id);
      if (isHere) this.#markGone(id);
    } else {
      remember(this.#touched, id);
    }
    return isHere ? rows.map((row) => (row.circle_id === id ? this.#after(row, event) : row)) : rows;
  }

  /** Marks of rows that are shown from now on what somebody has not seen yet. */
  taken(rows, known) {
    for (const { circle_id: id } of rows) {
      if (this.#ended.has(id)) this.#markGone(id);
      else if (known && this.#born.has(id) && !known.has(id)) this.#mark(id, 'new');
    }
  }

  /** The rows that are shown, as they are in a page that was read since. */
  updated(rows, fresh) {
    const now = new Map(fresh.map((row) => [row.circle_id, row]));
    return rows.map((row) => {
      const id = row.circle_id;
      const other = now.get(id);
      if (!other && this.#ended.has(id)) this.#markGone(id);
      if (!other || other.version <= row.version) return row;
      this.#mark(id, 'changed');
      return other;
    });
  }

  /** What a page that was read since has that is not shown: how many new circles, and whether anything else is in another place. */
  waiting(rows, fresh) {
    const known = new Set(rows.map((row) => row.circle_id));
    const isKnown = ({ circle_id: id }) => known.has(id);
    const last = fresh.findLastIndex(isKnown);
    const unseen = fresh.map((row, index) => ({ id: row.circle_id, index })).filter(({ id }) => !known.has(id));
    const born = unseen.filter(({ id }) => this.#born.has(id));
    const order = (all) => all.map((row) => row.circle_id).join(' ');
    const still = new Set(fresh.map((row) => row.circle_id));
    // What stands after the last row that is shown has only moved up, because another one is gone.
    const isOther = unseen.some(({ id, index }) => !this.#born.has(id) && (index < last || this.#touched.has(id)))
      || order(fresh.filter(isKnown)) !== order(rows.filter((row) => still.has(row.circle_id)));
    return { born: born.length, isOther, first: unseen[0]?.id ?? null };
  }

  /** Forgets marks that were there long enough. @returns whether there was one */
  faded() {
    const before = this.marks.size;
    for (const [id, { until }] of this.marks) if (until < Date.now()) this.marks.delete(id);
    return this.marks.size !== before;
  }

  /** A row after a change that is the next one of its circle; others are read, and so are those that say who has changed them. */
  #after(row, { type, data, streamversion }) {
    if (type !== 'CircleUpdated' || !data || streamversion !== row.version + 1 || 'changed_by' in row) return row;
    this.#mark(row.circle_id, 'changed');
    return { ...afterEvent(row, data), version: streamversion };
  }

  #mark(id, kind) {
    this.marks.set(id, { kind, until: Date.now() + MARKED_MILLIS });
  }

  /** A circle that was dissolved stays where it was for whoever looks at it, until the next look. */
  #markGone(id) {
    this.marks.set(id, { kind: 'gone', until: Infinity });
  }
}

function remember(ids, id) {
  if (ids.size >= REMEMBERED) ids.clear();
  ids.add(id);
}
