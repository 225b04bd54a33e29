// Says things in the reader's language, with the reader's numbers and times.

import { WORDS } from './words.js';

export const language = () => document.documentElement.lang;

/** The sentence of that name, filled in. */
export function t(key, values = {}) {
  const word = WORDS[key];
  if (!word) throw new Error(`No words for ${key}`);
  const [japanese, english, one] = word;
  const said = language() === 'ja' ? japanese : one && values.count === 1 ? one : english;
  return said.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === 'number' ? number(value) : String(value ?? '');
  });
}

const formats = new Map();

function format(Kind, options) {
  const key = `${Kind.name} ${language()} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Kind(language(), options));
  return formats.get(key);
}

export const number = (value) => format(Intl.NumberFormat, {}).format(value);

export const decimal = (value) => format(Intl.NumberFormat, { maximumFractionDigits: 1 }).format(value);

/** To the second, in the reader's zone, which is named. */
export const exactly = (time) => format(Intl.DateTimeFormat, {
  year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',
  timeZoneName: 'short',
}).format(new Date(time));

export const shortly = (time) => format(Intl.DateTimeFormat, {
  year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit',
}).format(new Date(time));

const UNITS = [['year', 31536000], ['month', 2592000], ['week', 604800], ['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** How long ago something was; a clock that is a little ahead does not make it the future. */
export function ago(time) {
  const seconds = Math.max(0, (Date.now() - new Date(time)) / 1000);
  const [unit, length] = UNITS.find(([, least]) => seconds >= least) ?? UNITS.at(-1);
  return format(Intl.RelativeTimeFormat, { numeric: 'auto' }).format(-Math.floor(seconds / length), unit);
}

/** Who did something, as people read it. */
export const person = (actor) => (!actor || actor === 'anonymous' ? t('someone') : actor);
