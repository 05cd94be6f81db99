/**
 * What every octet of a WBXML document is there for: the header's fields, tags, texts and their ends, in order and
 * without gaps. It is what a hex view is explained with; decoding is document.ts's affair. A document that cannot be
 * read ends with one part that says so.
 */
import { NAMES } from './code-pages.ts';
import { readHeader, readMbInt, tableText, type WbxmlHeader } from './header.ts';
import { utf8Text } from '../utf8.ts';
import { ATTRIBUTES, CONTENT, TAG, TOKEN } from './tokens.ts';

export type OctetKind = 'header' | 'page' | 'open' | 'close' | 'text' | 'octets' | 'wrong';

export interface OctetPart {
  /** First octet, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  /** How many elements it lies inside. */
  readonly depth: number;
  readonly kind: OctetKind;
  /** What it says, e.g. `<LocURI>`, `"./SCM"`. */
  readonly says: string;
}

/** Takes a document apart; never fails. */
export function mapOctets(bytes: Uint8Array): readonly OctetPart[] {
  const header = readHeader(bytes);
  if (!header.ok) return [{ from: 0, to: bytes.length, depth: 0, kind: 'wrong', says: header.error.message }];
  const parts = headerParts(bytes, header.value);
  const names = NAMES[header.value.kind];
  const open: string[] = [];
  let page = 0;
  let at = header.value.bodyFrom;

  function add(from: number, to: number, kind: OctetKind, says: string, depth = open.length): void {
    parts.push({ from, to, depth, kind, says });
    at = to;
  }

  while (at < bytes.length) {
    const token = bytes[at] ?? 0;
    const size = at + 1 < bytes.length ? readMbInt(bytes, at + 1) : undefined;
    if (token === TOKEN.switchPage && at + 1 < bytes.length) {
      page = bytes[at + 1] ?? 0;
      add(at, at + 2, 'page', `code page ${page}`);
    } else if (token === TOKEN.end && open.length > 0) {
      const name = open.pop() ?? '';
      add(at, at + 1, 'close', `</${name}>`);
    } else if (token === TOKEN.strI && bytes.includes(0, at + 1)) {
      const nul = bytes.indexOf(0, at + 1);
      add(at, nul + 1, 'text', JSON.stringify(utf8Text(bytes.subarray(at + 1, nul)) ?? '(not UTF-8)'));
    } else if (token === TOKEN.opaque && size?.ok === true && size.value.end + size.value.value <= bytes.length) {
      add(at, size.value.end + size.value.value, 'octets', `${size.value.value} octets`);
    } else if (token === TOKEN.strT && size?.ok === true) {
      const { tableFrom, tableTo } = header.value;
      add(at, size.value.end, 'text', JSON.stringify(tableText(bytes, tableFrom, tableTo, size.value.value) ?? ''));
    } else if (token === TOKEN.entity && size?.ok === true) {
      add(at, size.value.end, 'text', `&#${size.value.value};`);
    } else if ((token & ATTRIBUTES) === 0 && isTag(token, size?.ok === true)) {
      const isLiteral = (token & TAG) === TOKEN.literal;
      const { tableFrom, tableTo } = header.value;
      const name = isLiteral
        ? tableText(bytes, tableFrom, tableTo, size?.ok === true ? size.value.value : 0)
        : names[page]?.[token & TAG];
      const says = name ?? `Tag-${page}-${(token & TAG).toString(16).padStart(2, '0')}`;
      const to = isLiteral && size?.ok === true ? size.value.end : at + 1;
      const hasContent = (token & CONTENT) !== 0;
      add(at, to, 'open', hasContent ? `<${says}>` : `<${says}/>`);
      if (hasContent) open.push(says);
    } else {
      add(at, bytes.length, 'wrong', 'not read from here on');
    }
  }
  return parts;
}

function isTag(token: number, hasIndex: boolean): boolean {
  return (token & TAG) === TOKEN.literal ? hasIndex : (token & TAG) > TOKEN.literal;
}

function headerParts(bytes: Uint8Array, header: WbxmlHeader): OctetPart[] {
  const ends = [1];
  // Public identifier (with its index when it is a string), character set, length of the string table.
  for (let field = bytes[1] === 0 ? 4 : 3; field > 0; field -= 1) {
    const read = readMbInt(bytes, ends.at(-1) ?? 1);
    if (!read.ok) break;
    ends.push(read.value.end);
  }
  const [version = 1, ...rest] = ends;
  const length = rest.pop() ?? version;
  const charset = rest.pop() ?? version;
  const publicId = rest.pop() ?? version;
  const parts: OctetPart[] = [
    { from: 0, to: version, depth: 0, kind: 'header', says: `WBXML ${header.version}` },
    { from: version, to: publicId, depth: 0, kind: 'header', says: header.publicId ?? 'no public identifier' },
    { from: publicId, to: charset, depth: 0, kind: 'header', says: 'character set UTF-8' },
    {
      from: charset,
      to: length,
      depth: 0,
      kind: 'header',
      says: `string table of ${header.tableTo - header.tableFrom} octets`,
    },
    { from: length, to: header.tableTo, depth: 0, kind: 'header', says: 'string table' },
  ];
  return parts.filter(({ from, to }) => to > from);
}
