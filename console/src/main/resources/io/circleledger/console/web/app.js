// The frame around the pages: head, banner, and which page the address names.

import * as deeds from './deeds.js';
import { left } from './dialog.js';
import { announce, announcer, h, say } from './dom.js';
import { remember } from './drafts.js';
import { toast } from './toast.js';
import { begunAnew, connection, isOnline } from './live.js';
import { language, t } from './i18n.js';
import { circlesPage } from './circles.js';
import { circlePage } from './circle.js';
import { importPage } from './import.js';
import { healthPage } from './health.js';
import { createCircle } from './create.js';
import { undoLast } from './toast.js';

const RETURN_MILLIS = 500;
const root = document.getElementById('app');
const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);
let shown = null;
let main = null;

/** A page: its title, which part of the navigation it belongs to, and what shows it. */
function route() {
  const [path, query = ''] = location.hash.replace(/^#/, '').split('?');
  const parts = path.split('/').filter(Boolean);
  if (parts.length === 0) return { place: 'circles', query: new URLSearchParams(query), show: circlesPage };
  if (parts[0] === 'circle' && parts.length === 2) {
    return { place: 'circles', show: (at) => circlePage(at, parts[1]) };
  }
  if (parts[0] === 'import') return { place: 'import', show: importPage };
  if (parts[0] === 'health') return { place: 'health', show: healthPage };
  return { place: '', show: nowhere };
}

function nowhere(at) {
  at.append(h('div', { class: 'state' }, h('h1', { tabindex: '-1' }, t('nowhere')), h('p', {}, h('a', { href: '#/' }, t('toCircles')))));
  return { title: t('nowhere') };
}

/** Shows the page of the address. A page gives back its title, and what it needs to go on at another address and to end. */
function show(byHand) {
  const { place, query, show: page } = route();
  if (byHand && page === shown?.page && shown.arrive) return shown.arrive(query);
  shown?.leave?.();
  main.replaceChildren();
  shown = { page, ...page(main, query, byHand) };
  titled(shown.title);
  shown.retitle?.(titled);
  for (const link of document.querySelectorAll('nav.main a')) {
    if (link.dataset.place === place) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (byHand) {
    window.scrollTo(0, 0);
    main.querySelector('h1')?.focus();
  }
}

const titled = (title) => { document.title = `${title} – ${t('product')}`; };

function frame() {
  main = h('main', { id: 'content', tabindex: '-1' });
  const banner = h('div', { class: 'banner', role: 'alert', hidden: isOnline() }, h('span', {}, isOnline() ? '' : t('offline')));
  frame.banner = banner;
  const link = (place, href) => h('a', { href, 'data-place': place }, t(place));
  root.replaceChildren(
    h('a', { class: 'skip', href: '#content', onclick: (event) => { event.preventDefault(); main.focus(); } }, t('skip')),
    h('header', { class: 'top' },
      h('div', { class: 'top-in' },
        h('a', { class: 'brand', href: '#/' }, h('span', { class: 'seal', 'aria-hidden': 'true' }), t('product')),
        h('nav', { class: 'main', 'aria-label': t('navigation') }, link('circles', '#/'), link('import', '#/import'), link('health', '#/health')),
        outbox(), h('div', { class: 'settings' }, languages(), themes()))),
    banner,
    main,
    h('footer', {}, t('footKeys', { search: isMac ? '⌘K' : 'Ctrl+K', create: 'Alt+N' })),
    announcer());
}

/** How much is on its way to the server and not answered yet. */
function outbox() {
  const element = h('span', { class: 'outbox', role: 'status' });
  frame.outbox = () => say(element, deeds.count() === 0 ? '' : t('onTheWay', { count: deeds.count() }));
  frame.outbox();
  return element;
}

function choice(label, chosen, options, take) {
  return h('select', { 'aria-label': label, class: 'small', onchange: (event) => take(event.target.value) },
    options.map(([value, text, lang]) => h('option', { value, lang, selected: value === chosen }, text)));
}

const languages = () => choice(t('language'), language(), [['ja', '日本語', 'ja'], ['en', 'English', 'en']], (wanted) => {
  remember('language', wanted);
  document.documentElement.lang = wanted;
  frame();
  show(false);
  document.querySelector('.settings select').focus(); // As it was, in the other language.
});

function themes() {
  const options = [['auto', t('themeAuto')], ['light', t('themeLight')], ['dark', t('themeDark')]];
  return choice(t('theme'), document.documentElement.dataset.theme ?? 'auto', options, (wanted) => {
    remember('theme', wanted === 'auto' ? null : wanted);
    if (wanted === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = wanted;
  });
}

connection.subscribe((online) => {
  frame.banner.hidden = online;
  say(frame.banner.firstChild, online ? '' : t('offline'));
  if (online) announce(t('onlineAgain'));
});

deeds.changed.subscribe(() => frame.outbox());

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

// Keys with Ctrl, Command or Alt: a single letter would be in the way of who speaks to the computer. With both, or with
// AltGr, letters are written in some languages.
window.addEventListener('keydown', (event) => {
  if (document.querySelector('dialog[open]')) return;
  const isControl = event.ctrlKey || event.metaKey;
  if (isControl && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z') {
    if (!event.target.closest?.('input, select') && undoLast()) event.preventDefault();
    return;
  }
  if (isControl && !event.altKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    if (!document.getElementById('search')) location.hash = '#/';
    requestAnimationFrame(() => document.getElementById('search')?.focus());
  } else if (event.altKey && !isControl && !event.getModifierState('AltGraph') && event.code === 'KeyN') {
    event.preventDefault();
    createCircle();
  }
});

frame();
deeds.resume();
show(false);
