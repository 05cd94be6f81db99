import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../shared/syncml/message.ts';
import { decodePatiently, decodeWbxml, encodeWbxml, formatWbxml } from '../../shared/syncml/wbxml/wbxml.ts';
import { decodeXml, encodeXml } from '../../shared/syncml/xml.ts';
import { GENERATED_MESSAGES, MESSAGE_FIXTURES, messageOf } from '../unit/shared/syncml/message-fixtures.ts';
import { octets } from '../unit/shared/syncml/wbxml/octets.ts';
import { casesOf, expectSame, inTime, tellSlowest } from './campaign.ts';
import { mutated, mutations } from './mutation.ts';

/** As they were sent, and all others as we encode them. */
const CORPUS: readonly Uint8Array[] = [
  ...MESSAGE_FIXTURES.map((fixture) => (fixture.encoding === 'wbxml' ? fixture.bytes : wbxmlOf(messageOf(fixture)))),
  ...GENERATED_MESSAGES.map(([, message]) => wbxmlOf(message)),
];

/** Tokens, tags, numbers and strings that mean something. */
const PIECES = `
  00 00 | 00 01 | 00 02 | 00 FF | 01 | 01 01 | 02 41 | 02 A4 01 6A 00 | 03 'x' 00 | 03 | 04 00 | 44 00 | 43 | 80
  83 00 | 83 7F | 84 00 | C3 00 | C3 05 | C3 FF FF FF FF 0F | C3 80 80 80 80 80 01 | C4 00 | FF | FE FF | E4 BD
  0F | 4F | 4F 01 | 12 | 52 01 | 54 | 54 01 | 5A 00 01 | 5A 01 | 60 | 69 | 62 | 46 | 64 | 48 | 6D | 6C | 00 02 60
  5A 00 01 47 03 'chr' 00 01 01 00 00 | 47 03 'bin' 00 01 | 52 03 '9' 00 01`
  .split(/[|\n]/)
  .map((hex) => octets(hex));

const OUTCOME = /^(ok|wbxml-[a-z-]+|not-syncml|header-incomplete)$/;
const WRITTEN = /^(ok|not-encodable)$/;

describe('a WBXML message that was damaged on the way', () => {
  it('is decoded both ways alike or refused with a reason, and what it holds survives', () => {
    const slowest = { ms: 0 };
    fc.assert(
      fc.property(fc.nat(CORPUS.length - 1), mutations, (index, damage) => {
        const bytes = mutated(CORPUS[index] ?? new Uint8Array(), damage, CORPUS, PIECES);
        const result = inTime(() => decodeWbxml(bytes), slowest);
        expectSame(result, decodePatiently(bytes));
        inTime(() => formatWbxml(bytes), slowest);
        expect(result.ok ? 'ok' : result.error.code).toMatch(OUTCOME);
        if (result.ok) survives(result.value.message);
      }),
      casesOf('wbxml'),
    );
    tellSlowest('wbxml', slowest);
  });
});

/** The message is the same after another encoding and decoding, and XML can carry what it can write of it. */
function survives(message: Message): void {
  const [wbxml, xml] = [encodeWbxml(message), encodeXml(message)];
  for (const written of [wbxml, xml]) expect(written.ok ? 'ok' : written.error.code).toMatch(WRITTEN);
  const again = wbxml.ok ? decodeWbxml(wbxml.value) : undefined;
  expectSame(again?.ok === true ? again.value.message : message, message);
  expect(again?.ok ?? true).toBe(true);
  expect(!xml.ok || decodeXml(xml.value).ok).toBe(true);
}

function wbxmlOf(message: Message): Uint8Array {
  const encoded = encodeWbxml(message);
  if (!encoded.ok) throw new Error(encoded.error.detail);
  return encoded.value;
}
