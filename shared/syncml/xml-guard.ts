/**
 * The guard in front of the XML library, which tolerates almost anything: one pass that proves the text well formed
 * (tags match and nest, attributes are quoted, references are known, one root, nothing behind it), bounds the nesting
 * and refuses every DOCTYPE before anything could be expanded. It jumps from `<` to `<`, builds no tree and costs a
 * fraction of the parse. Not checked: `]]>` in text, duplicate xmlns prefixes, non-ASCII name characters.
 */
import { fail, ok, type Result } from '../result.ts';
import { forbiddenAt, referenceEnd } from './xml-text.ts';

const SLASH = 0x2f;
const GREATER = 0x3e;
const BANG = 0x21;
const QUESTION = 0x3f;
const EQUALS = 0x3d;

/** What an ASCII character may be in a name: 2 starts one, 1 continues one, 0 neither. Others all may do both. */
const NAME_CLASS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) return 2;
  return /[\d.:-]/.test(character) ? 1 : 0;
});

/**
 * Checks that `text` is well-formed XML without a document type, nested at most `maxDepth` levels.
 * Errors: `xml-malformed`, `xml-too-deep`, `xml-doctype`, each with the character offset as detail.
 * Source: XML 1.0 §2.
 */
export function guardXml(text: string, maxDepth: number): Result<void> {
  const open: string[] = [];
  let rootSeen = false;
  let at = 0;
  let reference = text.indexOf('&');
  for (;;) {
    const lt = text.indexOf('<', at);
    const end = lt === -1 ? text.length : lt;
    if (open.length === 0 && !isBlank(text, at, end, rootSeen)) return malformed('there is text outside the root', at);
    while (reference !== -1 && reference < end) {
      const after = referenceEnd(text, reference);
      if (after === -1 || after > end) return malformed('there is an unknown entity or a bare &', reference);
      reference = text.indexOf('&', after);
    }
    if (lt === -1) break;

    const code = text.charCodeAt(lt + 1);
    if (code === SLASH) {
      const name = open.pop();
      if (name === undefined || !text.startsWith(name, lt + 2)) return malformed('an end tag does not match', lt);
      at = skipSpace(text, lt + 2 + name.length);
      if (text.charCodeAt(at) !== GREATER) return malformed('an end tag does not match', lt);
      at++;
    } else if (code === BANG || code === QUESTION) {
      const skipped = skipMarkup(text, lt, open.length > 0);
      if (!skipped.ok) return skipped;
      at = skipped.value;
      if (reference !== -1 && reference < at) reference = text.indexOf('&', at);
    } else {
      if (open.length === 0 && rootSeen) return malformed('there is a second root element', lt);
      rootSeen = true;
      if (open.length >= maxDepth) return tooDeep(maxDepth, lt);
      const nameEnd = skipName(text, lt + 1);
      if (nameEnd === -1) return malformed('a tag has no valid name', lt);
      const tagEnd = text.charCodeAt(nameEnd) === GREATER ? nameEnd : skipAttributes(text, nameEnd);
      if (tagEnd === -1) return malformed('a start tag is broken', lt);
      if (text.charCodeAt(tagEnd) === GREATER) open.push(text.slice(lt + 1, nameEnd));
      at = text.indexOf('>', tagEnd) + 1;
    }
  }
  if (open.length > 0) return malformed(`<${open.at(-1) ?? ''}> is not closed`, text.length);
  if (!rootSeen) return malformed('there is no element', 0);
  const forbidden = forbiddenAt(text.slice(0, text.lastIndexOf('>')));
  return forbidden === -1 ? ok(undefined) : malformed('there is a control character', forbidden);
}

/** Skips a comment, CDATA section or processing instruction at `lt`; yields the offset behind it. */
function skipMarkup(text: string, lt: number, insideRoot: boolean): Result<number> {
  if (text.startsWith('<!--', lt)) return skipTo(text, '-->', lt + 4, lt);
  if (text.startsWith('<?', lt)) return skipTo(text, '?>', lt + 2, lt);
  if (insideRoot && text.startsWith('<![CDATA[', lt)) return skipTo(text, ']]>', lt + 9, lt);
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

function skipTo(text: string, terminator: string, from: number, lt: number): Result<number> {
  const found = text.indexOf(terminator, from);
  return found === -1 ? malformed(`${terminator} is missing`, lt) : ok(found + terminator.length);
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

/** SyncML has one attribute, xmlns; the bound keeps the search for duplicates cheap. */
const MOST_ATTRIBUTES = 64;

/** Offset behind the name that begins at `from`, or -1 when none begins there. */
function skipName(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (!(first >= 128 || NAME_CLASS[first] === 2)) return -1;
  let at = from + 1;
  for (let code = text.charCodeAt(at); code >= 128 || (NAME_CLASS[code] ?? 0) > 0; code = text.charCodeAt(at)) at++;
  return at;
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
