/** What a command of the line language is about: its Items. */
import type { Data, Item, Meta } from '../syncml/message.ts';
import { utf8Text } from '../syncml/utf8.ts';
import type { Token } from './lexer.ts';
import type { TokenReader } from './token-reader.ts';
import { BARE, CHR_TYPE, FORMAT_WORDS, NOTHING, TO } from './words.ts';

/**
 * address: URIs only. add: without a value an interior node. replace: a value must be there. exec: a value may be
 * there. copy: from and to. alert: texts.
 */
export type ItemsKind = 'address' | 'add' | 'replace' | 'exec' | 'copy' | 'alert';

/** Reads to the end of the command. */
export function readItems(reader: TokenReader, kind: ItemsKind): readonly Item[] {
  const items: Item[] = [];
  for (;;) {
    if (kind === 'alert' && isOver(reader.peek())) return items;
    items.push(readItem(reader, kind));
    const token = reader.peek();
    if (token?.kind === 'comma') {
      reader.next();
      while (reader.peek()?.kind === 'end') reader.next();
    } else if (isOver(token)) return items;
    else if (kind !== 'address' && kind !== 'alert') tooMany(reader, token);
  }
}

function readItem(reader: TokenReader, kind: ItemsKind): Item {
  switch (kind) {
    case 'address':
      return { target: { locURI: readURI(reader) } };
    case 'copy':
      return readCopy(reader);
    case 'alert':
      return readAlertItem(reader);
    case 'add':
    case 'replace':
    case 'exec':
      return readValueItem(reader, kind);
  }
}

function readURI(reader: TokenReader): string {
  const token = reader.peek();
  const text = token?.kind === 'word' || token?.kind === 'text' ? token.text : '';
  if (text === '') {
    reader.refuseAt(
      token,
      'uri-missing',
      'The URI of a node is missing.',
      'Write it from the root, e.g. ./DevInfo/Man.',
    );
  }
  reader.next();
  return text;
}

function readCopy(reader: TokenReader): Item {
  const from = readURI(reader);
  const to = reader.peek();
  if (to?.kind !== 'word' || to.text.toLowerCase() !== TO) {
    reader.refuseAt(to, 'to-missing', 'Where is it to be copied to?', 'Write e.g. copy ./Vendor/A to ./Vendor/B');
  }
  reader.next();
  return { target: { locURI: readURI(reader) }, source: { locURI: from } };
}

function readAlertItem(reader: TokenReader): Item {
  const token = reader.next();
  if (token?.kind === 'word' && token.text === NOTHING) return {};
  if (token?.kind === 'text' || token?.kind === 'word') return { data: token.text };
  return reader.refuseAt(
    token,
    'value-missing',
    'An alert is followed by texts.',
    'Write its options, the text and the choices in quotation marks; - stands for no options.',
  );
}

/** URI, then in any order: a format, options, a value. */
function readValueItem(reader: TokenReader, kind: 'add' | 'replace' | 'exec'): Item {
  const locURI = readURI(reader);
  const said: { format?: string; type?: string; value?: Data; bare?: true } = {};
  for (let token = reader.peek(); !isOver(token) && token?.kind !== 'comma'; token = reader.peek()) {
    reader.next();
    if (token?.kind === 'option') takeOption(reader, token, kind, said);
    else if (token?.kind === 'word' && said.value === undefined && token.text === BARE) said.bare = true;
    else if (
      token?.kind === 'word' &&
      said.value === undefined &&
      said.format === undefined &&
      FORMAT_WORDS.has(token.text)
    )
      said.format = token.text;
    else if (said.value === undefined) said.value = valueOf(reader, token, said.format);
    else tooMany(reader, token);
  }
  if (kind === 'replace' && said.value === undefined && said.format === undefined && said.bare === undefined) {
    reader.refuseAt(
      reader.peek(),
      'value-missing',
      'The new value is missing.',
      'Write it in quotation marks; "" is the empty value.',
    );
  }
  const meta = metaOf(kind, locURI, said);
  return {
    target: { locURI },
    ...(meta === undefined ? {} : { meta }),
    ...(said.value === undefined ? {} : { data: said.value }),
  };
}

function takeOption(
  reader: TokenReader,
  token: Extract<Token, { kind: 'option' }>,
  kind: ItemsKind,
  said: { format?: string; type?: string },
): void {
  if (token.name === 'type' || token.name === 'format') said[token.name] = token.text;
  else if (kind === 'exec') reader.keepCorrelator(token.text);
  else reader.refuseAt(token, 'option-misplaced', 'Only an exec has a correlator.', 'Take it out, or write exec.');
}

/** Text and words are what they are; a file is base64 for b64, text when it is text, and octets otherwise. */
function valueOf(reader: TokenReader, token: Token | undefined, format: string | undefined): Data {
  if (token?.kind === 'text' || token?.kind === 'word') return token.text;
  if (token?.kind === 'octets') return token.octets;
  if (token?.kind !== 'file') return tooMany(reader, token);
  const octets = reader.file(token.path, token);
  return format === 'b64' || format === 'bin' ? octets : (utf8Text(octets) ?? octets);
}

/** What is not said follows from the rest: a value is chr and text/plain, an Add without a value makes a node. */
function metaOf(
  kind: 'add' | 'replace' | 'exec',
  uri: string,
  { format, type, value, bare }: { format?: string; type?: string; value?: Data; bare?: true },
): Meta | undefined {
  const usual = bare === true ? undefined : usualFormat(kind, uri, value !== undefined, type);
  const chosen = format === undefined ? usual : format === NOTHING ? undefined : format;
  const usualType = chosen === 'chr' ? CHR_TYPE : undefined;
  const said = type === undefined ? usualType : type === NOTHING ? undefined : type;
  if (chosen === undefined && said === undefined) return undefined;
  return { ...(chosen === undefined ? {} : { format: chosen }), ...(said === undefined ? {} : { type: said }) };
}

/** Values of properties are strings; Meta is not recommended for them (facts 2.8). */
function usualFormat(kind: ItemsKind, uri: string, hasValue: boolean, type: string | undefined): string | undefined {
  if (hasValue) return uri.includes('?prop=') && type === undefined ? undefined : 'chr';
  return kind === 'add' ? 'node' : undefined;
}

function isOver(token: Token | undefined): boolean {
  return token === undefined || token.kind === 'end' || token.kind === 'close';
}

function tooMany(reader: TokenReader, token: Token | undefined): never {
  return reader.refuseAt(
    token,
    'value-too-many',
    'One value too many.',
    'Put a text with blanks in quotation marks, and a comma before the next node.',
  );
}
