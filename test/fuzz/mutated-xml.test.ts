import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../shared/syncml/message.ts';
import { decodeWbxml, encodeWbxml } from '../../shared/syncml/wbxml/wbxml.ts';
import { decodeXml, encodeXml, formatXml } from '../../shared/syncml/xml.ts';
import { GENERATED_MESSAGES, MESSAGE_FIXTURES, messageOf } from '../unit/shared/syncml/message-fixtures.ts';
import { casesOf, expectSame, inTime, tellSlowest } from './campaign.ts';
import { mutated, mutations } from './mutation.ts';

const CORPUS: readonly Uint8Array[] = [
  ...MESSAGE_FIXTURES.map((fixture) => (fixture.encoding === 'xml' ? fixture.bytes : xmlOf(messageOf(fixture)))),
  ...GENERATED_MESSAGES.map(([, message]) => xmlOf(message)),
];

const PIECES = [
  '< > </ /> <!-- --> -- <![CDATA[ ]]> <? ?> & ; &amp; &#0; &#x1F600; &x; =" \' " \0 \uFEFF \uFFFE 😀'.split(' '),
  '<a:b> </a:b> <Data> </Data> <Data/> <Item> </Item> <Final/> <Meta/> <CmdID>1</CmdID> <Sequence> </Sequence>'.split(
    ' ',
  ),
  [' ', '\r', '<!DOCTYPE x [<!ENTITY x "y">]>', ' xmlns="syncml:metinf"', ' a="1"'],
]
  .flat()
  .map((text) => new TextEncoder().encode(text));

const OUTCOME = /^(ok|xml-[a-z-]+|not-syncml|header-incomplete)$/;

describe('an XML message that was damaged on the way', () => {
  it('is decoded or refused with a reason, and what it holds survives, in WBXML as well', () => {
    const slowest = { ms: 0 };
    fc.assert(
      fc.property(fc.nat(CORPUS.length - 1), mutations, (index, damage) => {
        const bytes = mutated(CORPUS[index] ?? new Uint8Array(), damage, CORPUS, PIECES);
        const result = inTime(() => decodeXml(bytes), slowest);
        inTime(() => formatXml(bytes), slowest);
        expect(result.ok ? 'ok' : result.error.code).toMatch(OUTCOME);
        if (result.ok) survives(result.value.message);
      }),
      casesOf('xml'),
    );
    tellSlowest('xml', slowest);
  });
});

/** The message is the same after another encoding and decoding. Names that are no ASCII are read but not written. */
function survives(message: Message): void {
  const codecs = [
    [encodeXml, decodeXml],
    [encodeWbxml, decodeWbxml],
  ] as const;
  for (const [encode, decode] of codecs) {
    const written = encode(message);
    expect(written.ok ? 'ok' : written.error.code).toMatch(/^(ok|not-encodable)$/);
    const again = written.ok ? decode(written.value) : undefined;
    expect(again?.ok ?? true).toBe(true);
    expectSame(again?.ok === true ? again.value.message : message, message);
  }
}

function xmlOf(message: Message): Uint8Array {
  const encoded = encodeXml(message);
  if (!encoded.ok) throw new Error(encoded.error.detail);
  return encoded.value;
}
