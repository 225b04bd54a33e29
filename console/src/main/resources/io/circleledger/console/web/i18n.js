// Says things in the reader's language, with the reader's numbers and times.

import { WORDS } from './words.js';

export const language = () => document.documentElement.lang;

/** Takes the sentences of a page that comes later. */
export const addWords = (words) => Object.assign(WORDS, words);

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

/** The reader's own kind of the language: a day is not written the same in all countries that speak English. */
const locale = () => navigator.languages.find((tag) => tag.split('-')[0] === language()) ?? language();

function format(Kind, options) {
  const key = `${Kind.name} ${language()} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Kind(locale(), options));
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

export const clock = (time) => format(Intl.DateTimeFormat, { hour: '2-digit', minute: '2-digit' }).format(new Date(time));

/** A day that is written as a date: the same one wherever the reader is. */
export const date = (text) => format(Intl.DateTimeFormat, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(text));

/** The day of a time. */
export const day = (time) => format(Intl.DateTimeFormat, { dateStyle: 'medium' }).format(new Date(time));

/** The same, with its weekday. */
export const dayOf = (time) => format(Intl.DateTimeFormat, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' }).format(new Date(time));

/** The ends of a time, as short as they can be told apart. */
export function ends(from, to) {
  if (day(from) !== day(to)) return [day(from), day(to)];
  return clock(from) === clock(to) ? ['', shortly(to)] : [clock(from), clock(to)];
}

const JUST_NOW_SECONDS = 10;

const UNITS = [['year', 31536000], ['month', 2592000], ['week', 604800], ['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** How long ago something was; a clock that is a little ahead does not make it the future. */
export function ago(time) {
  const seconds = (Date.now() - new Date(time)) / 1000;
  if (seconds < JUST_NOW_SECONDS) return t('justNow');
  const [unit, length] = UNITS.find(([, least]) => seconds >= least) ?? UNITS.at(-1);
  return format(Intl.RelativeTimeFormat, { numeric: 'auto' }).format(-Math.floor(seconds / length), unit);
}

/** Who did something, as people read it. */
export const person = (actor) => (!actor || actor === 'anonymous' ? t('someone') : actor);
