import { describe, expect, it } from 'vitest';
import { HEADERS, RESPONSES, responseWord } from '../../../../shared/obex/codes.ts';
import { asciiIn, asciiOctets, numberIn, octetsIn, typeHeader } from '../../../../shared/obex/header.ts';
import {
  agreedPacket,
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
} from '../../../../shared/obex/packet.ts';
import { valueOf } from './value-of.ts';

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

function octets(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}

describe('a CONNECT', () => {
  it('to SYNCML-DM has the octets that libopenobex writes', () => {
    const request = encodeRequest({
      operation: 'connect',
      final: true,
      maxPacket: 1024,
      headers: [{ id: HEADERS.target, value: asciiOctets('SYNCML-DM') }],
    });
    expect(hex(valueOf(request))).toBe(`8000131000040046000C${hex(asciiOctets('SYNCML-DM'))}`);
  });

  it('is answered with the packet size, a connection and who we are', () => {
    const answer = octets('A0 001A 10 00 2000 CB 00000007 4A 000C 53594E434D4C2D444D 00 00'.replace(' 00 00', ''));
    answer[2] = answer.length;
    const response = valueOf(decodeResponse(answer, 'connect'));
    expect(response.code).toBe(RESPONSES.ok.code);
    expect(response.maxPacket).toBe(0x2000);
    expect(numberIn(response.headers, HEADERS.connectionId)).toBe(7);
    expect(asciiIn(response.headers, HEADERS.who)).toBe('SYNCML-DM');
  });

  it('that is refused may be answered without its fields', () => {
    const response = valueOf(decodeResponse(octets('C4 0003'), 'connect'));
    expect(response).toEqual({ code: RESPONSES.notFound.code, headers: [] });
    expect(responseWord(response.code)).toBe('0xC4 not found');
  });
});

describe('a PUT', () => {
  it('has the connection first and a Type that ends with NUL', () => {
    const headers = [{ id: HEADERS.connectionId, value: 1 }, typeHeader('a/b'), { id: HEADERS.length, value: 2 }];
    const bytes = valueOf(encodeRequest({ operation: 'put', final: false, headers }));
    expect(hex(bytes)).toBe('020014CB00000001420007612F6200C300000002');
    expect(asciiIn(valueOf(decodeRequest(bytes)).headers, HEADERS.type)).toBe('a/b');
  });

  it('keeps headers that nobody knows', () => {
    const request = valueOf(decodeRequest(octets('82 000C 7F 0004 AA B0 01 49 0003'.replace('000C', '000C'))));
    expect(request.headers.map(({ id }) => id)).toEqual([0x7f, 0xb0, HEADERS.endOfBody]);
    expect(octetsIn(request.headers, HEADERS.endOfBody)).toHaveLength(0);
  });

  it('carries names as UTF-16 with a NUL, or nothing at all', () => {
    const named = valueOf(
      encodeRequest({ operation: 'put', final: true, headers: [{ id: HEADERS.name, value: 'ä' }] }),
    );
    expect(hex(named)).toBe('82000A01000700E40000');
    const unnamed = valueOf(
      encodeRequest({ operation: 'put', final: true, headers: [{ id: HEADERS.name, value: '' }] }),
    );
    expect(hex(unnamed)).toBe('820006010003');
  });
});

describe('a packet that lies', () => {
  it.each([
    ['about its own length', '82 0010 49 0003'],
    ['about the length of a header', '82 0006 49 0009'],
    ['with a header shorter than its prefix', '82 0006 49 0002'],
    ['with a number that is cut', '82 0005 CB 00'],
    ['with an opcode that does not exist', '11 0003'],
    ['about being a CONNECT', '80 0005 10 00'],
    ['by being empty', ''],
  ])('%s is refused', (_what, bytes) => {
    const request = decodeRequest(octets(bytes));
    expect(request.ok ? 'taken' : request.error.code).toBe('obex-malformed');
  });

  it('is refused as a response as well', () => {
    expect(decodeResponse(octets('20 0003'), 'other').ok).toBe(false);
    expect(decodeResponse(octets('A0 0009 CB'), 'other').ok).toBe(false);
  });
});

describe('the size of packets', () => {
  it('is the smaller of both limits, and never below what everybody must take', () => {
    expect(agreedPacket(65_535, 1024)).toBe(1024);
    expect(agreedPacket(8192, 65_535)).toBe(8192);
    expect(agreedPacket(8192, 10)).toBe(255);
    expect(agreedPacket(8192, undefined)).toBe(255);
  });

  it('is never exceeded silently', () => {
    const headers = [{ id: HEADERS.body, value: new Uint8Array(65_535) }];
    const encoded = encodeResponse({ code: 0xa0, headers });
    expect(encoded.ok ? 'written' : encoded.error.code).toBe('obex-too-large');
  });
});
