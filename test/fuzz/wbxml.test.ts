import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type Message } from '../../shared/syncml/message.ts';
import { decodePatiently, decodeWbxml, encodeWbxml, formatWbxml } from '../../shared/syncml/wbxml/wbxml.ts';
import { decodeXml, encodeXml } from '../../shared/syncml/xml.ts';
import { message, NUMERIC, octets, text } from '../unit/shared/syncml/wbxml/octets.ts';
import { arbitraryMessage } from './arbitrary-message.ts';

/** Milliseconds that no small input may exceed. */
const PATIENCE = 100;

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

/** The result, and that it came in time; a second try forgives a busy machine or a cold one. */
function inTime<T>(work: () => T, patience = PATIENCE): T {
  for (let attempt = 1; ; attempt++) {
    const started = performance.now();
    const result = work();
    const took = performance.now() - started;
    if (took < patience) return result;
    if (attempt === 3) throw new Error(`It took ${took} ms`);
  }
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

/** Up to where the commands begin. */
const GET = octets(NUMERIC, `6D 6C 65 ${text('1')} 01 5B ${text('1')} 01 67 57 ${text('d')} 01 01 01 6B`);

describe('an attack on the WBXML codec', () => {
  const big = DEFAULT_LIMITS.maxBytes - 100;
  const attacks: Readonly<
    Record<string, { readonly bytes: () => Uint8Array; readonly code: string; readonly patience?: number }>
  > = {
    'ten thousand levels': { bytes: () => filled(octets(NUMERIC), 10_000, '6D'), code: 'wbxml-too-deep' },
    'ten thousand levels inside Data': { bytes: () => filled(GET, 10_000, '4F'), code: 'wbxml-too-deep' },
    'ten thousand Sequences': { bytes: () => filled(GET, 10_000, '64'), code: 'wbxml-too-deep' },
    'a megabyte too much': {
      bytes: () => new Uint8Array(DEFAULT_LIMITS.maxBytes + 1).fill(2),
      code: 'wbxml-too-large',
    },
    'pages switched four million times': { bytes: () => filled(octets(NUMERIC), big, '00'), code: 'wbxml-truncated' },
    'four million attributes': { bytes: () => filled(octets(NUMERIC, 'ED'), big, '05'), code: 'wbxml-unknown-token' },
    'a flood of entities': { bytes: () => filled(octets(NUMERIC, '6D'), 300_000, '02 41'), code: 'wbxml-truncated' },
    'a flood of empty texts': { bytes: () => filled(octets(NUMERIC, '6D'), 200_000, '03 00'), code: 'wbxml-truncated' },
    'a string table repeated without end': {
      bytes: () => filled(table(100_000), 100_000, '54 83 00 01'),
      code: 'wbxml-too-large',
    },
    'a literal of a megabyte, many times': {
      bytes: () => filled(table(1_000_000), 1_000, '04 00'),
      code: 'wbxml-too-large',
    },
    'many opaque values that are no text': {
      bytes: () => Uint8Array.from([...filled(GET, 20_000, '60 4B C3 01 FF 01 01'), 1, 1]),
      code: 'ok',
      patience: 1000,
    },
    'fifty thousand faulty commands': {
      bytes: () => Uint8Array.from([...filled(GET, 50_000, '29'), 1, 1]),
      code: 'ok',
      patience: 1000,
    },
    'a document within a document, a thousand times': { bytes: nested, code: 'ok' },
  };

  for (const [name, { bytes, code, patience = 1000 }] of Object.entries(attacks)) {
    it(`with ${name} ends quickly`, () => {
      const given = bytes();
      const result = inTime(() => decodeWbxml(given), patience);
      expect(result.ok ? 'ok' : result.error.code).toBe(code);
      inTime(() => formatWbxml(given), 2000);
    });
  }
});

function filled(head: Uint8Array, times: number, piece: string): Uint8Array {
  const one = octets(piece);
  const bytes = new Uint8Array(head.length + one.length * times);
  bytes.set(head);
  for (let at = 0; at < times; at++) bytes.set(one, head.length + at * one.length);
  return bytes;
}

/** A root behind a string table of one long name. */
function table(length: number): Uint8Array {
  const header = octets('02 A4 01 6A', mbInt(length));
  const bytes = new Uint8Array(header.length + length + 1).fill(0x41);
  bytes.set(header);
  bytes[bytes.length - 1] = 0x6d;
  return bytes;
}

function nested(): Uint8Array {
  let inner = octets('02 A4 01 6A 00 00 02 60 01');
  for (let level = 0; level < 1000; level++) {
    const head = octets('02 A4 01 6A 00 00 02 60 76', `C3 ${mbInt(inner.length)}`);
    inner = Uint8Array.from([...head, ...inner, 1, 1]);
  }
  const head = octets(`60 4B ${text('1')} 01 54 4F C3 ${mbInt(inner.length)}`);
  return Uint8Array.from([...GET, ...head, ...inner, 1, 1, 1, 1, 1]);
}

function mbInt(value: number): string {
  return [14, 7, 0].map((shift) => (((value >> shift) & 0x7f) | (shift > 0 ? 0x80 : 0)).toString(16)).join(' ');
}
