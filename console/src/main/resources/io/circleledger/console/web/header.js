// The head of every page: where one can go, what is on its way, who one is.

import { h } from './dom.js';
import { remember } from './drafts.js';
import { healthDot } from './healthdot.js';
import { isOpen, may, me } from './identity.js';
import { language, t } from './i18n.js';
import { outbox } from './outbox.js';

/** The places of the navigation, and the role that each is for. */
const PLACES = [['circles', '#/', 'viewer'], ['allChanges', '#/changes', 'viewer'], ['persons', '#/people', 'editor'], ['renewal', '#/renewal', 'editor'], ['import', '#/import', 'editor'], ['health', '#/health', 'operator'], ['administration', '#/accounts', 'administrator']];

/** Whether a place is there for who uses the page. */
const isOffered = (place, role) => may(role) && !(place === 'administration' && isOpen());

export class Header {
  #outbox = outbox();
  #inner = h('div', { class: 'top-in' });
  #place = '';
  #signOut;
  #translate;
  element = h('header', { class: 'top' }, this.#inner);

  /** @param signOut called when somebody wants to; @param translate called when the language is another one */
  constructor({ signOut, translate }) {
    this.#signOut = signOut;
    this.#translate = translate;
    this.render();
  }

  /** Shows who uses the page, and where they can go. */
  render() {
    const link = ([place, href]) => h('a', { href, 'data-place': place }, t(place));
    const places = PLACES.filter(([place, , role]) => isOffered(place, role));
    this.#inner.replaceChildren(...[
      h('a', { class: 'brand', href: '#/' }, h('span', { class: 'seal', 'aria-hidden': 'true' }), t('product')),
      me() ? h('nav', { class: 'main', 'aria-label': t('navigation') }, places.map(link)) : null,
      this.#outbox.element, me() ? healthDot() : null, me() && !isOpen() ? this.#person() : null,
      h('div', { class: 'settings' }, me() ? h('a', { class: 'help-link', href: '#/help', 'data-place': 'help' }, t('help')) : null, languages(this.#translate), themes())].filter(Boolean));
    this.#outbox.render();
    this.at(this.#place);
  }

  /** @param place the part of the navigation that is shown */
  at(place) {
    this.#place = place;
    for (const link of this.element.querySelectorAll('nav.main a, .person a, .help-link')) {
      if (link.dataset.place === place) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  }

  #person() {
    const { name, roles } = me();
    return h('div', { class: 'person' },
      h('a', { href: '#/me', 'data-place': 'me' }, h('span', { class: 'unseen' }, t('signedInAs')), ' ', h('strong', {}, name), ' ', h('small', { title: roleWords(roles) }, roleWords(roles))),
      h('button', { type: 'button', class: 'quiet', onclick: this.#signOut }, t('signOut')));
  }
}

/** The roles of an account in words. */
export const roleWords = (roles) => (roles.length === 0 ? t('noRoles') : roles.map((role) => t(`role_${role}`)).join(t('and')));

function choice(label, chosen, options, take) {
  return h('select', { 'aria-label': label, class: 'small', onchange: (event) => take(event.target.value) },
    options.map(([value, text, lang]) => h('option', { value, lang, selected: value === chosen }, text)));
}

const languages = (translate) => choice(t('language'), language(), [['ja', '日本語', 'ja'], ['en', 'English', 'en']], (wanted) => {
  remember('language', wanted);
  document.documentElement.lang = wanted;
  translate();
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
