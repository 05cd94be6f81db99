/**
 * The messages of test/fixtures/messages: as handsets in the field write them, in XML, and in WBXML as pairs of
 * hexadecimal digits and quoted ASCII; lines that begin with # are comments. To them the worked example of the facts,
 * and some that a generator made, always the same.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { CODECS, type Encoding } from '../../../../shared/syncml/codec.ts';
import type { Message } from '../../../../shared/syncml/message.ts';
import { arbitraryMessage } from '../../../fuzz/arbitrary-message.ts';
import { octets } from './wbxml/octets.ts';
import { workedExample } from './worked-example.ts';

export interface MessageFixture {
  readonly name: string;
  readonly encoding: Encoding;
  readonly bytes: Uint8Array;
}

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'messages');
const WBXML = '.wbxml.txt';
const GENERATED = { seed: 1201, numRuns: 24 };

/** Messages as somebody sent them. */
export const MESSAGE_FIXTURES: readonly MessageFixture[] = [
  ...readdirSync(FOLDER).toSorted().map(fromFile),
  ...Object.entries(workedExample).map(([name, xml]) => ({
    name: `worked example ${name}`,
    encoding: 'xml' as const,
    bytes: new TextEncoder().encode(xml),
  })),
];

/** Messages that only their values say, of every shape. */
export const GENERATED_MESSAGES: readonly (readonly [name: string, message: Message])[] = fc
  .sample(arbitraryMessage, GENERATED)
  .map((message, index) => [`generated ${index + 1}`, message]);

/** The message that a fixture holds. */
export function messageOf({ name, encoding, bytes }: MessageFixture): Message {
  const decoded = CODECS[encoding].decode(bytes);
  if (!decoded.ok) throw new Error(`${name}: ${decoded.error.message} ${decoded.error.detail}`);
  return decoded.value.message;
}

function fromFile(file: string): MessageFixture {
  const content = readFileSync(join(FOLDER, file));
  if (!file.endsWith(WBXML)) return { name: file, encoding: 'xml', bytes: new Uint8Array(content) };
  const lines = content.toString().split('\n');
  const hex = lines.filter((line) => !line.startsWith('#')).join(' ');
  return { name: file.replace(WBXML, ''), encoding: 'wbxml', bytes: octets(hex) };
}
