// Reads the rows of an Excel workbook (.xlsx): a zip of XML files, of which the strings and the first sheet are needed.
//
// The XML is read by patterns and not parsed into a document: of a sheet only rows, cells and their texts matter, and the
// page's policy lets no text become a document.

/** How large a file in the archive may be, unpacked: what looks small may be made to fill a memory. */
const UNPACKED_BYTES = 64 * 1024 * 1024;

const [END, ENTRY] = [0x06054b50, 0x02014b50];
const END_BYTES = 22;
const COMMENT_BYTES = 65_535;

/** @returns the rows of its first sheet that is not hidden, numbered as Excel does; null when the file is broken */
export async function readWorkbook(bytes) {
  try {
    const archive = entries(bytes);
    const read = async (name) => (archive.has(name) ? new TextDecoder().decode(await unpacked(bytes, archive.get(name))) : '');
    const sheet = await read(sheetPath(await read('xl/workbook.xml'), await read('xl/_rels/workbook.xml.rels')));
    return sheet === '' ? null : rows(sheet, strings(await read('xl/sharedStrings.xml')));
  } catch {
    return null; // Cut off, encrypted, or another kind of zip.
  }
}

/** The files of the archive: how each is packed, and where. */
function entries(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  while (view.getUint32(end, true) !== END) {
    if (--end < bytes.length - END_BYTES - COMMENT_BYTES) throw new RangeError('no end');
  }
  const found = new Map();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0 && view.getUint32(at, true) === ENTRY; left--) {
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const local = view.getUint32(at + 42, true);
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    found.set(name, { isPacked: view.getUint16(at + 10, true) !== 0, from, to: from + view.getUint32(at + 20, true) });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return found;
}

async function unpacked(bytes, { isPacked, from, to }) {
  const packed = bytes.subarray(from, to);
  if (!isPacked) return packed;
  const chunks = [];
  let size = 0;
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    size += chunk.value.length;
    if (size > UNPACKED_BYTES) throw new RangeError('too large');
    chunks.push(chunk.value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Elements of that name, whatever their namespace is called here: attributes and content. */
const elements = (name, xml) =>
  [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])([^>]*?)(?:/>|>(.*?)</(?:\\w+:)?${name}>)`, 'gs'))];

const attribute = (name, attributes) => text(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');

function sheetPath(workbook, relations) {
  const sheets = elements('sheet', workbook).map(([, attributes]) => attributes);
  const shown = sheets.find((attributes) => !/^(hidden|veryHidden)$/.test(attribute('state', attributes))) ?? sheets[0] ?? '';
  const id = attribute('\\w+:id', shown);
  const target = elements('Relationship', relations).find(([, attributes]) => attribute('Id', attributes) === id)?.[1] ?? '';
  const path = attribute('Target', target);
  return path.startsWith('/') ? path.slice(1) : `xl/${path}`;
}

/** The texts that cells name by number. Of a Japanese workbook they have readings as well, which are no part of the text. */
const strings = (xml) => elements('si', xml).map(([, , content = '']) => plain(content));

const plain = (content) =>
  elements('t', content.replace(/<(?:\w+:)?rPh\b.*?<\/(?:\w+:)?rPh>/gs, '')).map(([, , part = '']) => text(part)).join('');

const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const text = (xml) => xml
  .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    (name ? ENTITIES[name] ?? all : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal))))
  .replace(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

function rows(sheet, shared) {
  const found = [];
  let before = 0;
  for (const [, attributes, content = ''] of elements('row', sheet)) {
    const row = Number(attribute('r', attributes)) || before + 1;
    before = row;
    const cells = [];
    for (const [, cell, value = ''] of elements('c', content)) {
      const at = column(attribute('r', cell)) ?? cells.length;
      while (cells.length < at) cells.push('');
      cells[at] = cellText(attribute('t', cell), value, shared);
    }
    if (cells.some((each) => each.trim() !== '')) found.push({ row, cells, isUnclosed: false });
  }
  return found;
}

/** The place of a column, by its letters. */
function column(reference) {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : null;
}

function cellText(type, content, shared) {
  if (type === 'inlineStr') return plain(content);
  const value = text(elements('v', content)[0]?.[2] ?? '');
  if (type === 's') return shared[Number(value)] ?? '';
  // A number as Excel shows it, and not with the last of its binary digits.
  return type === '' || type === 'n' ? (value === '' ? '' : String(Number(Number(value).toPrecision(15)))) : value;
}
