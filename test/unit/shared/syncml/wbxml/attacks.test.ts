/**
 * Octets that somebody made to hurt. Each is refused, or read, for the right reason; the sizes are such that anything
 * but linear work would not be done before the test runner loses its patience.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../../shared/syncml/message.ts';
import { decodePatiently, decodeWbxml, formatWbxml } from '../../../../../shared/syncml/wbxml/wbxml.ts';
import { HDR, message, NUMERIC, octets, text } from './octets.ts';

/** Nearly as many octets as are read at all. */
const MOST = DEFAULT_LIMITS.maxBytes - 1000;
/** Up to where the commands begin. */
const BODY = octets(NUMERIC, `6D 6C ${HDR} 01 6B`);

interface Attack {
  readonly bytes: () => Uint8Array;
  readonly code: string;
}

const NUMBERS: Readonly<Record<string, Attack>> = {
  'a public identifier of six octets': attack('02 80 80 80 80 80 01 6A 00 6D', 'wbxml-integer-too-long'),
  'a public identifier of more than 32 bits': attack('02 9F FF FF FF 7F 6A 00 6D', 'wbxml-integer-too-long'),
  'a character set of six octets': attack('02 A4 01 80 80 80 80 80 6A 00 6D', 'wbxml-integer-too-long'),
  'a string table of four gigabytes': attack('02 A4 01 6A 8F FF FF FF 7F 6D', 'wbxml-truncated'),
  'a string table of a length of six octets': attack('02 A4 01 6A 80 80 80 80 80 00 6D', 'wbxml-integer-too-long'),
  'a length of an opaque value of six octets': inData("C3 80 80 80 80 80 01 'x'", 'wbxml-integer-too-long'),
  'a length of an opaque value of more than 32 bits': inData("C3 FF FF FF FF 7F 'x'", 'wbxml-integer-too-long'),
  'a length of an opaque value that goes on for ever': {
    bytes: () => filled(octets(NUMERIC, `6D 6C ${HDR} 01 6B 60 54 4F C3`), 100_000, '80'),
    code: 'wbxml-integer-too-long',
  },
  'an entity of six octets': inData('02 80 80 80 80 80 41', 'wbxml-integer-too-long'),
  'an entity that is no character': inData('02 B6 80 80 00', 'wbxml-charset'),
  'an entity that is half a character': inData('02 83 B0 00', 'wbxml-charset'),
};

const STRINGS: Readonly<Record<string, Attack>> = {
  'a public identifier outside of the string table': attack("02 00 05 6A 02 'x' 00 6D", 'wbxml-string-table'),
  'a public identifier in a string table of no length': attack('02 00 00 6A 00 6D', 'wbxml-string-table'),
  'a text at the end of the string table': {
    bytes: () => message('60 54 4F 83 02 01 01 01', "02 A4 01 6A 02 'x' 00"),
    code: 'wbxml-string-table',
  },
  'a text far outside of the string table': inData('83 8F FF FF FF 7F', 'wbxml-string-table'),
  'a literal tag outside of the string table': attack(`${NUMERIC} 44 05 01`, 'wbxml-string-table'),
  'a literal tag that is no name': {
    bytes: () => message('44 00 01', "02 A4 01 6A 04 '<a>' 00"),
    code: 'wbxml-string-table',
  },
  'a text without an end': {
    bytes: () => octets(NUMERIC, `6D 6C ${HDR} 01 6B 60 54 4F 03 'never ends'`),
    code: 'wbxml-unterminated-string',
  },
  'a text without an end of four megabytes': {
    bytes: () => filled(octets(NUMERIC, '6D 03'), MOST, '41'),
    code: 'wbxml-unterminated-string',
  },
  'an opaque value that goes past the end': inData("C3 7F 'x'", 'wbxml-opaque-too-long'),
  'an opaque value as long as four gigabytes': inData("C3 8F FF FF FF 7F 'x'", 'wbxml-opaque-too-long'),
  'an opaque value that ends with the message': {
    bytes: () => octets(NUMERIC, `6D 6C ${HDR} 01 6B 60 54 4F C3 02 'xy'`),
    code: 'wbxml-truncated',
  },
  'text of half a character': inData('03 C3 00', 'wbxml-charset'),
};

const PAGES: Readonly<Record<string, Attack>> = {
  'a root on a page nobody knows': attack(`${NUMERIC} 00 07 6D 01`, 'wbxml-unknown-page'),
  'a page without a number': attack(`${NUMERIC} 6D 00`, 'wbxml-truncated'),
  'a processing instruction': attack(`${NUMERIC} 43 04 00 01 6D`, 'wbxml-unknown-token'),
  'an extension token': inData('40', 'wbxml-unknown-token'),
  'an end before the beginning': attack(`${NUMERIC} 01 6D`, 'wbxml-unknown-token'),
  'pages switched four million times': { bytes: () => filled(octets(NUMERIC), MOST, '00'), code: 'wbxml-truncated' },
  'pages switched a million times inside a command': {
    bytes: () =>
      joined(filled(BODY, 1_000_000, '00 00'), octets(`46 4B ${text('1')} 01 4F ${text('1200')} 01 01 12 01 01`)),
    code: 'ok',
  },
  'tags of a page nobody knows inside a command': {
    bytes: () => joined(filled(joined(BODY, octets('60 00 07')), 20_000, '05 45 01'), octets('01 00 00 12 01 01')),
    code: 'ok',
  },
};

const DEPTHS: Readonly<Record<string, Attack>> = {
  'ten thousand levels': { bytes: () => filled(octets(NUMERIC), 10_000, '6D'), code: 'wbxml-too-deep' },
  'ten thousand levels inside Data': { bytes: () => filled(BODY, 10_000, '4F'), code: 'wbxml-too-deep' },
  'ten thousand Sequences': { bytes: () => filled(BODY, 10_000, '64'), code: 'wbxml-too-deep' },
  'ten thousand literal tags in each other': { bytes: () => filled(table(3), 10_000, '44 00'), code: 'wbxml-too-deep' },
  'a document within a document, a thousand times': { bytes: nested, code: 'ok' },
};

const FLOODS: Readonly<Record<string, Attack>> = {
  'an octet too much': { bytes: () => new Uint8Array(DEFAULT_LIMITS.maxBytes + 1).fill(2), code: 'wbxml-too-large' },
  'four million attributes': { bytes: () => filled(octets(NUMERIC, 'ED'), MOST, '05'), code: 'wbxml-unknown-token' },
  'a long text as attribute, on many tags': {
    bytes: () => joined(filled(BODY, 50_000, `A0 05 ${text('a'.repeat(60))} 01`), octets('01 01')),
    code: 'ok',
  },
  entities: { bytes: () => filled(octets(NUMERIC, '6D'), 300_000, '02 41'), code: 'wbxml-truncated' },
  'entities in one value': {
    bytes: () => joined(filled(joined(BODY, octets('60 54 4F')), 300_000, '02 41'), octets('01 01 01 12 01 01')),
    code: 'ok',
  },
  'empty texts': { bytes: () => filled(octets(NUMERIC, '6D'), 200_000, '03 00'), code: 'wbxml-truncated' },
  'pieces of text in one value': {
    bytes: () => joined(filled(joined(BODY, octets('60 54 4F')), 300_000, "03 'ab' 00"), octets('01 01 01 12 01 01')),
    code: 'ok',
  },
  'opaque pieces in one value': {
    bytes: () => joined(filled(joined(BODY, octets('60 54 4F')), 100_000, 'C3 01 41'), octets('01 01 01 12 01 01')),
    code: 'ok',
  },
  'a string table that is repeated without end': {
    bytes: () => filled(table(100_000), 100_000, '54 83 00 01'),
    code: 'wbxml-too-large',
  },
  'a string of a megabyte, a thousand times in one value': {
    bytes: () => filled(joined(table(1_000_000), octets('4F')), 1000, '83 00'),
    code: 'wbxml-too-large',
  },
  'a literal of a megabyte, many times': {
    bytes: () => filled(table(1_000_000), 1000, '04 00'),
    code: 'wbxml-too-large',
  },
  'opaque values that are no text': {
    bytes: () => joined(filled(BODY, 20_000, '60 4B C3 01 FF 01 01'), octets('01 01')),
    code: 'ok',
  },
  'texts with a gap of a window between them': {
    bytes: () => joined(...Array.from({ length: 400 }, gap), octets('01 01')),
    code: 'ok',
  },
  'faulty commands': { bytes: () => joined(filled(BODY, 50_000, '29'), octets('01 01')), code: 'ok' },
  'TargetRefs in one Status': {
    bytes: () => joined(filled(joined(BODY, octets('69')), 200_000, `6F ${text('./A')} 01`), octets('01 12 01 01')),
    code: 'ok',
  },
};

describe.each([
  ['numbers', NUMBERS],
  ['strings', STRINGS],
  ['pages and tokens', PAGES],
  ['depth', DEPTHS],
  ['many of', FLOODS],
] as const)('an attack by %s', (_kind, attacks) => {
  it.each(Object.entries(attacks))('%s', (_name, { bytes, code }) => {
    const given = bytes();
    const result = decodeWbxml(given);
    expect(result.ok ? 'ok' : result.error.code).toBe(code);
    expect(result).toEqual(decodePatiently(given));
    expect(formatWbxml(given).length).toBeGreaterThan(0);
  });
});

function attack(hex: string, code: string): Attack {
  return { bytes: () => octets(hex), code };
}

/** What stands in the Data of a Replace, in an otherwise good message. */
function inData(data: string, code: string): Attack {
  return { bytes: () => message(`60 4B ${text('1')} 01 54 67 57 ${text('./A')} 01 01 4F ${data} 01 01 01 12`), code };
}

function filled(head: Uint8Array, times: number, piece: string): Uint8Array {
  const one = octets(piece);
  const bytes = new Uint8Array(head.length + one.length * times);
  bytes.set(head);
  for (let at = 0; at < times; at++) bytes.set(one, head.length + at * one.length);
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A root behind a string table of one long name. */
function table(length: number): Uint8Array {
  const header = octets('02 A4 01 6A', mbInt(length));
  const bytes = new Uint8Array(header.length + length + 1).fill(0x41);
  bytes.set(header);
  bytes[bytes.length - 1] = 0x6d;
  return bytes;
}

/** An opaque value that is longer than what is decoded at once, and a text behind it. */
function gap(_: unknown, index: number): Uint8Array {
  const value = octets(`60 4B ${text(String(index))} 01 54 4F C3 ${mbInt(9000)}`);
  return joined(index === 0 ? BODY : new Uint8Array(), value, new Uint8Array(9000).fill(index), octets('01 01 01'));
}

function nested(): Uint8Array {
  let inner = octets('02 A4 01 6A 00 00 02 60 01');
  for (let level = 0; level < 1000; level++) {
    inner = joined(octets('02 A4 01 6A 00 00 02 60 76', `C3 ${mbInt(inner.length)}`), inner, octets('01 01'));
  }
  return joined(BODY, octets(`60 4B ${text('1')} 01 54 4F C3 ${mbInt(inner.length)}`), inner, octets('01 01 01 01 01'));
}

function mbInt(value: number): string {
  return [14, 7, 0].map((shift) => (((value >> shift) & 0x7f) | (shift > 0 ? 0x80 : 0)).toString(16)).join(' ');
}
