/**
 * Our WBXML codec against libwbxml's, which strangers wrote: what we encode its tools read, what they encode we read,
 * and what handsets sent both read, to the same message, over all fixtures. Everything passes through XML, its and
 * ours.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findWbxmlTools } from '../../build/machine.mjs';
import type { Message } from '../../shared/syncml/message.ts';
import { decodeWbxml, encodeWbxml, type WbxmlForm } from '../../shared/syncml/wbxml/wbxml.ts';
import { decodeXml, encodeXml } from '../../shared/syncml/xml.ts';
import { GENERATED_MESSAGES, MESSAGE_FIXTURES, messageOf } from '../unit/shared/syncml/message-fixtures.ts';

/** White space is kept: a value may be nothing else. */
const KEEP_SPACE = '-k';
const COMPACT = ['-m', '0'];

/** Fixtures that libwbxml does not read as they were sent, and why. */
const UNREADABLE: ReadonlyMap<string, string> = new Map([
  ['literal-tags', 'it refuses every attribute'],
  ['unknown-public-id', 'it refuses a document that does not say what it is'],
  ['tnds-elements', 'it has the tags of TNDS only in a document of its own'],
]);

/** Octets that are no text stand as they are in its XML, which is none then; its encoder has no Format `bin`. */
const HAS_OCTETS = 'opaque-values';

let tools: string;
let folder: string;

beforeAll(() => {
  tools = findWbxmlTools();
  folder = mkdtempSync(join(tmpdir(), 'scomo-wbxml-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIXTURES = MESSAGE_FIXTURES.filter(({ name }) => name !== HAS_OCTETS);
const MESSAGES: readonly (readonly [name: string, message: Message])[] = [
  ...FIXTURES.map((fixture) => [fixture.name, messageOf(fixture)] as const),
  ...GENERATED_MESSAGES.map(([name, message]) => [name, tamed(message)] as const),
];

describe.each(MESSAGES)('%s, encoded by us', (_name, message) => {
  it.each<WbxmlForm>([{ publicId: 'numeric' }, { publicId: 'string', version: '1.3' }])(
    'is the same message when libwbxml reads it (%s)',
    (form) => {
      const encoded = encodeWbxml(message, form);
      expect(encoded.ok && comparable(readByLibwbxml(encoded.value))).toEqual(comparable(message));
    },
  );

  it('is the same message when libwbxml writes it', () => {
    const encoded = encodeXml(message);
    expect(encoded.ok && comparable(writtenByLibwbxml(encoded.value))).toEqual(comparable(message));
  });
});

describe('as it was sent', () => {
  const sent = FIXTURES.filter(({ name }) => !UNREADABLE.has(name));

  it.each(sent.filter(({ encoding }) => encoding === 'wbxml'))('$name is the same message to both', (fixture) => {
    expect(comparable(readByLibwbxml(fixture.bytes))).toEqual(comparable(messageOf(fixture)));
  });

  it.each(sent.filter(({ encoding }) => encoding === 'xml'))('$name is the same message to both', (fixture) => {
    expect(comparable(writtenByLibwbxml(fixture.bytes))).toEqual(comparable(messageOf(fixture)));
  });
});

/**
 * A generated message without what libwbxml cannot do: SyncML 1.1 has no TargetParent and no FieldLevel, which it minds,
 * and it mixes up a text around the end of a CDATA section.
 */
function tamed(message: Message): Message {
  const { hdr, ...rest } = JSON.parse(JSON.stringify(message).replaceAll(']]>', ']>')) as Message;
  return { ...rest, hdr: { ...hdr, verDTD: '1.2' } };
}

/**
 * What is the same although it looks different. libwbxml renames the Type of a document within Data along with the
 * encoding, writes the namespace into the markup of such a document, and makes line feeds in Data those of a vCard.
 */
function comparable(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .replaceAll('\r\n', '\n')
      .replace(/(application\/vnd\.syncml[.-]\w+\+)wbxml/, '$1xml')
      .replace(/^(<\w+) xmlns="[^"]*"/, '$1');
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(comparable);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, comparable(inner)]));
}

function readByLibwbxml(wbxml: Uint8Array): Message {
  const xml = new TextDecoder().decode(convert('wbxml2xml', wbxml, [KEEP_SPACE, ...COMPACT]));
  // It writes a DOCTYPE, which we refuse on purpose, and carriage returns as they are, which are line feeds in XML.
  const decoded = decodeXml(
    new TextEncoder().encode(xml.replace(/<!DOCTYPE[^>]*>/, '').replaceAll('\r', () => '&#13;')),
  );
  if (!decoded.ok) throw new Error(`${decoded.error.message} ${xml}`);
  return decoded.value.message;
}

function writtenByLibwbxml(xml: Uint8Array): Message {
  const decoded = decodeWbxml(convert('xml2wbxml', xml, [KEEP_SPACE, '-v', '1.2']));
  if (!decoded.ok) throw new Error(`${decoded.error.message} ${decoded.error.detail}`);
  return decoded.value.message;
}

function convert(tool: 'wbxml2xml' | 'xml2wbxml', bytes: Uint8Array, options: readonly string[]): Uint8Array {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  rmSync(to, { force: true });
  writeFileSync(from, bytes);
  const { status, stderr, stdout } = spawnSync(join(tools, tool), [...options, '-o', to, from]);
  if (status !== 0) throw new Error(`${tool}: ${stderr.toString()}${stdout.toString()}`);
  return new Uint8Array(readFileSync(to));
}
