// Writes a table as an Excel workbook (.xlsx): a zip of XML files that are stored as they are, with one sheet.

const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const SPACE = 'http://schemas.openxmlformats.org';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The media type of a workbook. */
export const WORKBOOK = `${TYPES}.sheet`;

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot have is left out. */
const escaped = (text) => text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replace(/[&<>"]/g, (sign) => ESCAPES[sign]);

/** The letters of a column, from 0. */
const letters = (at) => (at < 26 ? '' : letters(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));

const cell = (value, at, row, style) => (typeof value === 'number'
  ? `<c r="${letters(at)}${row}"${style}><v>${value}</v></c>`
  : `<c r="${letters(at)}${row}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(String(value ?? ''))}</t></is></c>`);

const line = (cells, at) =>
  `<row r="${at + 1}">${cells.map((value, column) => cell(value, column, at + 1, at === 0 ? ' s="1"' : '')).join('')}</row>`;

const EM = 2;

/** How wide a column has to be: a character of Japanese takes the room of two. */
function width(rows, at) {
  const longest = Math.max(...rows.map((cells) => [...String(cells[at] ?? '')].reduce((sum, sign) => sum + (sign > '\u2000' ? EM : 1), 0)));
  return Math.min(Math.max(longest + EM, 8), 60);
}

const sheet = (rows) => `${HEAD}<worksheet xmlns="${SPACE}/spreadsheetml/2006/main">`
  + '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  + `<cols>${rows[0].map((_, at) => `<col min="${at + 1}" max="${at + 1}" width="${width(rows, at)}" customWidth="1"/>`).join('')}</cols>`
  + `<sheetData>${rows.map(line).join('')}</sheetData></worksheet>`;

const STYLES = `${HEAD}<styleSheet xmlns="${SPACE}/spreadsheetml/2006/main">`
  + '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
  + '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
  + '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
  + '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/></cellXfs></styleSheet>';

const relation = (id, type, target) => `<Relationship Id="${id}" Type="${SPACE}/officeDocument/2006/relationships/${type}" Target="${target}"/>`;

const relations = (...all) => `${HEAD}<Relationships xmlns="${SPACE}/package/2006/relationships">${all.join('')}</Relationships>`;

const override = (part, type) => `<Override PartName="${part}" ContentType="${TYPES}.${type}+xml"/>`;

const parts = (name, rows) => ({
  '[Content_Types].xml': `${HEAD}<Types xmlns="${SPACE}/package/2006/content-types">`
    + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    + `${override('/xl/workbook.xml', 'sheet.main')}${override('/xl/worksheets/sheet1.xml', 'worksheet')}${override('/xl/styles.xml', 'styles')}</Types>`,
  '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
  'xl/workbook.xml': `${HEAD}<workbook xmlns="${SPACE}/spreadsheetml/2006/main" xmlns:r="${SPACE}/officeDocument/2006/relationships">`
    + `<sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': relations(relation('rId1', 'worksheet', 'worksheets/sheet1.xml'), relation('rId2', 'styles', 'styles.xml')),
  'xl/styles.xml': STYLES,
  'xl/worksheets/sheet1.xml': sheet(rows),
});

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

const crc = (bytes) => (bytes.reduce((sum, byte) => TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

/** Numbers of two and four bytes in a row, the lowest byte first. */
function numbers(...all) {
  const view = new DataView(new ArrayBuffer(all.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of all) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

/** What both heads of a file in the archive say: names are UTF-8, nothing is packed, and the day is the first that there is. */
const about = (name, bytes) => [[2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21], [4, crc(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]];

/** @param name of the sheet; @param rows cells that are texts or numbers, the first row being the headings */
export function writeWorkbook(name, rows) {
  const encoder = new TextEncoder();
  const [files, entries] = [[], []];
  let at = 0;
  for (const [path, text] of Object.entries(parts(name, rows))) {
    const [title, bytes] = [encoder.encode(path), encoder.encode(text)];
    const local = [numbers([4, 0x04034b50], ...about(title, bytes)), title, bytes];
    entries.push(numbers([4, 0x02014b50], [2, 20], ...about(title, bytes), [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), title);
    files.push(...local);
    at += local.reduce((sum, part) => sum + part.length, 0);
  }
  const size = entries.reduce((sum, part) => sum + part.length, 0);
  const count = entries.length / 2;
  return new Blob([...files, ...entries, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0])], { type: WORKBOOK });
}
