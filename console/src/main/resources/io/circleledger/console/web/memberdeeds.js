// What is done with the people of a circle: each deed is told when it is done, with the way back where there is one.

import { Refused } from './api.js';
import { t } from './i18n.js';
import { may } from './identity.js';
import * as peopleApi from './peopleapi.js';
import { done, OFFICES, roleWord, told } from './peoplebase.js';

/** Whether somebody can own a circle only if the rule about grades is set aside. */
export const needsOverride = (failure) => failure instanceof Refused && failure.is('owner-must-be-in-grade');

const undoing = () => t('undoOfPeople');

export class MemberDeeds {
  #circle;
  #after;

  /** @param circle its id; @param after called when the roster has become another one */
  constructor(circle, after) {
    this.#circle = circle;
    this.#after = after;
  }

  async join({ person_id: id, name }, state) {
    await this.#do((once) => peopleApi.join(this.#circle, id, once), state);
    this.#tell(t('joinedNow', { name }), () => this.#do((once) => peopleApi.leave(this.#circle, id, 'left', { ...once, reason: undoing() })));
  }

  /** @param how `left` or `removed`; @param reason why, or nothing */
  async leave({ person_id: id, name, role }, how, reason, state) {
    await this.#do((once) => peopleApi.leave(this.#circle, id, how, { ...once, reason }), state);
    this.#tell(t('leftNow', { name }), async () => {
      await this.#do((once) => peopleApi.join(this.#circle, id, { ...once, reason: undoing() }));
      if (OFFICES.includes(role)) await this.#do((once) => peopleApi.appoint(this.#circle, role, id, { ...once, reason: undoing() }));
    });
  }

  /**
   * Gives somebody another role; who had it has it no longer.
   *
   * @param before the one who has the role now, or undefined
   * @param override whether the rule about the grades of owners is set aside
   */
  async become(member, role, before, { override = false, reason = '', state } = {}) {
    if (role === 'owner') return this.#handOver(member, before, override, reason, state);
    const { person_id: id, name, role: old } = member;
    await this.#toOffice(id, role, old, reason, state);
    const text = role === 'member' ? t('relievedNow', { name, role: roleWord(old) }) : t('appointedNow', { name, role: roleWord(role) });
    this.#tell(text, async () => {
      await this.#toOffice(id, OFFICES.includes(old) ? old : 'member', role, undoing());
      if (before) await this.#do((once) => peopleApi.appoint(this.#circle, role, before.person_id, { ...once, reason: undoing() }));
    });
  }

  /** Somebody of the staff becomes the advisor, or another one in the place of the one before. */
  async advise({ person_id: id, name }, before, state) {
    await this.#do((once) => peopleApi.appoint(this.#circle, 'advisor', id, once), state);
    this.#tell(t('appointedNow', { name, role: roleWord('advisor') }), () => this.#do((once) => (before
      ? peopleApi.appoint(this.#circle, 'advisor', before.person_id, { ...once, reason: undoing() })
      : peopleApi.relieve(this.#circle, 'advisor', { ...once, reason: undoing() }))));
  }

  async relieveAdvisor({ person_id: id, name }, state) {
    await this.#do((once) => peopleApi.relieve(this.#circle, 'advisor', once), state);
    this.#tell(t('relievedNow', { name, role: roleWord('advisor') }),
      () => this.#do((once) => peopleApi.appoint(this.#circle, 'advisor', id, { ...once, reason: undoing() })));
  }

  async #handOver(member, before, override, reason, state) {
    const { person_id: id, name, role: old } = member;
    if (!may('editor')) return this.#handMineOver(member, reason, state);
    await this.#do((once) => peopleApi.handOver(this.#circle, id, override, { ...once, reason }), state);
    // Who is the owner has no other office.
    if (OFFICES.includes(old)) await this.#do((once) => peopleApi.relieve(this.#circle, old, once), state);
    // The owner of before may be in another grade by now; and there is no circle that had an owner and is given back to none.
    this.#tell(t('handedOverNow', { name }), before && (async () => {
      await this.#do((once) => peopleApi.handOver(this.#circle, before.person_id, true, { ...once, reason: undoing() }));
      if (OFFICES.includes(old)) await this.#do((once) => peopleApi.appoint(this.#circle, old, id, { ...once, reason: undoing() }));
    }));
  }

  /** Who hands over their own circle may do nothing with it afterwards: so the office goes first, and there is no way back. */
  async #handMineOver({ person_id: id, name, role: old }, reason, state) {
    const hasOffice = OFFICES.includes(old);
    if (hasOffice) await this.#do((once) => peopleApi.relieve(this.#circle, old, once), state);
    try {
      await this.#do((once) => peopleApi.handOver(this.#circle, id, false, { ...once, reason }), state);
    } catch (failure) {
      if (hasOffice) await this.#do((once) => peopleApi.appoint(this.#circle, old, id, { ...once, reason: undoing() }));
      throw failure;
    }
    this.#tell(t('handedOverNow', { name }), null);
  }

  async #toOffice(id, role, old, reason, state) {
    if (role !== 'member') await this.#do((once) => peopleApi.appoint(this.#circle, role, id, { ...once, reason }), state);
    if (OFFICES.includes(old) && old !== role) await this.#do((once) => peopleApi.relieve(this.#circle, old, { ...once, reason }), state);
  }

  #do(act, state = null) {
    return done((key) => act({ key }), state);
  }

  #tell(text, undo) {
    this.#after();
    told(text, undo || null, this.#after);
  }
}
