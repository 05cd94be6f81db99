/**
 * The XML parser: text → elements, in one pass that proves the text well formed while it reads. It knows the XML that
 * SyncML uses: elements, attributes (checked, then dropped: SyncML has none but xmlns), text, CDATA, comments,
 * instructions, the five predefined entities and numeric references. A DOCTYPE is refused, so there is nothing to
 * expand; nesting is bounded; the time is linear in the length.
 *
 * Why not the library: general parsers tolerate cut and mismatched tags, so a check of the whole tag structure has to
 * run before them. That check is this loop. Letting it build the elements is a few lines more and saves the second
 * parse, which is most of the time (the library stays the oracle of the property tests).
 *
 * A Data element that holds elements (an embedded MgmtTree, the two siblings of a SCOMO alert, facts 1.7) becomes a
 * leaf whose text is that markup exactly as it was sent.
 *
 * Not checked: `]]>` in text, `--` in a comment, where an XML declaration stands (seen in the field: a blank line first), whether prefixes are declared, which non-ASCII characters a name has.
 */
import { fail, ok, type Result } from '../result.ts';
import type { SyncmlElement } from './element.ts';
import { readyNameAt } from './xml-tags.ts';
import { forbiddenAt, resolveReferences } from './xml-text.ts';

/** An element whose content is still being read. */
interface OpenElement {
  readonly name: string;
  text: string;
  children: readonly SyncmlElement[];
}

/** Leaves share it. */
const NONE: readonly SyncmlElement[] = [];

const SLASH = 0x2f;
const GREATER = 0x3e;
const BANG = 0x21;
const QUESTION = 0x3f;
const EQUALS = 0x3d;
const COLON = 0x3a;

/** What an ASCII character may be in a name: 2 starts one, 1 continues one, 0 neither. Others all may do both. */
const NAME_CLASS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) return 2;
  return /[\d.:-]/.test(character) ? 1 : 0;
});

/** SyncML has one attribute, xmlns; the bound keeps the search for duplicates cheap. */
const MOST_ATTRIBUTES = 64;

/**
 * Parses well-formed XML without a document type, nested at most `maxDepth` levels, into its root element.
 * Errors: `xml-malformed`, `xml-too-deep`, `xml-doctype`, each with the character offset as detail.
 * Source: XML 1.0 §2.
 */
export function parseXml(source: string, maxDepth: number): Result<SyncmlElement> {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  /** What encloses the current element, each with its tag, where its content begins, and its first place in `found`. */
  const stack: OpenElement[] = [];
  const tags: string[] = [];
  const starts: number[] = [];
  const firsts: number[] = [];
  /** Children of all that is open, the innermost last: an element takes its own when it closes, in one array that fits. */
  const found: SyncmlElement[] = [];
  let current: OpenElement = { name: '', text: '', children: NONE };
  /** As written, prefix and all: what the end tag must repeat. */
  let tag = '';
  let start = 0;
  let first = 0;
  const outside = current;
  let reference = text.indexOf('&');
  let at = 0;

  for (let lt = text.indexOf('<'); ; lt = text.indexOf('<', at)) {
    const end = lt === -1 ? text.length : lt;
    if (current === outside) {
      if (!isBlank(text, at, end, found.length > 0)) return malformed('there is text outside the root', at);
    } else if (reference !== -1 && reference < end) {
      const resolved = resolveReferences(text.slice(at, end));
      if (resolved === undefined) return malformed('there is an unknown entity or a bare &', reference);
      current.text += resolved;
      reference = text.indexOf('&', end);
    } else if (at < end) current.text += text.slice(at, end);
    if (lt === -1) break;

    const code = text.charCodeAt(lt + 1);
    if (code === SLASH) {
      const behindName = lt + 2 + tag.length;
      at = text.charCodeAt(behindName) === GREATER ? behindName : skipSpace(text, behindName);
      const parent = stack.pop();
      if (parent === undefined || text.slice(lt + 2, behindName) !== tag || text.charCodeAt(at) !== GREATER) {
        return malformed('an end tag does not match', lt);
      }
      at++;
      if (found.length > first) {
        if (current.name === 'Data') current.text = text.slice(start, lt);
        else current.children = found.slice(first);
        found.length = first;
      }
      const closed = current;
      current = parent;
      tag = tags.pop() ?? '';
      start = starts.pop() ?? 0;
      first = firsts.pop() ?? 0;
      found.push(closed);
    } else if (code === BANG || code === QUESTION) {
      const section = readSection(text, lt, current !== outside);
      if (!section.ok) return section;
      current.text += section.value.text;
      at = section.value.end;
      if (reference !== -1 && reference < at) reference = text.indexOf('&', at);
    } else {
      if (current === outside && found.length > 0) return malformed('there is a second root element', lt);
      if (stack.length >= maxDepth) return tooDeep(maxDepth, lt);
      const ready = readyNameAt(text, lt);
      const nameEnd = ready === '' ? skipName(text, lt + 1) : lt + 1 + ready.length;
      if (nameEnd === -1) return malformed('a tag has no valid name', lt);
      const tagEnd = text.charCodeAt(nameEnd) === GREATER ? nameEnd : skipAttributes(text, nameEnd);
      if (tagEnd === -1) return malformed('a start tag is broken', lt);
      if (reference !== -1 && reference < tagEnd) {
        if (resolveReferences(text.slice(reference, tagEnd)) === undefined) {
          return malformed('there is an unknown entity or a bare &', reference);
        }
        reference = text.indexOf('&', tagEnd);
      }
      const isEmpty = text.charCodeAt(tagEnd) === SLASH;
      at = tagEnd + (isEmpty ? 2 : 1);
      const written = ready === '' ? text.slice(lt + 1, nameEnd) : ready;
      const name = ready === '' ? localName(written) : ready;
      if (name === '') return malformed('a tag has no valid name', lt);
      const element: OpenElement = { name, text: '', children: NONE };
      if (isEmpty) found.push(element);
      else {
        stack.push(current);
        tags.push(tag);
        starts.push(start);
        firsts.push(first);
        current = element;
        tag = written;
        start = at;
        first = found.length;
      }
    }
  }

  const [root] = found;
  if (current !== outside) return malformed(`<${tag}> is not closed`, text.length);
  if (root === undefined) return malformed('there is no element', 0);
  const forbidden = forbiddenAt(text.slice(0, text.lastIndexOf('>')));
  return forbidden === -1 ? ok(root) : malformed('there is a control character', forbidden);
}

/** Reads a comment, CDATA section or instruction at `lt`: the text it adds and the offset behind it. */
function readSection(text: string, lt: number, insideRoot: boolean): Result<{ text: string; end: number }> {
  if (text.startsWith('<!--', lt)) return sectionUntil(text, '-->', lt, lt + 4);
  if (text.startsWith('<?', lt)) {
    const target = skipName(text, lt + 2);
    return target === -1 ? malformed('an instruction has no name', lt) : sectionUntil(text, '?>', lt, target);
  }
  if (insideRoot && text.startsWith('<![CDATA[', lt)) {
    const section = sectionUntil(text, ']]>', lt, lt + 9);
    return section.ok ? ok({ ...section.value, text: text.slice(lt + 9, section.value.end - 3) }) : section;
  }
  if (/^<!(?:DOCTYPE|ENTITY)/i.test(text.slice(lt, lt + 9))) {
    return fail(
      'xml-doctype',
      'The message declares a document type, which is refused because it can define entities.',
      'Send the message without a DOCTYPE; SyncML needs none.',
      { detail: `offset ${lt}` },
    );
  }
  return malformed('there is markup that is neither element, comment nor CDATA', lt);
}

function sectionUntil(
  text: string,
  terminator: string,
  lt: number,
  from: number,
): Result<{ text: string; end: number }> {
  const found = text.indexOf(terminator, from);
  return found === -1 ? malformed(`${terminator} is missing`, lt) : ok({ text: '', end: found + terminator.length });
}

/** Skips the attributes of a start tag; yields the offset of its `>`, or of the `/` in `/>`, or -1. */
function skipAttributes(text: string, from: number): number {
  const names: string[] = [];
  let at = from;
  for (;;) {
    const start = skipSpace(text, at);
    const code = text.charCodeAt(start);
    if (code === GREATER) return start;
    if (code === SLASH) return text.charCodeAt(start + 1) === GREATER ? start : -1;
    if (start === at) return -1;
    const nameEnd = skipName(text, start);
    if (nameEnd === -1) return -1;
    const name = text.slice(start, nameEnd);
    if (names.includes(name) || names.push(name) > MOST_ATTRIBUTES) return -1;
    const equals = skipSpace(text, nameEnd);
    const quoteAt = skipSpace(text, equals + 1);
    const quote = text.charAt(quoteAt);
    if (text.charCodeAt(equals) !== EQUALS || (quote !== '"' && quote !== "'")) return -1;
    const close = text.indexOf(quote, quoteAt + 1);
    const lt = text.indexOf('<', quoteAt);
    if (close === -1 || (lt !== -1 && lt < close)) return -1;
    at = close + 1;
  }
}

/** Offset behind the name that begins at `from`, or -1 when none begins there. */
function skipName(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (!(first >= 128 || NAME_CLASS[first] === 2)) return -1;
  let at = from + 1;
  for (let code = text.charCodeAt(at); code >= 128 || (NAME_CLASS[code] ?? 0) > 0; code = text.charCodeAt(at)) at++;
  return at;
}

/** Without its prefix; empty when nothing but a prefix is there. */
function localName(tag: string): string {
  for (let at = 1; at < tag.length; at++) if (tag.charCodeAt(at) === COLON) return tag.slice(at + 1);
  return tag;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** White space only. Behind the root NUL counts as well: seen in the field, messages sent as C strings. */
function isBlank(text: string, from: number, to: number, nulToo: boolean): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (!isSpace(code) && !(nulToo && code === 0)) return false;
  }
  return true;
}

function malformed(what: string, offset: number) {
  return fail(
    'xml-malformed',
    `The message is not well-formed XML: ${what}.`,
    'Look at the bytes in the trace: the handset may have cut the message or sent another encoding.',
    { detail: `offset ${offset}` },
  );
}

function tooDeep(maxDepth: number, offset: number) {
  return fail(
    'xml-too-deep',
    `The message nests its elements more than ${maxDepth} levels deep.`,
    'No SyncML message needs that; look at the bytes in the trace.',
    { detail: `offset ${offset}` },
  );
}
