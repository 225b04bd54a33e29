// The audit log: who signed in, what was refused, who has granted what.

import { head, moment, PagedList, table } from './administration.js';
import { h, newId } from './dom.js';
import { auditPath } from './identityapi.js';
import { t } from './i18n.js';
import { actorName } from './names.js';
import { WORDS } from './words.js';

const PAGE = 50;

/** Where what was read of is shown. */
const PLACES = { person: '#/person/', circles: '#/person/', roster: '#/circle/', import: '#/import/' };

/** As much of an id as is shown. */
const SHORT = 8;
const COLUMNS = ['time', 'kind', 'accountName', 'addressOfCaller', 'details'];

/** The kinds of entries that there are words for. */
const kinds = () => Object.keys(WORDS).filter((word) => word.startsWith('audit_')).map((word) => word.slice('audit_'.length));

const kindWord = (kind) => (`audit_${kind.replaceAll('-', '_')}` in WORDS ? t(`audit_${kind.replaceAll('-', '_')}`) : kind);

export function auditPage(at, query) {
  const wanted = { kind: query?.get('kind') ?? '', account: query?.get('account') ?? '', limit: PAGE };
  const shown = new PagedList(auditPath(wanted), ({ account_id: id, detail }) => [id, detail.target], (entries) =>
    (entries.length === 0 ? h('p', { class: 'hint' }, t('noEntries')) : table(t('audit'), COLUMNS, entries.map((entry) => row(entry, narrow)))));
  const look = () => shown.begin(auditPath(wanted));
  const [kindId, accountId] = [newId('kind'), newId('account')];
  const kind = h('select', { id: kindId, onchange: () => { wanted.kind = kind.value; look(); } },
    h('option', { value: '' }, t('allKinds')), kinds().map((each) => h('option', { value: each.replaceAll('_', '-'), selected: each.replaceAll('_', '-') === wanted.kind }, t(`audit_${each}`))));
  const account = h('input', { id: accountId, value: wanted.account, autocomplete: 'off', spellcheck: 'false', onchange: () => { wanted.account = account.value.trim(); look(); } });
  function narrow(id) {
    account.value = id;
    wanted.account = id;
    look();
  }
  at.append(...head('audit'),
    h('form', { class: 'filters', onsubmit: (event) => { event.preventDefault(); wanted.account = account.value.trim(); look(); } },
      h('label', { for: kindId }, h('span', {}, t('kind')), kind), h('label', { for: accountId, class: 'grow' }, h('span', {}, t('accountId')), account)),
    shown.element);
  return { title: t('audit'), leave: () => shown.leave() };
}

const row = ({ at, kind, account_id: id, address, detail }, narrow) => [
  moment(at), kindWord(kind),
  id ? h('button', { type: 'button', class: 'link', title: id, onclick: () => narrow(id) }, actorName(id)) : '–', address,
  Object.entries(detail).map(([name, value]) => h('div', {}, h('span', { class: 'dim' }, worded('auditOf', name)), ' ', ...said(name, value, detail))),
];

/** The word for something of the log, or the log's own. */
const worded = (kind, name) => {
  const word = `${kind}_${name.replaceAll('-', '_')}`;
  return word in WORDS ? t(word) : name;
};

/** What an entry says of something, in words where there are some; people and circles are led to, for the log has their ids alone. */
function said(name, value, { what }) {
  if (name === 'roles' || name === 'role') return [value.split(',').map((role) => worded('role', role)).join(t('and'))];
  if (name === 'problem') return [worded('problem', value).replace(/。$/, '')];
  if (name === 'person_id') return [value === 'none' ? worded('auditIs', value) : toPerson(value)];
  if (name !== 'target') return [worded('auditIs', value)];
  if (what === 'people') return [worded('auditIs', value)];
  const place = PLACES[what];
  return [place ? h('a', { href: place + encodeURIComponent(value) }, short(value)) : actorName(value)];
}

const toPerson = (id) => h('a', { href: PLACES.person + encodeURIComponent(id) }, short(id));

const short = (id) => h('span', { title: id }, id.length > SHORT ? `${id.slice(0, SHORT)}…` : id);
