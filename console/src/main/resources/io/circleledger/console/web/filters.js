// What the table of circles is asked for: the fields above it, the address that says the same, and what the answer is called.

import { debounced, h, icon, ICONS, newId, put, say } from './dom.js';
import { FIELDS } from './fields.js';
import { date, t } from './i18n.js';
import { firstCharacters, NAME_MAX, tidyName } from './rules.js';

const TYPING_MILLIS = 120;

/** What circles can be in the order of, and how that is called. */
const ORDERS = {
  'created desc': 'newestFirst', 'created asc': 'oldestFirst',
  ...Object.fromEntries(FIELDS.flatMap(({ name, orders }) => Object.entries(orders).map(([order, word]) => [`${name} ${order}`, word]))),
};

/** What can have become of circles: nothing stands for those that are active. */
const STATUSES = ['dissolved'];

const EARLIEST = '1900-01-01';

/** Today where the reader is, as a date is written. */
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && text >= EARLIEST;

const isBound = (text) => /^\d{0,5}$/.test(text);

const bound = (text) => (isBound(text) ? text : '');

const isCrossed = (from, to) => from !== '' && to !== '' && Number(from) > Number(to);

/** The search that an address asks for, as far as that is one. */
export function searchOf(query) {
  const sort = query.get('sort');
  const order = query.get('order');
  const [min, max] = [bound(query.get('min') ?? ''), bound(query.get('max') ?? '')];
  return {
    status: STATUSES.includes(query.get('status')) ? query.get('status') : '',
    asOf: isDay(query.get('as_of') ?? '') ? query.get('as_of') : '',
    q: firstCharacters(query.get('q') ?? '', NAME_MAX),
    ...(isCrossed(min, max) ? { min: '', max: '' } : { min, max }),
    sort: `${sort} asc` in ORDERS ? sort : 'created',
    order: ['asc', 'desc'].includes(order) ? order : 'desc',
  };
}

/** The number of the page that an address asks for. */
export function pageOf(query) {
  const number = query.get('page') ?? '';
  return /^[1-9]\d{0,3}$/.test(number) ? Number(number) : 1;
}

/** The address of a page of a search. */
export function addressOf({ status, asOf, q, min, max, sort, order }, page = 1) {
  const query = new URLSearchParams();
  if (status) query.set('status', status);
  if (asOf) query.set('as_of', asOf);
  if (q) query.set('q', q);
  if (min) query.set('min', min);
  if (max) query.set('max', max);
  if (sort !== 'created' || order !== 'desc') { query.set('sort', sort); query.set('order', order); }
  if (page > 1) query.set('page', page);
  const text = query.toString();
  return text ? `#/?${text}` : '#/';
}

/** @param change told what is looked for from now on; @param left aborted once nobody looks any more */
export function filters(search, change, left) {
  const text = h('input', {
    id: 'search', type: 'search', value: search.q, autocomplete: 'off', spellcheck: 'false',
    placeholder: t('searchHint'),
  });
  const range = capacityRange(search);
  const day = dayField(search);
  const orders = h('select', { onchange: () => { const [sort, order] = orders.value.split(' '); change({ sort, order }); } },
    Object.entries(ORDERS).map(([value, word]) => h('option', { value }, t(word))));
  const sorted = ({ sort, order }) => { orders.value = `${sort} ${order}`; };
  const clear = h('button', { type: 'button', class: 'quiet clear', onclick: () => {
    text.value = '';
    range.fill({ min: '', max: '' });
    day.fill({ asOf: '' });
    take({ isDone: true });
    text.focus();
  } }, t('clearFilters'));

  const hideClear = () => { clear.hidden = text.value === '' && range.isEmpty() && day.isEmpty(); };

  /** Looks for what is valid of the fields. @param isDone whether whoever types is through with a field */
  function take({ isDone = false } = {}) {
    const wanted = { q: firstCharacters(tidyName(text.value), NAME_MAX), ...range.read(isDone), ...day.read() };
    hideClear();
    if (Object.entries(wanted).some(([name, value]) => search[name] !== value)) change(wanted);
  }

  const later = debounced(TYPING_MILLIS, take, left);
  // Kana that are still being turned into kanji are not what is looked for.
  let composing = false;
  text.addEventListener('compositionstart', () => { composing = true; });
  text.addEventListener('compositionend', () => { composing = false; later(); });
  text.addEventListener('input', () => { if (!composing) later(); });
  range.element.addEventListener('input', () => later());
  range.element.addEventListener('change', () => take({ isDone: true }));
  day.element.addEventListener('change', () => take({ isDone: true }));
  hideClear();
  sorted(search);
  return {
    sorted,
    fill({ q, min, max, asOf }) {
      text.value = q;
      range.fill({ min, max });
      day.fill({ asOf });
      take({ isDone: true });
    },
    element: h('form', { class: 'filters', role: 'search', onsubmit: (event) => { event.preventDefault(); take({ isDone: true }); } },
      h('label', { class: 'grow' }, h('span', {}, t('search')), h('span', { class: 'with-icon' }, icon(ICONS.search), text)),
      ...folding(range.element, day.element, h('label', {}, h('span', {}, t('order')), orders)),
      clear),
  };
}

/** On a narrow screen all but the search stands behind a word, or no row would be seen. */
function folding(...fields) {
  const id = newId('more');
  const more = h('div', { class: 'more-filters', id }, fields);
  const unfold = h('button', { type: 'button', class: 'unfold', 'aria-controls': id, 'aria-expanded': 'false', onclick: () => {
    put(unfold, 'aria-expanded', String(more.classList.toggle('open')));
  } }, t('moreFilters'));
  return [unfold, more];
}

/** The day whose end is looked at. One that is not over, or not written to its end, is as none. */
function dayField(search) {
  const input = h('input', { type: 'date', value: search.asOf, min: EARLIEST, max: today() });
  const isWrong = () => !input.validity.valid || (input.value !== '' && !isDay(input.value));
  return {
    read() {
      put(input, 'aria-invalid', isWrong() ? 'true' : null);
      return { asOf: isWrong() ? '' : input.value };
    },
    isEmpty: () => input.value === '' && input.validity.valid,
    fill({ asOf }) { input.value = asOf; },
    element: h('label', {}, h('span', {}, t('asOf')), input),
  };
}

/** The least and the greatest capacity. What is wrong with them is said once whoever types is through with a field. */
function capacityRange(search) {
  const faultId = newId('range-fault');
  const fault = h('p', { class: 'fault', id: faultId, role: 'alert' });
  const field = (value) => h('input', { inputmode: 'numeric', value, maxlength: '6', autocomplete: 'off', class: 'number', 'aria-describedby': faultId });
  const [min, max] = [field(search.min), field(search.max)];
  const plain = (input) => input.value.normalize('NFKC').trim();

  /** The bounds that are valid, and the ones before for as long as others are being typed. */
  function read(isDone) {
    const [from, to] = [plain(min), plain(max)];
    const isNone = isBound(from) && isBound(to) && isCrossed(from, to);
    const wrong = [isNone || !isBound(from), isNone || !isBound(to)];
    const isWrong = wrong.includes(true);
    if (isWrong && !isDone && fault.textContent === '') return {};
    say(fault, isWrong ? t('filterFault') : '');
    [min, max].forEach((input, index) => put(input, 'aria-invalid', wrong[index] ? 'true' : null));
    return { min: wrong[0] ? '' : from, max: wrong[1] ? '' : to };
  }

  return {
    read,
    isEmpty: () => min.value === '' && max.value === '',
    fill(values) { [min.value, max.value] = [values.min, values.max]; },
    element: h('div', { class: 'range' },
      h('label', {}, h('span', {}, t('minCapacity')), min), h('label', {}, h('span', {}, t('maxCapacity')), max), fault),
  };
}

/** How many there are of what. */
export function totalOf({ status, asOf, q, min, max }, count) {
  const words = t(q || min || max ? 'totalFound' : status === 'dissolved' ? 'totalDissolved' : 'totalActive', { count });
  return asOf ? [t('asOfDay', { day: date(asOf) }), words].join(t('between')) : words;
}

/** What a look at the table is called, among the tabs of a browser and in its history. */
export const titleOf = ({ status, asOf, q }, page) => [
  q && t('printSearch', { q }), status === 'dissolved' && t('dissolvedTab'), asOf && t('asOfDay', { day: date(asOf) }), page > 1 && t('pageN', { page }), t('circles'),
].filter(Boolean).join(' – ');

/** What the numbers of all circles that are shown come to; where that are not all there are, it says so. */
export const sums = (rows, total) => FIELDS.filter(({ isNumeric }) => isNumeric).map(({ member, label }) =>
  t(rows.length < total ? 'sumOfPage' : 'sumOfAll', { field: t(label), sum: rows.reduce((sum, row) => sum + row[member], 0) })).join(t('and'));
