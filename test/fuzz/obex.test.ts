import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBodyCollector, partsOf } from '../../shared/obex/body.ts';
import { HEADERS, kindOf, OPCODES, type Operation } from '../../shared/obex/codes.ts';
import type { Header } from '../../shared/obex/header.ts';
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  packetSize,
  type Request,
} from '../../shared/obex/packet.ts';
import { createPacketReader } from '../../shared/obex/packet-reader.ts';
import { valueOf } from '../unit/shared/obex/value-of.ts';

const header = fc.integer({ min: 0, max: 255 }).chain((id): fc.Arbitrary<Header> => {
  switch (kindOf(id)) {
    case 'text':
      return fc.string({ unit: 'binary', maxLength: 20 }).map((value) => ({ id, value }));
    case 'octets':
      return fc.uint8Array({ maxLength: 60 }).map((value) => ({ id, value }));
    case 'one-octet':
      return fc.integer({ min: 0, max: 255 }).map((value) => ({ id, value }));
    case 'four-octets':
      return fc.integer({ min: 0, max: 0xffff_ffff }).map((value) => ({ id, value }));
  }
});

const headers = fc.array(header, { maxLength: 6 });

const request: fc.Arbitrary<Request> = fc
  .tuple(fc.constantFrom(...(Object.keys(OPCODES) as Operation[])), fc.boolean(), headers, fc.nat(0xffff))
  .map(([operation, final, all, maxPacket]) => ({
    operation,
    final: final || (operation !== 'put' && operation !== 'get'),
    headers: all,
    ...(operation === 'connect' ? { maxPacket } : {}),
  }));

/** Cuts octets into chunks of the given lengths, again and again. */
function chunksOf(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe('the laws of OBEX packets', () => {
  it('a request that was written is read as it was', () => {
    fc.assert(
      fc.property(request, (given) => {
        expect(valueOf(decodeRequest(valueOf(encodeRequest(given))))).toEqual(given);
      }),
    );
  });

  it('so is a response', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0x90, max: 0xef }), headers, (code, all) => {
        const response = { code, headers: all };
        expect(valueOf(decodeResponse(valueOf(encodeResponse(response)), 'other'))).toEqual(response);
      }),
    );
  });

  it('any octets are a packet or a typed failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        for (const read of [decodeRequest(bytes), decodeResponse(bytes, 'connect'), decodeResponse(bytes, 'other')]) {
          expect(read.ok ? 'obex-malformed' : read.error.code).toBe('obex-malformed');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('a stream gives the same packets however it is cut', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 5 }), lengths, (all, cut) => {
        const packets = all.map((one) => valueOf(encodeRequest(one)));
        const reader = createPacketReader('requests', 0xffff);
        const read = chunksOf(Buffer.concat(packets), cut).flatMap((chunk) => [...valueOf(reader.push(chunk))]);
        expect(read.map((packet) => Buffer.from(packet))).toEqual(packets.map((packet) => Buffer.from(packet)));
        expect(reader.skipped).toBe(0);
      }),
    );
  });

  it('a stream of noise never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), lengths, (bytes, cut) => {
        const reader = createPacketReader('responses', 512);
        for (const chunk of chunksOf(bytes, cut)) {
          const read = reader.push(chunk);
          if (read.ok) continue;
          expect(read.error.code).toBe('obex-malformed');
          return;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('an object survives being cut, and no part is larger than a packet', () => {
    const first = fc.array(
      header.filter(({ id }) => id !== HEADERS.body && id !== HEADERS.endOfBody),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 3_000 }),
        first,
        fc.integer({ min: 255, max: 2_000 }),
        (object, all, max) => {
          const every = [{ id: HEADERS.connectionId, value: 9 }];
          const parts = [...valueOf(partsOf(object, { first: all, every, maxPacket: max }))];
          const collector = createBodyCollector(object.length);
          const complete = parts.map((part) => {
            expect(packetSize(part.headers)).toBeLessThanOrEqual(max);
            expect(part.headers[0]?.id).toBe(HEADERS.connectionId);
            return valueOf(collector.take(part.headers));
          });
          expect(complete.filter(Boolean)).toHaveLength(1);
          expect(complete.at(-1)).toBe(true);
          expect(parts.at(-1)?.isLast).toBe(true);
          expect(Buffer.from(collector.bytes())).toEqual(Buffer.from(object));
        },
      ),
    );
  });
});
