// Two people changed one circle: what each made of it, field by field, and one choice.

import { ask } from './dialog.js';
import { h, newId, put, say } from './dom.js';
import { fieldsOfAny } from './fields.js';
import { shortly, t } from './i18n.js';
import { isOpen, me } from './identity.js';
import { actorName, isNamed } from './names.js';

/**
 * Asks what the circle shall be.
 *
 * Where one alone changed a field, that is chosen. Where both did, nothing is, until somebody says.
 *
 * @param last who saved what is theirs, and when, if that is known
 * @returns the values, or null when it is to be decided later
 */
export function merge({ base, theirs, mine, again, last }) {
  const isKnown = last && isNamed(last.actor);
  const isMe = isKnown && !isOpen() && last.actor === me()?.account_id;
  const headOf = (whose) => (whose !== 'theirs' || !isKnown ? t(whose) : isMe ? t('theirsMine') : t('theirsNamed', { actor: actorName(last.actor) }));
  const intro = isKnown
    ? t(isMe ? 'mergeIntroMine' : 'mergeIntroNamed', { actor: actorName(last.actor), theirs: theirs.version, when: shortly(last.occurred_at) })
    : t('mergeIntro', { theirs: theirs.version });
  return ask(t('mergeTitle'), (close) => {
    const chosen = {};
    const fields = fieldsOfAny(base, theirs, mine);
    const save = h('button', { type: 'submit', class: 'primary' }, t('saveChoice'));
    const results = fields.map(() => h('td', { 'data-label': t('willBeSaved'), class: 'result' }));
    const decided = () => {
      save.disabled = fields.some(({ member }) => !(member in chosen));
      fields.forEach(({ member, format }, at) => say(results[at], member in chosen ? format(chosen[member]) : t('notChosen')));
    };
    const rows = fields.map((field, at) => {
      const element = row(field, { base, theirs, mine, chosen, decided, headOf });
      element.append(results[at]);
      return element;
    });
    decided();
    put(save, 'autofocus', !save.disabled);
    return h('form', { method: 'dialog', onsubmit: (event) => { event.preventDefault(); close(chosen); } },
      h('p', {}, again ? `${t('changedAgain')} ` : '', intro),
      h('table', { class: 'merge' },
        h('thead', {}, h('tr', {}, ['field', 'original', 'theirs', 'mine', 'willBeSaved'].map((word) => h('th', { scope: 'col' }, headOf(word))))),
        h('tbody', {}, rows)),
      save.disabled ? h('p', { class: 'hint' }, t('chooseEach')) : null,
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => close() }, t('mergeLater')), save));
  }, { wide: true });
}

/**
 * One field: what it was, what each made of it, and which of these is chosen.
 *
 * @param chosen the values that are chosen so far, by member; @param decided told when one more is
 */
function row({ member, label, format }, { base, theirs, mine, chosen, decided, headOf }) {
  const isTheirs = theirs[member] !== base[member];
  const isMine = mine[member] !== base[member];
  // Where both have the same, there is nothing to choose.
  const isOpen = theirs[member] !== mine[member];
  const isBoth = isTheirs && isMine && isOpen;
  const group = newId('choice');
  if (!isBoth) chosen[member] = isMine ? mine[member] : theirs[member];
  const option = (whose, value, isChanged) => {
    const said = h('span', {}, format(value), isChanged ? null : h('small', {}, t('same')));
    const place = { 'data-label': headOf(whose), class: isChanged ? 'differs' : null };
    if (!isOpen) return h('td', place, h('span', { class: 'pick' }, said));
    return h('td', place, h('label', { class: 'pick' },
      h('input', {
        type: 'radio', name: group, value: whose, checked: !isBoth && value === chosen[member] && (whose === 'mine') === isMine,
        autofocus: isBoth && whose === 'theirs', 'aria-label': t('choiceNamed', { field: t(label), whose: headOf(whose), value: format(value) }),
        onchange: () => { chosen[member] = value; decided(); },
      }), said));
  };
  return h('tr', {},
    h('th', { scope: 'row' }, t(label)),
    h('td', { 'data-label': t('original'), class: 'dim' }, format(base[member])),
    option('theirs', theirs[member], isTheirs),
    option('mine', mine[member], isMine));
}
