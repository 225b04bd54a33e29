// What is seen of an import, in each of its phases.

import { h, put, say } from './dom.js';
import { exactly, t } from './i18n.js';
import { lacking, mapping } from './mapping.js';
import { counts, groupsAbove, groupsBelow, of } from './preview.js';
import { result } from './result.js';

/** The file in the phase it is in; progress brings what moves up to date. */
export function screen(job) {
  const still = (...elements) => ({ elements, progress: () => {} });
  if (job.phase === 'columns') return still(h('p', { class: 'notice fault-box', role: 'alert' }, lacking(job)), mapping(job));
  if (job.phase === 'failed') {
    return still(h('p', { class: 'notice fault-box', role: 'alert' }, job.trouble), h('div', { class: 'actions start' }, h('button', { type: 'button', onclick: () => job.match() }, t('tryAgain'))));
  }
  if (job.phase === 'done') return still(...result(job));
  if (job.phase === 'matching') {
    const state = h('p', { class: 'hint', role: 'status' });
    return { elements: [state], progress: () => say(state, job.isWaiting ? t('unreachable') : t('importMatching', { count: job.read })) };
  }
  if (job.phase === 'running') return running(job);
  if (job.plan.length === 0) return still(h('p', { class: 'notice fault-box', role: 'alert' }, t('fileEmpty')), mapping(job));
  return still(
    h('section', { class: 'card' }, h('p', { class: 'summary', role: 'status' }, summary(job)), counts(job.plan), notices(job)),
    mapping(job), ...groupsAbove(job), starting(job), ...groupsBelow(job));
}

function summary({ plan }) {
  const [creates, updates] = ['create', 'update'].map((kind) => plan.filter(({ action }) => action?.kind === kind).length);
  const skipped = plan.filter(({ choice }) => choice === 'skip').length;
  const errors = of(plan, 'error').length;
  return [
    creates > 0 ? t('importCreates', { count: creates }) : null,
    updates > 0 ? t('importUpdates', { count: updates }) : null,
    creates + updates === 0 ? t('importNothing') : null,
    skipped > 0 ? t('importSkips', { count: skipped }) : null,
    errors > 0 ? t('importLeaves', { count: errors }) : null,
  ].filter(Boolean).join('');
}

/** What this browser knows of the file from before. */
function notices({ memory, outcomes, phase, underWay }) {
  if (phase === 'stopped') return h('p', { class: 'notice' }, t('importStopped', { done: underWay.filter((row) => outcomes.has(row)).length, all: underWay.length }));
  if (!memory) return null;
  return h('p', { class: 'notice' }, memory.isOver ? t('importKnown', { when: exactly(memory.at) }) : t('importResumed'));
}

/** The button, which says what it does. */
function starting(job) {
  const [creates, updates] = ['create', 'update'].map((kind) => job.actions.filter(({ action }) => action.kind === kind).length);
  const word = creates > 0 && updates > 0 ? t('importGoBoth', { creates, updates })
    : creates > 0 ? t('importGo', { count: creates })
      : updates > 0 ? t('importGoUpdates', { count: updates }) : t('importGoNothing');
  const isResumed = job.phase === 'stopped' || job.memory?.isOver === false;
  const button = h('button', { type: 'button', class: 'primary', 'data-at': 'go', disabled: creates + updates === 0, onclick: () => job.go() },
    isResumed && creates + updates > 0 ? t('importGoOn', { what: word }) : word);
  return h('div', { class: 'actions start' }, button);
}

function running(job) {
  const state = h('p', { class: 'hint', role: 'status' });
  const bar = h('progress', { max: String(Math.max(1, job.total)), value: 0, 'aria-label': t('importTitle') });
  const stop = h('button', { type: 'button', 'data-at': 'go', onclick: () => job.stop() }, t('importStop'));
  const progress = () => {
    bar.value = job.finished;
    put(state, 'class', job.isWaiting ? 'edit-state' : 'hint');
    say(state, job.isWaiting ? t('unreachable') : t('importProgress', { done: job.finished, all: job.total }));
  };
  progress();
  return { elements: [h('section', { class: 'card' }, h('p', { class: 'summary' }, t('importRunning')), bar, state, h('div', { class: 'actions start' }, stop))], progress };
}
