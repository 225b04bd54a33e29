// Hands a file to whoever looks at the page.

import { h } from './dom.js';

/** A file name with the day, so that the files of two days can be told apart. */
export function dated(name, kind) {
  const now = new Date();
  const two = (part) => String(part).padStart(2, '0');
  return `${name}-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.${kind}`;
}

export function download(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
