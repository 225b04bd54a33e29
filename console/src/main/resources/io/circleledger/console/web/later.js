// Pages whose scripts are asked for when somebody goes there, so that the first view need not wait for them.

import { h } from './dom.js';
import { t } from './i18n.js';

/**
 * A page that is had later.
 *
 * @param load asks for its script; @param name what makes the page in there; @param title the word for its title until then
 * @param arrives whether it goes on at another address of its own
 */
export const later = (load, name, title, { arrives = false } = {}) => (at, ...more) => {
  let page = null;
  let isLeft = false;
  let titled = () => {};
  async function begin() {
    at.replaceChildren(h('h1', { tabindex: '-1', 'aria-busy': 'true' }, t(title)));
    try {
      const module = await load();
      if (isLeft) return;
      const wasHere = at.contains(document.activeElement);
      at.replaceChildren();
      page = module[name](at, ...more);
      titled(page.title);
      page.retitle?.(titled);
      if (wasHere) at.querySelector('h1')?.focus();
    } catch {
      // The server is away, or has other scripts by now.
      if (!isLeft) at.append(h('p', { class: 'notice fault-box', role: 'alert' }, t('pageNotLoaded'), ' ', h('button', { type: 'button', onclick: () => location.reload() }, t('tryAgain'))));
    }
  }
  begin();
  const arriving = arrives ? { arrive: (query) => {
    if (page) page.arrive(query);
    else more[0] = query;
  } } : {};
  return {
    ...arriving,
    title: t(title),
    retitle: (set) => { titled = set; },
    leave() {
      isLeft = true;
      page?.leave?.();
    },
  };
};
