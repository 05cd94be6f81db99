/**
 * The WBXML parser: octets → elements, in one pass over the tokens (WBXML 1.3 §5.8, §7). It reads every document that
 * the code pages know, and keeps what they do not know: a tag without a name becomes `Tag-<page>-<token>`. A page
 * stays switched until it is switched again, also across END (facts 4). Attributes, which SyncML never has, are
 * skipped; processing instructions and extension tokens are refused.
 *
 * Hostile input: every loop moves on by at least one octet, nesting is bounded, and so is the text that the string
 * table can be made to repeat. A document that ends badly still yields the elements read so far, for the trace.
 */
import { base64 } from '@scure/base';
import type { Failure } from '../../result.ts';
import { type Draft, type SyncmlElement, textOf } from '../element.ts';
import type { Data, DecodeLimits } from '../message.ts';
import { NAMES } from './code-pages.ts';
import { failureOf, type WbxmlCode } from './failures.ts';
import { readHeader, readMbInt, tableText, type WbxmlHeader } from './header.ts';
import { nulBehind, textBetween, textSource } from './text-source.ts';
import { ATTRIBUTES, CONTENT, TAG, TOKEN } from './tokens.ts';

export interface WbxmlDocument {
  readonly header?: WbxmlHeader;
  /** What was read, whole when there is no failure. */
  readonly root?: SyncmlElement;
  readonly failure?: Failure;
}

type Open = Draft<SyncmlElement> & { children: SyncmlElement[] };

/** Leaves share it; the first child replaces it. */
const NONE: SyncmlElement[] = [];

/** SyncML has no attributes; whoever sends some sends few. */
const MOST_ATTRIBUTE_OCTETS = 4096;

const NAME = /^[A-Za-z_][A-Za-z0-9._-]*$/;

/**
 * Reads a document within the limits.
 * Errors: all of failures.ts.
 */
export function readDocument(bytes: Uint8Array, limits: DecodeLimits): WbxmlDocument {
  if (bytes.length > limits.maxBytes) return { failure: failureOf('wbxml-too-large', `${bytes.length} octets`) };
  const parsed = readHeader(bytes);
  if (!parsed.ok) return { failure: parsed.error };
  const header = parsed.value;
  const names = NAMES[header.kind];
  const source = textSource(bytes, header.bodyFrom);
  const outside: Open = { name: '', text: '', children: NONE };
  const stack: Open[] = [];
  let current = outside;
  let page = 0;
  let at = header.bodyFrom;
  /** How many more octets the string table may contribute. */
  let repeatable = limits.maxBytes;
  let failure: Failure | undefined;

  while (at < bytes.length && failure === undefined) {
    const start = at;
    const token = bytes[at++] ?? 0;
    switch (token) {
      case TOKEN.switchPage:
        page = bytes[at++] ?? refuse('wbxml-truncated', start);
        break;
      case TOKEN.end:
        if (current === outside) refuse('wbxml-unknown-token', start);
        else current = stack.pop() ?? outside;
        break;
      case TOKEN.entity: {
        const code = integer();
        if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) refuse('wbxml-charset', start);
        else addText(String.fromCodePoint(code));
        break;
      }
      case TOKEN.strI:
        addText(inlineText());
        break;
      case TOKEN.strT:
        addText(repeatedText());
        break;
      case TOKEN.opaque: {
        const length = integer();
        if (failure === undefined && length > bytes.length - at) refuse('wbxml-opaque-too-long', start);
        else if (failure === undefined) addText(new Uint8Array(bytes.subarray(at, (at += length))));
        break;
      }
      default:
        if (isLiteral(token)) openElement(literalName(), token);
        else if ((token & TAG) < 5) refuse('wbxml-unknown-token', start);
        else if (current === outside && names[page] === undefined) refuse('wbxml-unknown-page', start);
        else openElement(names[page]?.[token & TAG] ?? unknownName(page, token & TAG), token);
    }
    // Behind the root there may be anything: C strings bring a NUL.
    if (current === outside && outside.children !== NONE) break;
  }
  if (failure === undefined && (current !== outside || outside.children === NONE)) refuse('wbxml-truncated', at);
  const [root] = outside.children;
  return {
    header,
    ...(root === undefined ? {} : { root }),
    ...(failure === undefined ? {} : { failure }),
  };

  /** Remembers the first failure; its value stands for the one that could not be read. */
  function refuse(code: WbxmlCode, offset: number): number {
    failure ??= failureOf(code, `offset ${offset}`);
    return 0;
  }

  function integer(): number {
    const read = readMbInt(bytes, at);
    if (!read.ok) {
      failure ??= read.error;
      return 0;
    }
    at = read.value.end;
    return read.value.value;
  }

  function inlineText(): string {
    const start = at;
    const nul = nulBehind(source, start);
    if (nul === -1) {
      refuse('wbxml-unterminated-string', start);
      return '';
    }
    at = nul + 1;
    return checked(textBetween(source, start, nul), start);
  }

  function repeatedText(): string {
    const start = at;
    const index = integer();
    if (failure !== undefined) return '';
    const { tableFrom, tableTo } = header;
    if (index >= tableTo - tableFrom) {
      refuse('wbxml-string-table', start);
      return '';
    }
    const text = checked(tableText(bytes, tableFrom, tableTo, index), start);
    repeatable -= text.length;
    if (repeatable < 0) refuse('wbxml-too-large', start);
    return text;
  }

  function checked(text: string | undefined, offset: number): string {
    if (text === undefined) refuse('wbxml-charset', offset);
    return text ?? '';
  }

  function literalName(): string {
    const start = at;
    const name = repeatedText();
    if (!NAME.test(name)) refuse('wbxml-string-table', start);
    return name;
  }

  function addText(text: Data): void {
    if (current === outside) refuse('wbxml-unknown-token', at);
    else current.text = joined(current, current.name === 'NextNonce' && typeof text !== 'string' ? nonce(text) : text);
  }

  function openElement(name: string, token: number): void {
    if (failure !== undefined) return;
    if (stack.length >= limits.maxDepth) {
      refuse('wbxml-too-deep', at);
      return;
    }
    const element: Open = { name, text: '', children: NONE };
    if (current.children === NONE) current.children = [element];
    else current.children.push(element);
    if ((token & ATTRIBUTES) !== 0) skipAttributes();
    if ((token & CONTENT) === 0) return;
    stack.push(current);
    current = element;
  }

  function skipAttributes(): void {
    const most = at + MOST_ATTRIBUTE_OCTETS;
    while (failure === undefined) {
      const start = at;
      const token = bytes[at++];
      if (token === TOKEN.end) return;
      if (start > most) refuse('wbxml-unknown-token', start);
      if (token === undefined) refuse('wbxml-truncated', start);
      else if (token === TOKEN.switchPage) at++;
      else if (token === TOKEN.strI) inlineText();
      else if (token === TOKEN.opaque) at += integer();
      else if (token === TOKEN.entity || token === TOKEN.strT || token === TOKEN.literal) integer();
      else if ((token & TAG) < 5) refuse('wbxml-unknown-token', start);
    }
  }
}

function isLiteral(token: number): boolean {
  return (token & TAG) === TOKEN.literal;
}

function unknownName(page: number, token: number): string {
  return `Tag-${page}-${token.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Raw octets in WBXML, base64 in XML and in a Message (libwbxml, seen in the field). */
function nonce(octets: Uint8Array): string {
  return base64.encode(octets);
}

/** The text so far and what comes behind it. Octets stay octets only while nothing else is there. */
function joined(element: SyncmlElement, more: Data): Data {
  if (element.text === '') return more;
  return textOf(element) + textOf({ name: '', text: more, children: NONE });
}
