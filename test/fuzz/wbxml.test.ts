import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../shared/syncml/message.ts';
import { decodePatiently, decodeWbxml, encodeWbxml, formatWbxml } from '../../shared/syncml/wbxml/wbxml.ts';
import { decodeXml, encodeXml } from '../../shared/syncml/xml.ts';
import { message, NUMERIC, octets, text } from '../unit/shared/syncml/wbxml/octets.ts';
import { arbitraryMessage } from './arbitrary-message.ts';
import { inTime } from './campaign.ts';

const form = fc.record({
  publicId: fc.constantFrom('numeric' as const, 'string' as const),
  version: fc.constantFrom('1.1' as const, '1.2' as const, '1.3' as const),
});

/** A message and its like with octets for the data of every item, where Format then says bin. */
const withOctets: fc.Arbitrary<Message> = fc
  .tuple(arbitraryMessage, fc.uint8Array({ maxLength: 300 }))
  .map(([given, data]): Message => ({
    ...given,
    commands: given.commands.map((command) =>
      'items' in command
        ? {
            ...command,
            items: command.items.map((item) => ({ ...item, meta: { ...item.meta, format: 'bin', type: 'x' }, data })),
          }
        : command,
    ),
  }));

const damage = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    octets: fc.uint8Array({ maxLength: 3 }),
    cut: fc.nat({ max: 20 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function encoded(given: Message, how = {}): Uint8Array {
  const result = encodeWbxml(given, how);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

/** Both ways of decoding, which must agree. */
function decodeBothWays(bytes: Uint8Array) {
  const result = inTime(() => decodeWbxml(bytes));
  expect(result).toEqual(decodePatiently(bytes));
  return result;
}

describe('the WBXML codec', () => {
  it('gives back any message that it has written', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryMessage, withOctets), form, (given, how) => {
        expect(decodeBothWays(encoded(given, how))).toEqual({ ok: true, value: { message: given, notes: [] } });
      }),
      { numRuns: 2000 },
    );
  });

  it('decodes to what the XML of the same message decodes to', () => {
    fc.assert(
      fc.property(arbitraryMessage, (given) => {
        const xml = encodeXml(given);
        expect(xml.ok && decodeXml(xml.value)).toEqual(decodeWbxml(encoded(given)));
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws and never hangs on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000, size: 'max' }), fc.boolean(), (bytes, hasHeader) => {
        const whole = hasHeader ? Uint8Array.from([...octets(NUMERIC, '6D'), ...bytes]) : bytes;
        expect(decodeBothWays(whole).ok).toBe(false);
        inTime(() => formatWbxml(whole));
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws and never hangs on arbitrary tokens', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 0x7f }).map((token) => token.toString(16)),
        fc.constantFrom(
          '01',
          '01',
          '00 00',
          '00 01',
          '00 02',
          text('1'),
          '83 00',
          'C3 01 41',
          '02 41',
          '44 00',
          '4F',
          '5A',
          '54',
        ),
      ),
      { maxLength: 200, size: 'max' },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const bytes = message(parts.join(' '), "02 A4 01 6A 08 'CmdID' 00 'x' 00");
        expect(decodeBothWays(bytes)).toHaveProperty('ok');
        inTime(() => formatWbxml(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws, and decodes both ways alike, what was damaged on the way', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryMessage, withOctets), damage, (given, damages) => {
        let bytes: Uint8Array = encoded(given);
        for (const { at, octets: more, cut } of damages) {
          const start = Math.floor(at * bytes.length);
          bytes = Uint8Array.from([...bytes.subarray(0, start), ...more, ...bytes.subarray(start + cut)]);
        }
        const result = decodeBothWays(bytes);
        inTime(() => formatWbxml(bytes));
        const again = result.ok ? decodeBothWays(encoded(result.value.message)) : result;
        expect(again.ok).toBe(result.ok);
      }),
      { numRuns: 3000 },
    );
  });

  it('finds every cut of a message', () => {
    fc.assert(
      fc.property(arbitraryMessage, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (given, at) => {
        const bytes = encoded(given);
        const cut = decodeBothWays(bytes.subarray(0, Math.floor(at * bytes.length)));
        expect(cut.ok ? 'ok' : cut.error.code).toMatch(/^wbxml-/);
      }),
      { numRuns: 500 },
    );
  });
});
