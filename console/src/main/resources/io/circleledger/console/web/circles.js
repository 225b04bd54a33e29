// The table of circles: what is searched for is in the address, what is shown is one page.

import * as api from './api.js';
import { announce, debounced, h, icon, ICONS, newId, paced, put, say } from './dom.js';
import { createCircle } from './create.js';
import { exportCircles } from './export.js';
import { number, t } from './i18n.js';
import { connection, happened, listen } from './live.js';
import { trouble } from './trouble.js';

const PAGE = 50;
const TYPING_MILLIS = 120;
const REFRESH_MILLIS = 400;
const RETRY_MILLIS = 2000;
const MARKED_MILLIS = 12_000;

/** What circles can be in the order of, and how that is called. */
const ORDERS = {
  'created desc': 'newestFirst', 'created asc': 'oldestFirst', 'name asc': 'byName', 'name desc': 'byNameDown',
  'capacity asc': 'byCapacity', 'capacity desc': 'byCapacityDown',
};

/** A page that was walked to: where it begins, and how many circles came before it. */
const START = { path: null, before: 0 };

/** Where the table was left: what it was looking for, how far it was walked, and which row was opened. */
let left = { address: '#/', state: null };

/** A way back to the table as it was left. */
export const wayBack = (...content) =>
  h('a', {
    href: left.address,
    onclick: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      history.pushState(left.state, '', left.address);
      window.dispatchEvent(new PopStateEvent('popstate', { state: left.state }));
    },
  }, content);

/** @param returned whether somebody came here by hand, and so may be going back to a row */
export function circlesPage(at, query, returned) {
  const search = read(query);
  const view = table(search, {
    sort: (column) => { change({ sort: column, order: search.sort === column && search.order === 'asc' ? 'desc' : 'asc' }); },
    open: (id) => { opened = id; remain(); },
  });
  // The way that was walked is kept with the entry of the browser's history: going back, or loading anew, is going there.
  let walked = history.state?.walked ?? [START];
  let opened = history.state?.opened ?? null;
  let returning = returned ? opened : null;
  let rows = [];
  let next = null;
  let loading = null;
  let retry = null;
  const marks = new Map();
  const gone = new Map();

  const fields = filters(search, change);
  const pager = pages(() => turn(1), () => turn(-1));
  at.append(
    h('div', { class: 'head' },
      h('h1', { tabindex: '-1' }, t('circles')),
      h('div', { class: 'head-actions' },
        h('button', { type: 'button', onclick: () => exportCircles(search) }, icon(ICONS.down), t('export')),
        h('button', { type: 'button', class: 'primary', onclick: () => createCircle() }, icon(ICONS.plus), t('newCircle')))),
    fields.element, view.element, pager.element);

  /** What is looked for changes: the page begins anew, and the address says so. */
  function change(changes) {
    Object.assign(search, changes);
    walked = [START];
    opened = null;
    remain();
    begin();
    load({ announced: true });
  }

  /** Another look at the table: what was marked is known by now. */
  function begin() {
    marks.clear();
    gone.clear();
    view.sorted(search);
    fields.sorted(search);
  }

  const state = () => ({ walked, opened });
  const remain = () => history.replaceState(state(), '', address(search));

  function turn(step) {
    if (step > 0 && next) walked.push({ path: next, before: walked.at(-1).before + rows.length });
    else if (step < 0 && walked.length > 1) walked.pop();
    else return;
    opened = null;
    history.pushState(state(), '', address(search));
    begin();
    load({ announced: true, turned: true });
  }

  /** The browser went back or forth, from one look at the table to another. */
  function arrive(there) {
    Object.assign(search, read(there));
    walked = history.state?.walked ?? [START];
    opened = returning = history.state?.opened ?? null;
    fields.fill(search);
    begin();
    load({ announced: true, turned: true });
  }

  /** Asks for the page; what was asked for before is of no interest any more. */
  async function load({ announced = false, turned = false, quiet = false } = {}) {
    loading?.abort();
    clearTimeout(retry);
    const mine = new AbortController();
    loading = mine;
    if (!quiet) view.busy(true);
    try {
      const found = await api.page(walked.at(-1).path ?? api.circlesPath({ ...search, limit: PAGE }), mine.signal);
      if (mine !== loading) return;
      loading = null;
      show(found, quiet);
      if (announced) announce(t('found', { count: rows.length }));
      if (returning) view.focus(returning);
      else if (turned) view.toTop();
      returning = null;
      listen();
    } catch (failure) {
      if (mine !== loading || mine.signal.aborted) return;
      loading = null;
      // A way that leads nowhere any more, because the server is another one, is begun anew.
      if (failure.status === 400 && walked.length > 1) {
        walked = [START];
        remain();
        return load({ announced });
      }
      // A page that is shown stays: what was true a moment ago is better than nothing.
      if (!quiet || rows.length === 0) {
        view.failed(failure, () => load());
        pager.hide();
      }
      if (failure instanceof api.Unreachable || failure.passes) retry = setTimeout(() => load({ quiet: true }), RETRY_MILLIS);
    } finally {
      if (mine === loading || loading === null) view.busy(false);
    }
  }

  function show(found, quiet) {
    if (quiet) mark(found.data);
    rows = found.data;
    next = found.next;
    const { before } = walked.at(-1);
    view.show(withGone(rows), marks, search);
    pager.show(before, rows.length, next !== null, walked.length > 1);
  }

  /** Marks what is not as it was shown. */
  function mark(fresh) {
    const known = new Map(rows.map((row) => [row.circle_id, row]));
    for (const row of fresh) {
      const old = known.get(row.circle_id);
      if (old && old.version !== row.version) marked(row.circle_id, 'changed');
      else if (!old && born.has(row.circle_id)) marked(row.circle_id, 'new');
    }
    const still = new Set(fresh.map((row) => row.circle_id));
    rows.forEach((row, index) => {
      if (ended.has(row.circle_id) && !still.has(row.circle_id)) {
        gone.set(row.circle_id, { row, index });
        marks.set(row.circle_id, { kind: 'gone', until: Infinity });
      }
    });
  }

  const marked = (id, kind) => marks.set(id, { kind, until: Date.now() + MARKED_MILLIS });

  /** A circle that was dissolved stays where it was for whoever looks at it, until the next look. */
  function withGone(page) {
    const shown = [...page];
    for (const { row, index } of gone.values()) shown.splice(Math.min(index, shown.length), 0, row);
    return shown;
  }

  const born = new Set();
  const ended = new Set();
  const refresh = paced(REFRESH_MILLIS, () => { if (!loading) load({ quiet: true }); else refreshLater(); });
  const refreshLater = debounced(REFRESH_MILLIS, () => refresh());
  const fading = setInterval(() => {
    const before = marks.size;
    for (const [id, { until }] of marks) if (until < Date.now()) marks.delete(id);
    if (marks.size !== before) view.show(withGone(rows), marks, search);
  }, 1000);
  const endings = [
    happened.subscribe((event) => {
      if (event.type === 'CircleCreated') {
        born.add(event.subject);
        // The page may have been read after it was created and before that was heard.
        if (rows.some((row) => row.circle_id === event.subject)) marked(event.subject, 'new');
      }
      if (event.type === 'CircleDissolved') ended.add(event.subject);
      if (born.size > 5000) born.clear();
      if (ended.size > 5000) ended.clear();
      refresh();
    }),
    connection.subscribe((online) => { if (online) load({ quiet: rows.length > 0 }); }),
    () => clearInterval(fading),
    () => { loading?.abort(); loading = null; clearTimeout(retry); },
  ];
  load();
  return {
    title: t('circles'),
    arrive,
    leave: () => {
      endings.forEach((end) => end());
      left = { address: address(search), state: state() };
    },
  };
}

function read(query) {
  const sort = query.get('sort');
  const order = query.get('order');
  return {
    q: query.get('q') ?? '',
    min: digits(query.get('min')),
    max: digits(query.get('max')),
    sort: ['created', 'name', 'capacity'].includes(sort) ? sort : 'created',
    order: ['asc', 'desc'].includes(order) ? order : 'desc',
  };
}

const digits = (text) => (/^\d{1,5}$/.test(text ?? '') ? text : '');

function address({ q, min, max, sort, order }) {
  const query = new URLSearchParams();
  if (q) query.set('q', q);
  if (min) query.set('min', min);
  if (max) query.set('max', max);
  if (sort !== 'created' || order !== 'desc') { query.set('sort', sort); query.set('order', order); }
  const text = query.toString();
  return text ? `#/?${text}` : '#/';
}

/** The fields above the table. */
function filters(search, change) {
  const faultId = newId('filter-fault');
  const fault = h('p', { class: 'fault', id: faultId, role: 'alert' });
  const text = h('input', {
    id: 'search', type: 'search', value: search.q, maxlength: '100', autocomplete: 'off', spellcheck: 'false',
    placeholder: t('searchHint'),
  });
  const bound = (value) => h('input', { inputmode: 'numeric', value, maxlength: '6', autocomplete: 'off', class: 'number', 'aria-describedby': faultId });
  const min = bound(search.min);
  const max = bound(search.max);
  const orders = h('select', { onchange: () => { const [sort, order] = orders.value.split(' '); change({ sort, order }); } },
    Object.entries(ORDERS).map(([value, word]) => h('option', { value }, t(word))));
  const sorted = ({ sort, order }) => { orders.value = `${sort} ${order}`; };
  const clear = h('button', { type: 'button', class: 'quiet', onclick: () => {
    [text, min, max].forEach((field) => { field.value = ''; });
    take();
    text.focus();
  } }, t('clearFilters'));
  const take = () => {
    const from = min.value.normalize('NFKC').trim();
    const to = max.value.normalize('NFKC').trim();
    const wrong = [from, to].some((value) => !/^\d{0,5}$/.test(value)) || (from !== '' && to !== '' && Number(from) > Number(to));
    say(fault, wrong ? t('filterFault') : '');
    [min, max].forEach((field) => put(field, 'aria-invalid', wrong ? 'true' : null));
    clear.hidden = text.value === '' && min.value === '' && max.value === '';
    const wanted = { q: text.value.trim(), min: from, max: to };
    if (!wrong && Object.entries(wanted).some(([name, value]) => search[name] !== value)) change(wanted);
  };
  const later = debounced(TYPING_MILLIS, take);
  // Kana that are still being turned into kanji are not what is looked for.
  let composing = false;
  text.addEventListener('compositionstart', () => { composing = true; });
  text.addEventListener('compositionend', () => { composing = false; later(); });
  text.addEventListener('input', () => { if (!composing) later(); });
  [min, max].forEach((field) => field.addEventListener('input', later));
  clear.hidden = text.value === '' && min.value === '' && max.value === '';
  sorted(search);
  return {
    sorted,
    fill({ q, min: from, max: to }) {
      [text.value, min.value, max.value] = [q, from, to];
      take();
    },
    element: h('form', { class: 'filters', role: 'search', onsubmit: (event) => { event.preventDefault(); take(); } },
      h('label', { class: 'grow' }, h('span', {}, t('search')), h('span', { class: 'with-icon' }, icon(ICONS.search), text)),
      h('label', {}, h('span', {}, t('minCapacity')), min),
      h('label', {}, h('span', {}, t('maxCapacity')), max),
      h('label', {}, h('span', {}, t('order')), orders),
      clear, fault),
  };
}

function table(search, { sort, open }) {
  const body = h('tbody');
  const state = h('div', { class: 'state', hidden: true });
  const shown = new Map();
  const columns = ['name', 'capacity'].map((name) => {
    const button = h('button', { type: 'button', class: 'sort', onclick: () => sort(name) }, t(name), h('span', { class: 'arrow', 'aria-hidden': 'true' }));
    return [name, h('th', { scope: 'col', class: name === 'capacity' ? 'numeric' : null }, button)];
  });
  const grid = h('table', { class: 'circles' },
    h('caption', { class: 'unseen' }, t('tableCaption')),
    h('thead', {}, h('tr', {}, columns.map(([, head]) => head), h('th', { scope: 'col', class: 'last' }, t('version')))), body);
  const element = h('section', { class: 'sheet', 'aria-label': t('tableCaption') }, grid, state);
  // Up and down go from row to row, as in a list.
  body.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...body.querySelectorAll('a')];
    const here = links.indexOf(document.activeElement);
    if (step && here >= 0 && links[here + step]) {
      event.preventDefault();
      links[here + step].focus();
    }
  });

  function row(id) {
    const link = h('a', { onclick: () => open(id) });
    const tag = h('span', { class: 'tag' });
    const capacity = h('td', { class: 'numeric' });
    const version = h('td', { class: 'last dim' });
    return { link, tag, capacity, version, element: h('tr', {}, h('th', { scope: 'row' }, link, tag), capacity, version) };
  }

  function sorted({ sort: by, order }) {
    for (const [name, head] of columns) put(head, 'aria-sort', name === by ? (order === 'asc' ? 'ascending' : 'descending') : null);
  }

  function fillRow(parts, circle, mark) {
    say(parts.link, circle.circle_name);
    put(parts.link, 'href', `#/circle/${encodeURIComponent(circle.circle_id)}`);
    say(parts.capacity, number(circle.capacity));
    say(parts.version, number(circle.version));
    say(parts.tag, mark ? t({ new: 'markNew', changed: 'markChanged', gone: 'markGone' }[mark.kind]) : '');
    put(parts.element, 'class', mark ? `marked ${mark.kind}` : null);
  }

  sorted(search);
  return {
    element,
    sorted,
    busy: (yes) => put(element, 'aria-busy', yes ? 'true' : null),
    /** Goes to the row of that circle. */
    focus(id) {
      const link = shown.get(id)?.link;
      link?.scrollIntoView({ block: 'center' });
      link?.focus({ preventScroll: true });
    },
    /** A page is read from its top; where the focus is, it stays. */
    toTop() {
      if (element.getBoundingClientRect().top < 0) element.scrollIntoView({ block: 'start' });
    },
    /** Changes only what is different, so that neither the focus nor the eye loses its place. */
    show(circles, marks, wanted) {
      const ids = new Set(circles.map((circle) => circle.circle_id));
      for (const [id, parts] of shown) if (!ids.has(id)) { parts.element.remove(); shown.delete(id); }
      circles.forEach((circle, index) => {
        let parts = shown.get(circle.circle_id);
        if (!parts) { parts = row(circle.circle_id); shown.set(circle.circle_id, parts); }
        fillRow(parts, circle, marks.get(circle.circle_id));
        if (body.children[index] !== parts.element) body.insertBefore(parts.element, body.children[index] ?? null);
      });
      const empty = circles.length === 0;
      const sought = wanted.q || wanted.min || wanted.max;
      grid.hidden = empty;
      state.hidden = !empty;
      put(state, 'role', null);
      if (empty) state.replaceChildren(
        h('h2', {}, t(sought ? 'nothingFound' : 'nothingYet')),
        h('p', {}, t(sought ? 'nothingFoundHint' : 'nothingYetHint')),
        ...(sought ? [] : [
          h('button', { type: 'button', onclick: () => createCircle() }, icon(ICONS.plus), t('newCircle')), ' ',
          h('a', { class: 'button', href: '#/import' }, icon(ICONS.up), t('importTitle'))]));
    },
    failed(failure, again) {
      grid.hidden = true;
      state.hidden = false;
      put(state, 'role', 'alert');
      state.replaceChildren(
        h('h2', {}, trouble(failure)),
        h('button', { type: 'button', onclick: again }, t('tryAgain')));
    },
  };
}

function pages(forward, back) {
  const where = h('span', { class: 'where' });
  const previous = h('button', { type: 'button', onclick: back }, t('previous'));
  const next = h('button', { type: 'button', onclick: forward }, t('next'));
  const element = h('nav', { class: 'pages', 'aria-label': t('pages'), hidden: true }, previous, where, next);
  return {
    element,
    hide() { element.hidden = true; },
    show(before, count, hasNext, hasPrevious) {
      element.hidden = count === 0 && !hasPrevious;
      // Of one page alone it says how much is on it.
      put(element, 'class', hasNext || hasPrevious ? 'pages' : 'pages single');
      const here = document.activeElement;
      previous.disabled = !hasPrevious;
      next.disabled = !hasNext;
      // A button that is used up gives the focus to the other one.
      if (here === next && !hasNext) previous.focus();
      if (here === previous && !hasPrevious) next.focus();
      say(where, count === 0 ? '' : t('rows', { from: before + 1, to: before + count }) + (hasNext ? '' : t('noMore')));
    },
  };
}
