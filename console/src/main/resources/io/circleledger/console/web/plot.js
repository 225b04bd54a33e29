// Pictures of numbers over time, as SVG. They are as wide as their place and take its colours from the style.

import { h, svg } from './dom.js';
import { ends, exactly, number, shortly, t } from './i18n.js';

const HEIGHT = 190;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 28;

const INNER_HEIGHT = HEIGHT - TOP - BOTTOM;

/** Where the picture begins, beside the numbers of its ticks, and how wide it is. */
function across(width, ticks) {
  // As wide as the reader has letters.
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const left = 14 + (0.375 + 0.44 * Math.max(...ticks.map((tick) => number(tick).length))) * rem;
  return { left, wide: Math.max(1, width - left - RIGHT) };
}

/** A place for a picture, which is drawn anew when the place gets another width. */
export function plot() {
  const element = h('div', { class: 'plot' });
  let width = 0;
  let picture = null;
  const draw = () => { if (width > 0 && picture) element.replaceChildren(picture(width)); };
  new ResizeObserver(([{ contentRect }]) => {
    const now = Math.round(contentRect.width);
    if (now === width) return;
    width = now;
    draw();
  }).observe(element);
  return { element, show(next) { picture = next; draw(); } };
}

const MOST_DOTS = 60;

/** Nearer to the end of the picture than this, a word would stick out of it. */
const NEAR = 32;

/**
 * A value that holds until the next one.
 *
 * @param points each with its version, time and value
 * @param axis whether the picture goes by version or by time; @param until when it ends
 * @param chosen the version that is looked at; @param choose told the one that is pointed at
 */
export const stepPlot = (points, { axis, until, chosen, choose }) => (width) => {
  if (points.length === 0) return frame(width, '', []);
  const values = points.map(({ value }) => value);
  const ticks = nice(0, Math.max(...values), 1);
  const { left, wide } = across(width, ticks);
  const y = scale(ticks);
  const isByTime = axis === 'time';
  const place = isByTime ? ({ time }) => time : ({ version }) => version;
  const [first, end] = [place(points[0]), isByTime ? until : place(points.at(-1)) + 1];
  const x = (point) => left + (wide * (place(point) - first)) / Math.max(1, end - first);
  const line = points.map((point, at) => (at === 0 ? `M${x(point)} ${y(point.value)}` : `H${x(point)}V${y(point.value)}`)).join('') + `H${left + wide}`;
  const last = points.at(-1);
  const summary = t('plotSummary', { from: shortly(points[0].time), to: shortly(until), min: Math.min(...values), max: Math.max(...values), last: last.value });
  // Thousands of dots would be a second line.
  const dots = points.length > MOST_DOTS ? [] : points.map((point) => dot(point, x, y, 3));
  const at = points.findLast(({ version }) => version <= chosen) ?? points[0];
  // A version that leaves the value as it is, such as the end of a circle, has its place too.
  const seen = isByTime || chosen <= at.version ? at : { ...at, version: Math.min(chosen, end) };
  const cursor = [svg('line', { class: 'cursor', x1: x(seen), x2: x(seen), y1: TOP, y2: TOP + INNER_HEIGHT }), dot(seen, x, y, 5.5, 'dot chosen')];
  const picture = frame(width, summary, [
    grid(left, width, ticks, y), svg('path', { class: 'area', d: `${line}V${TOP + INNER_HEIGHT}H${left}Z` }), svg('path', { class: 'line', d: line }), dots, cursor,
    named(points, { isByTime, until, x, left, right: width - RIGHT }),
  ]);
  picture.addEventListener('click', ({ clientX }) => {
    const pointed = clientX - picture.getBoundingClientRect().left;
    choose((points.findLast((point) => x(point) <= pointed + 4) ?? points[0]).version);
  });
  return picture;
};

/** What stands below the picture: its ends in time, or the first and the last version, each where it is. */
function named(points, { isByTime, until, x, left, right }) {
  const [first, last] = [points[0], points.at(-1)];
  if (isByTime) return ends(first.time, until).map((word, at) => (at === 0 ? label(left, 'start', word) : label(right, 'end', word)));
  const isNear = right - x(last) < NEAR;
  return [label(left, 'start', t('versionN', { version: first.version })),
    points.length > 1 ? label(isNear ? right : x(last), isNear ? 'end' : 'middle', t('versionN', { version: last.version })) : null];
}

const dot = (point, x, y, r, kind = 'dot') => svg('circle', { class: kind, cx: x(point), cy: y(point.value), r },
  svg('title', {}, [number(point.value), t('versionN', { version: point.version }), exactly(point.time)].join(t('between'))));

/** One bar for each value. */
export const barPlot = (values, summary, [from, to]) => (width) => {
  const ticks = nice(0, Math.max(1, ...values));
  const y = scale(ticks);
  const { left, wide } = across(width, ticks);
  const each = wide / values.length;
  const bars = values.map((value, at) => value === 0 ? null : svg('rect', {
    class: 'bar', x: left + at * each + 1, width: Math.max(1, each - 2), y: y(value), height: TOP + INNER_HEIGHT - y(value),
  }));
  return frame(width, summary, [grid(left, width, ticks, y), bars, label(left, 'start', from), label(width - RIGHT, 'end', to)]);
};

const frame = (width, summary, parts) =>
  svg('svg', { class: 'chart', width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': summary }, parts);

const grid = (left, width, ticks, y) => ticks.map((tick) => [
  svg('line', { class: 'rule', x1: left, x2: width - RIGHT, y1: y(tick), y2: y(tick) }),
  svg('text', { class: 'tick', x: left - 8, y: y(tick) + 4, 'text-anchor': 'end' }, number(tick)),
]);

const label = (x, anchor, text) => svg('text', { class: 'tick', x, y: HEIGHT - 8, 'text-anchor': anchor }, text);

const scale = (ticks) => {
  const [low, high] = [ticks[0], ticks.at(-1)];
  return (value) => TOP + INNER_HEIGHT * (1 - (value - low) / (high - low));
};

/**
 * Round numbers around what is to be seen, four steps or fewer.
 *
 * @param finest the least that a step can be
 */
function nice(least, most, finest = 0) {
  const rough = Math.max(finest, (most - least) / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((wide) => wide >= rough);
  const ticks = [];
  for (let at = Math.floor(least / step); at <= Math.ceil(most / step); at++) ticks.push(Number((at * step).toPrecision(12)));
  return ticks;
}
