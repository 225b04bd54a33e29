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

/** A value that holds until the next one. */
export const stepPlot = (points, until) => (width) => {
  if (points.length === 0) return frame(width, '', []);
  const first = points[0].time;
  const span = Math.max(1, until - first);
  const least = Math.min(...points.map((point) => point.value));
  const most = Math.max(...points.map((point) => point.value));
  const ticks = nice(Math.min(least, most - 1), most, 1);
  const { left, wide } = across(width, ticks);
  const [begin, end] = ends(first, until);
  const x = (time) => left + (wide * (time - first)) / span;
  const y = scale(ticks);
  let line = '';
  points.forEach(({ time, value }, at) => { line += at === 0 ? `M${x(time)} ${y(value)}` : `H${x(time)}V${y(value)}`; });
  line += `H${x(until)}`;
  const area = `${line}V${TOP + INNER_HEIGHT}H${left}Z`;
  const summary = t('plotSummary', { from: shortly(first), to: shortly(until), min: least, max: most, last: points.at(-1).value });
  // Thousands of dots would be a second line.
  const dots = points.length > 200 ? [] : points.map(({ time, value }) =>
    svg('circle', { class: 'dot', cx: x(time), cy: y(value), r: 3.5 }, svg('title', {}, `${number(value)} · ${exactly(time)}`)));
  return frame(width, summary, [
    grid(left, width, ticks, y), svg('path', { class: 'area', d: area }), svg('path', { class: 'line', d: line }), dots,
    label(left, 'start', begin), label(width - RIGHT, 'end', end),
  ]);
};

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
