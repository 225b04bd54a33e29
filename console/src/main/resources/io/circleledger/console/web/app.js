// The frame around the pages: head, banner, and which page the address names.

import * as api from './api.js';
import { circlePage } from './circle.js';
import { circlesPage } from './circles.js';
import { createCircle } from './create.js';
import * as deeds from './deeds.js';
import { left } from './dialog.js';
import { announce, announcer, h, say } from './dom.js';
import { Header } from './header.js';
import { become, changed, isOpen, may, me, myPerson, ROLES } from './identity.js';
import * as identityApi from './identityapi.js';
import { t } from './i18n.js';
import { isCommand, isMac, letterOf, showKeys, withControl } from './keys.js';
import { later } from './later.js';
import { signOut, watchForTheEnd } from './leave.js';
import { linkInAddress, linkPage } from './link.js';
import { begunAnew, connection, isOnline } from './live.js';
import { myPage } from './me.js';
import { tellOthers } from './sessionnews.js';
import { signInAgain, signInPage } from './signin.js';
import { toast, undoLast } from './toast.js';

const RETURN_MILLIS = 500;
const root = document.getElementById('app');
let shown = null;
let main = null;
let header = null;
/** Whether it is known who uses the page, if anybody. */
let isBegun = false;
/** What can be signed in with, while nobody is signed in. */
let ways = null;

const anImport = later(() => import('./import.js'), 'importPage', 'import');

/** The pages with one address: which part of the navigation each belongs to, the role it is for, and what shows it. */
const PAGES = {
  changes: { place: 'allChanges', role: 'viewer', page: later(() => import('./changes.js'), 'changesPage', 'allChanges', { arrives: true }) },
  help: { place: 'help', role: null, page: later(() => import('./help.js'), 'helpPage', 'help') },
  import: { place: 'import', role: 'editor', page: anImport },
  health: { place: 'health', role: 'operator', page: later(() => import('./health.js'), 'healthPage', 'healthTitle') },
  accounts: { place: 'administration', role: 'administrator', page: later(() => import('./accounts.js'), 'accountsPage', 'accounts'), isOfIdentities: true },
  tokens: { place: 'administration', role: 'administrator', page: later(() => import('./tokens.js'), 'tokensPage', 'tokens'), isOfIdentities: true },
  audit: { place: 'administration', role: 'administrator', page: later(() => import('./audit.js'), 'auditPage', 'audit'), isOfIdentities: true },
  people: { place: 'persons', role: 'editor', page: later(() => import('./people.js'), 'peoplePage', 'persons', { arrives: true }) },
  renewal: { place: 'renewal', role: 'editor', page: later(() => import('./renewal.js'), 'renewalPage', 'renewal') },
  'year-end': { place: 'renewal', role: 'editor', page: later(() => import('./yearend.js'), 'yearEndPage', 'renewal') },
  'signed-in': { place: '', role: null, page: (at) => back(at), isOfIdentities: true },
  me: { place: 'me', role: null, page: myPage, isOfIdentities: true },
};

const aRoster = later(() => import('./members.js'), 'membersPage', 'roster');
const aPerson = later(() => import('./person.js'), 'personPage', 'persons');
const anAccount = later(() => import('./account.js'), 'accountPage', 'accounts');

/** The page that the address names. */
function named() {
  const [path, text = ''] = location.hash.replace(/^#/, '').split('?');
  const query = new URLSearchParams(text);
  const parts = path.split('/').filter(Boolean);
  if (parts.length === 0) return { place: 'circles', role: 'viewer', query, page: circlesPage };
  if (parts[0] === 'circle' && parts.length === 2) return { place: 'circles', role: 'viewer', page: (at) => circlePage(at, parts[1]) };
  if (parts[0] === 'circle' && parts[2] === 'members' && parts.length === 3) return { place: 'circles', role: myPerson() === null ? 'editor' : 'viewer', page: (at) => aRoster(at, parts[1]) };
  if (parts[0] === 'person' && parts.length === 2) return { ...PAGES.people, page: (at) => aPerson(at, parts[1]) };
  if (parts[0] === 'accounts' && parts.length === 2) return { ...PAGES.accounts, page: (at) => anAccount(at, parts[1]) };
  if (parts[0] === 'import' && parts.length === 2) return { ...PAGES.import, page: (at) => anImport(at, parts[1]) };
  return { query, ...(PAGES[parts[0]] ?? { place: '', role: null, page: nowhere }) };
}

/** What is shown: the page of the address, or what has to be done before. */
function route() {
  const link = linkInAddress();
  if (link) return { place: '', page: (at) => linkPage(at, link, entered) };
  if (!me()) return { place: '', page: (at) => signInPage(at, ways, entered) };
  const wanted = named();
  if (wanted.isOfIdentities && isOpen()) return { place: '', page: nowhere };
  if (wanted.role && !may(wanted.role)) return { place: '', page: me().roles.length === 0 ? roleless : unallowed };
  return wanted;
}

const instead = (title, ...content) => (at) => {
  at.append(h('div', { class: 'state' }, h('h1', { tabindex: '-1' }, t(title)), ...content.map((make) => h('p', {}, make()))));
  return { title: t(title) };
};

const toCircles = () => h('a', { href: '#/' }, t('toCircles'));
const nowhere = instead('nowhere', toCircles);
const unallowed = instead('notAllowed', () => t('notAllowedHint'), toCircles);
const back = instead('signedInNow', () => t('signedInNowHint'), toCircles);
const roleless = instead('roleless', () => t('rolelessHint'));

/** Shows the page of the address. A page gives back its title, and what it needs to go on at another address and to end. */
function show(byHand) {
  if (!isBegun) return;
  const { place, query, page } = route();
  if (byHand && page === shown?.page && shown.arrive) return shown.arrive(query);
  leavePage();
  shown = { page, ...page(main, query, byHand) };
  titled(shown.title);
  shown.retitle?.(titled);
  header.at(place);
  if (byHand) {
    window.scrollTo(0, 0);
    main.querySelector('h1')?.focus();
  }
}

function leavePage() {
  shown?.leave?.();
  shown = null;
  main.replaceChildren();
}

const titled = (title) => { document.title = `${title} – ${t('product')}`; };

function frame() {
  main = h('main', { id: 'content', tabindex: '-1' });
  frame.banner = h('div', { class: 'banner', role: 'alert', hidden: isOnline() }, h('span', {}, isOnline() ? '' : t('offline')));
  header = new Header({
    signOut: () => signOut(leavePage),
    translate: () => {
      frame();
      show(false);
    },
  });
  const create = may('editor') ? t('footCreate', { create: isMac ? '⌥N' : 'Alt+N' }) : '';
  root.replaceChildren(
    h('a', { class: 'skip', href: '#content', onclick: (event) => { event.preventDefault(); main.focus(); } }, t('skip')),
    header.element, frame.banner, main,
    h('footer', {}, me() ? [t('footKeys', { search: withControl('K') }) + create, h('button', { type: 'button', class: 'link', onclick: showKeys }, t('keys')), h('a', { href: '#/help' }, t('help'))] : ''),
    announcer());
}

function offline(yes) {
  frame.banner.hidden = !yes;
  say(frame.banner.firstChild, yes ? t('offline') : '');
}

connection.subscribe((online) => {
  offline(!online);
  if (online) announce(t('onlineAgain'));
});

changed.subscribe(() => header?.render());

// A role that was taken away is not offered any more.
api.forbidden.subscribe(() => { identityApi.session().then(become, () => {}); });

// What is shown may never have been; drafts are kept, and are there again.
begunAnew.subscribe(() => {
  toast(t('otherHistory'), { stays: true });
  show(false);
});

// Told of each step in the browser's history, a click on a link to another page included. A step back from a dialog
// closes it and nothing else: the page beneath it is the one it belongs to.
let returning = null;
window.addEventListener('popstate', () => {
  if (returning !== null) {
    clearTimeout(returning);
    returning = null;
    return;
  }
  const steps = left();
  if (steps === 0) return show(true);
  // Where there is nothing to return to, the page of the address is shown.
  returning = setTimeout(() => { returning = null; show(true); }, RETURN_MILLIS);
  history.go(steps);
});

// Who asks for the page that is there gets it from its beginning; of such a click the browser tells nothing.
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#/"]');
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.hash !== (location.hash || '#/')) return;
  event.preventDefault();
  history.pushState(null, '', link.hash);
  show(true);
});

// A file that misses its place does not take the page's.
for (const kind of ['dragover', 'drop']) window.addEventListener(kind, (event) => event.preventDefault());

function toSearch() {
  if (!document.getElementById('search')) location.hash = '#/';
  requestAnimationFrame(() => document.getElementById('search')?.focus());
}

// Keys with Ctrl, Command or Alt; with both, or with AltGr, letters are written in some languages. And single letters,
// where nobody writes.
window.addEventListener('keydown', (event) => {
  if (!me() || document.querySelector('dialog[open]')) return;
  const isControl = event.ctrlKey || event.metaKey;
  if (isCommand(event) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z') {
    if (!event.target.closest?.('input, select') && undoLast()) event.preventDefault();
    return;
  }
  if (isCommand(event) && !event.altKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    toSearch();
  } else if (event.altKey && !isControl && !event.getModifierState('AltGraph') && event.code === 'KeyN') {
    event.preventDefault();
    if (may('editor')) createCircle();
  } else if (letterOf(event) === '/' || letterOf(event) === '?') {
    event.preventDefault();
    if (event.key === '/') toSearch();
    else showKeys();
  }
});

/** Somebody has signed in. */
function entered() {
  frame();
  deeds.resume();
  show(true);
}

/** Asks who uses the page, until the server says. */
async function begin() {
  try {
    become(await api.insist(() => identityApi.session(), () => offline(true)));
  } catch (failure) {
    // A server without such a question asks nobody.
    if (failure.status === 404) become({ account_id: 'anonymous', name: 'anonymous', roles: ROLES, open: true });
    else if (failure.status === 401) ways = identityApi.waysOf(failure);
    else throw failure;
  }
}

async function start() {
  frame();
  await begin();
  isBegun = true;
  frame();
  api.renewBy(signInAgain);
  watchForTheEnd(leavePage);
  if (me()) {
    deeds.resume();
    tellOthers('signed-in');
  }
  show(false);
}

start();
