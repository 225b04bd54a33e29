// The keys of all pages.

/** Whether the keyboard is one of Apple's. */
export const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** Whether somebody is where letters are written. */
const isWriting = (place) => Boolean(place?.closest?.('input:not([type="radio"], [type="checkbox"], [type="range"]), textarea, select, [contenteditable]'));

/** Whether a key asks for help, and is not a question mark in a text. */
export const asksForHelp = (event) => event.key === '?' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing && !isWriting(event.target);
