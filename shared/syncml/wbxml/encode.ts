/**
 * Message → WBXML. The child order is message-writer.ts's; here are tokens, texts and the string table. The body is
 * written into an octet buffer first, because only then it is known which names the string table must hold; header
 * and body are put together at the end.
 *
 * Texts go inline (STR_I) and octets as OPAQUE; octets whose Format says b64 go as base64 text, as in XML. A name
 * that no table has becomes a LITERAL of the string table.
 */
import { base64 } from '@scure/base';
import { fail, ok, type Result } from '../../result.ts';
import type { Data, Message } from '../message.ts';
import { type ElementSink, type Page, writeMessage } from '../message-writer.ts';
import { publicIdByName, TOKENS } from './code-pages.ts';
import { createOctetBuffer } from './octet-buffer.ts';
import { CONTENT, TOKEN } from './tokens.ts';

/** How the header is written. */
export interface WbxmlForm {
  /** numeric: `A4 01`, the shorter one. string: in the string table, as handsets in the field do. */
  readonly publicId?: 'numeric' | 'string';
  /** Version of WBXML, by default 1.2. */
  readonly version?: '1.1' | '1.2' | '1.3';
}

const VERSION_OCTETS = { '1.1': 1, '1.2': 2, '1.3': 3 } as const;
const CHARSET_UTF8 = 106;
const NAME = /^[A-Za-z_][A-Za-z0-9._-]*$/;

/**
 * Encodes a message as WBXML in the DTD's order, with SyncML 1.1's public identifier when its VerDTD is 1.1 and that
 * of 1.2 otherwise.
 *
 * Errors: `not-encodable` when a text has half a surrogate pair, or an unknown element a name that is none; nothing
 * is replaced silently. Source: facts 4, WBXML 1.3 §5.
 */
export function encodeWbxml(message: Message, form: WbxmlForm = {}): Result<Uint8Array> {
  const { publicId = 'numeric', version = '1.2' } = form;
  const fpi = `-//SYNCML//DTD SyncML ${message.hdr.verDTD === '1.1' ? '1.1' : '1.2'}//EN`;
  const { sink, finish } = createWbxmlSink(publicId === 'string' ? fpi : '');
  writeMessage(message, sink);
  return finish(VERSION_OCTETS[version], publicIdByName(fpi)?.number ?? 0);
}

/** `fpi`: the public identifier that the string table begins with, or nothing. */
function createWbxmlSink(fpi: string): {
  readonly sink: ElementSink;
  readonly finish: (version: number, publicId: number) => Result<Uint8Array>;
} {
  const body = createOctetBuffer();
  const literals = new Map<string, number>();
  /** What stands in the string table, NUL after each but the last. */
  let table = fpi;
  let current: number = 0;
  let format = '';
  let obstacle: string | undefined;

  function startTag(page: Page, name: string, content: number): void {
    const token = TOKENS[page]?.get(name);
    if (token === undefined) startOtherTag(page, name, content);
    else {
      if (page !== current) body.octets2(TOKEN.switchPage, (current = page));
      body.octet(token | content);
    }
  }

  /** A name of another page than its place has, or of none. */
  function startOtherTag(page: Page, name: string, content: number): void {
    const other = TOKENS.findIndex((tokens) => tokens.has(name));
    if (other !== -1) {
      if (other !== current) body.octets2(TOKEN.switchPage, (current = other));
      body.octet((TOKENS[other]?.get(name) ?? 0) | content);
      return;
    }
    if (!NAME.test(name)) obstacle ??= `${JSON.stringify(name)} is no element name`;
    let index = literals.get(name);
    if (index === undefined) {
      index = table === '' ? 0 : table.length + 1;
      literals.set(name, index);
      table += index === 0 ? name : `\0${name}`;
    }
    body.octet(TOKEN.literal | content);
    body.mbInt(index);
  }

  function writeText(name: string, text: string): void {
    if (text.includes('\0')) writePieces(name, text.split('\0'));
    else writePiece(name, text);
  }

  /** STR_I ends at the first NUL: a NUL within goes as character entity. */
  function writePieces(name: string, pieces: readonly string[]): void {
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) body.octets2(TOKEN.entity, 0);
      if (piece !== '') writePiece(name, piece);
    }
  }

  function writePiece(name: string, text: string): void {
    body.octet(TOKEN.strI);
    if (!body.text(text)) obstacle ??= `${name} holds half a surrogate pair`;
    body.octet(0);
  }

  const sink: ElementSink = {
    open(page, name) {
      if (name === 'Item' || name === 'Cred') format = '';
      startTag(page, name, CONTENT);
    },
    close() {
      body.octet(TOKEN.end);
    },
    leaf(page, name, value: Data) {
      if (value === '') {
        startTag(page, name, 0);
        return;
      }
      startTag(page, name, CONTENT);
      if (typeof value === 'string') {
        writeText(name, value);
        if (name === 'Format') format = value;
      } else if (name === 'Data' && format.toLowerCase() === 'b64') writeText(name, base64.encode(value));
      else {
        body.octet(TOKEN.opaque);
        body.mbInt(value.length);
        body.all(value);
      }
      body.octet(TOKEN.end);
    },
    empty(page, name) {
      startTag(page, name, 0);
    },
  };

  function finish(version: number, publicId: number): Result<Uint8Array> {
    if (obstacle !== undefined) {
      body.release();
      return fail(
        'not-encodable',
        'The message cannot be written as WBXML.',
        'Correct the value, or send it as octets.',
        { detail: obstacle },
      );
    }
    const header = createOctetBuffer();
    header.octet(version);
    header.mbInt(fpi === '' ? publicId : 0);
    if (fpi !== '') header.octet(0);
    header.octet(CHARSET_UTF8);
    // Names are ASCII. The public identifier alone has no NUL behind it: seen in the field.
    const strings = literals.size > 0 ? `${table}\0` : table;
    header.mbInt(strings.length);
    header.text(strings);
    const bytes = header.joined(body);
    header.release();
    body.release();
    return ok(bytes);
  }

  return { sink, finish };
}
