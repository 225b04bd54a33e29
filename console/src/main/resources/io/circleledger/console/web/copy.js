// Puts a text where it can be pasted from.

import { h } from './dom.js';
import { t } from './i18n.js';
import { toast } from './toast.js';

/** A button that copies what it is asked for. @param label what it is for */
export const copier = (label, text, attributes = {}, ...content) =>
  h('button', { type: 'button', title: label, 'aria-label': content.length > 0 ? label : null, onclick: () => copy(text()), ...attributes }, content.length > 0 ? content : label);

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('copiedText', { text }));
  } catch {
    // A browser may forbid it, as of a page that came by plain HTTP.
    toast(t('copyThis', { text }), { stays: true });
  }
}
