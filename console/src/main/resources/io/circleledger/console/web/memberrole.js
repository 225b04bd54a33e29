// Asks for another role of somebody on a roster, and for the reason of who leaves.

import { actions, ask } from './dialog.js';
import { h, newId, say } from './dom.js';
import { t } from './i18n.js';
import { may } from './identity.js';
import { needsOverride } from './memberdeeds.js';
import { roleWord } from './peoplebase.js';
import { reasonField } from './reason.js';
import { trouble } from './trouble.js';

const ROLES = ['owner', 'vice', 'treasurer', 'member'];

/** @param holder gives who has a role now, or undefined; @param isHandedOver whether who asks may make somebody the owner */
export function changeRole(member, holder, deeds, isHandedOver) {
  return ask(t('roleTitle', { name: member.name }), (close) => {
    const name = newId('role');
    const state = h('p', { class: 'fault', role: 'alert' });
    const reason = reasonField(() => {});
    const button = h('button', { type: 'submit', class: 'primary' }, t('saveRole'));
    const override = h('input', { type: 'checkbox', id: newId('override') });
    const overriding = h('div', { class: 'role-choice overriding', hidden: true }, override, h('label', { for: override.id }, t('overrideGrade')), h('p', { class: 'hint' }, t('overrideGradeHint')));
    // The owner hands over to somebody else, and cannot lay it down alone.
    const choices = ROLES.filter((role) => (role === 'owner' ? isHandedOver : member.role !== 'owner')).map((role) => {
      const id = newId('choice');
      const now = holder(role);
      const note = role === 'member' ? '' : now && now.person_id !== member.person_id ? t('holderNow', { name: now.name ?? t('erasedPerson') }) : '';
      return h('div', { class: 'role-choice' }, h('input', { id, type: 'radio', name, value: role, checked: role === member.role, autofocus: role === member.role }),
        h('label', { for: id }, role === 'member' ? t('noRole') : roleWord(role)), note ? h('p', { class: 'hint' }, note) : null);
    });
    const form = h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
      h('fieldset', { class: 'role-choices' }, h('legend', {}, t('circleRole')), choices), overriding, reason.element, state, actions(close, button));
    async function submit() {
      const role = new FormData(form).get(name);
      if (role === member.role) return close();
      if (!reason.isValid) return reason.input.focus();
      const isOverridden = !overriding.hidden && override.checked;
      if (isOverridden && reason.text === '') { say(state, t('overrideReason')); return reason.input.focus(); }
      button.disabled = true;
      say(state, '');
      try {
        await deeds.become(member, role, role === 'member' ? undefined : holder(role), { override: isOverridden, reason: reason.text, state });
        close(true);
      } catch (failure) {
        say(state, trouble(failure));
        // Of the owners and officers none sets a rule aside.
        if (needsOverride(failure)) overriding.hidden = !may('editor');
      } finally {
        button.disabled = false;
      }
    }
    return form;
  });
}

export function removeMember(member, deeds) {
  return ask(t('leaveTitle', { name: member.name ?? t('erasedPerson') }), (close) => {
    const name = newId('how');
    const state = h('p', { class: 'fault', role: 'alert' });
    const reason = reasonField(() => {});
    const button = h('button', { type: 'submit', class: 'primary' }, t('leaveGo'));
    const choices = [['left', 'howLeft'], ['removed', 'howRemoved']].map(([how, word], at) => {
      const id = newId('choice');
      return h('div', { class: 'role-choice' }, h('input', { id, type: 'radio', name, value: how, checked: at === 0, autofocus: at === 0 }), h('label', { for: id }, t(word)));
    });
    const form = h('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); if (!button.disabled) submit(); } },
      h('fieldset', { class: 'role-choices' }, h('legend', {}, t('howTheyLeave')), choices), reason.element, state, actions(close, button));
    async function submit() {
      if (!reason.isValid) return reason.input.focus();
      button.disabled = true;
      try {
        await deeds.leave(member, new FormData(form).get(name), reason.text, state);
        close(true);
      } catch (failure) {
        say(state, trouble(failure));
      } finally {
        button.disabled = false;
      }
    }
    return form;
  });
}
