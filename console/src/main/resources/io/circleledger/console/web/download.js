// Hands a file to whoever looks at the page.

import { h } from './dom.js';

const two = (part) => String(part).padStart(2, '0');

const day = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;

/** A file name with the day, so that the files of two days can be told apart. */
export const dated = (name, kind) => `${name}-${day(new Date())}.${kind}`;

/** A name of somebody or something as part of a file's: no system takes these signs. */
export const fileName = (name) => name.replace(/[\\/:*?"<>|\s]+/g, '_').slice(0, 60);

/** A time as spreadsheets know one, in the reader's zone. */
export function sheetTime(text) {
  const time = new Date(text);
  return `${day(time)} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}

export function download(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
