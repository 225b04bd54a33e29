// Writes the changes that are looked for into a file: one row for each, with what was before and what was after.

import { Befores } from './befores.js';
import { changesPath } from './changesearch.js';
import { fileName, sheetTime } from './download.js';
import { exported } from './export.js';
import { FIELDS } from './fields.js';
import { kindWord } from './happening.js';
import { t } from './i18n.js';
import { actorName } from './names.js';

const PAGE = 1000;

/** @param path of the newest changes that are looked for */
export const exportChanges = (path) => exportOf(path, { title: t('exportChangesTitle'), text: t('exportChangesText'), file: t('fileOfChanges') });

/** All that happened to a circle. */
export const exportHistory = (id, name) => exportOf(changesPath({ circle: id }, PAGE), {
  title: t('exportHistoryTitle'), text: t('exportHistoryText', { name }), file: `${t('fileOfChanges')}_${fileName(name)}`,
});

function exportOf(path, words) {
  const befores = new Befores();
  return exported({
    ...words,
    path,
    prepare: (events, abort) => befores.learn(events, abort),
    head: [t('dateAndTime'), t('circle'), t('kindOfChange'), ...FIELDS.flatMap(({ label }) => [t('fieldBefore', { field: t(label) }), t('fieldAfter', { field: t(label) })]),
      t('person'), t('reason'), t('version'), t('circleId'), t('accountId'), t('positionInLedger')],
    cells: (event) => {
      const { time, type, subject, actor, reason, streamversion: version, position, data } = event;
      const before = befores.of(event);
      return [time ? sheetTime(time) : '', befores.nameAt(event) ?? '', kindWord(type),
        ...FIELDS.flatMap(({ name, member }) => (name in (data ?? {}) ? [before?.[member] ?? '', data[name] ?? ''] : ['', ''])),
        actorName(actor), reason ?? '', version, subject, actor ?? '', Number(position)];
    },
  });
}
