// Makes elements. Text only ever becomes text: nothing here can turn a name into markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element with its attributes, listeners (on…) and children; what is null or false is left out. */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** The same, of a picture. */
export const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Sets an attribute, or takes it away. */
export function put(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? '' : value);
}

/** Sets a text, and leaves the element alone when it has it. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let counted = 0;

/** An id for an element that another one names. */
export const newId = (what) => `${what}-${++counted}`;

let politely;

/** Where announce() is heard by who does not see the page. */
export function announcer() {
  politely = h('div', { class: 'unseen', 'aria-live': 'polite', role: 'status' });
  return politely;
}

export function announce(text) {
  politely.textContent = '';
  requestAnimationFrame(() => { politely.textContent = text; });
}

/** Calls a function once things have been quiet for a while. @param left ends that: the place it was for is left */
export function debounced(millis, call, left = null) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (!left?.aborted) call(...args); }, millis);
  };
}

/** Calls a function at once, and at most once in a while; the last call is never forgotten. */
export function paced(millis, call) {
  let timer = null;
  let again = false;
  const run = () => {
    timer = setTimeout(() => {
      timer = null;
      if (again) { again = false; run(); }
    }, millis);
    call();
  };
  return () => { if (timer === null) run(); else again = true; };
}

/** How often to look whether a button of the mouse is still down. */
const PRESS_MILLIS = 50;

let isPressed = false;
window.addEventListener('pointerdown', () => { isPressed = true; }, true);
for (const end of ['pointerup', 'pointercancel', 'blur']) window.addEventListener(end, () => { isPressed = false; }, true);

/** Waits while a button of the mouse is down: what somebody is about to click stays where it is. */
export async function unpressed() {
  while (isPressed) await new Promise((resolve) => { setTimeout(resolve, PRESS_MILLIS); });
}

/** Something to listen for; subscribe gives back what ends it. */
export function signal() {
  const listeners = new Set();
  return {
    subscribe(listener) { listeners.add(listener); return () => listeners.delete(listener); },
    tell(...args) { [...listeners].forEach((listener) => listener(...args)); },
  };
}

export const icon = (path) =>
  svg('svg', { class: 'icon', viewBox: '0 0 20 20', 'aria-hidden': 'true' }, svg('path', { d: path }));

export const ICONS = {
  search: 'M8.5 3a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M12.6 12.6 17 17',
  plus: 'M10 4v12M4 10h12',
  down: 'M10 3v10M5.5 9 10 13.5 14.5 9M4 17h12',
  up: 'M10 14V4M5.5 8.5 10 4l4.5 4.5M4 17h12',
  print: 'M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z',
  back: 'M12 4 6 10l6 6',
  undo: 'M7 4 3.5 7.5 7 11M4 7.5h7a4.5 4.5 0 0 1 0 9H8',
  warn: 'M10 3 2.5 16.5h15L10 3zM10 8v4M10 14.3v.2',
};
