import { describe, expect, it } from 'vitest';
import { createBodyCollector, partsOf } from '../../../../shared/obex/body.ts';
import { HEADERS } from '../../../../shared/obex/codes.ts';
import { asciiOctets, typeHeader } from '../../../../shared/obex/header.ts';
import { packetSize } from '../../../../shared/obex/packet.ts';
import { valueOf } from './value-of.ts';

const EVERY = [{ id: HEADERS.connectionId, value: 1 }];

describe('an object in packets', () => {
  it('that is empty is one packet with an empty end', () => {
    const parts = [...valueOf(partsOf(new Uint8Array(), { first: [], every: EVERY, maxPacket: 255 }))];
    expect(parts).toEqual([{ headers: [...EVERY, { id: HEADERS.endOfBody, value: new Uint8Array() }], isLast: true }]);
  });

  it('spreads headers over packets before the object begins', () => {
    const first = [typeHeader('t'.repeat(200)), { id: HEADERS.http, value: asciiOctets('h'.repeat(200)) }];
    const parts = [...valueOf(partsOf(Uint8Array.of(7), { first, every: EVERY, maxPacket: 255 }))];
    expect(parts.map(({ headers }) => headers.map(({ id }) => id))).toEqual([
      [HEADERS.connectionId, HEADERS.type],
      [HEADERS.connectionId, HEADERS.http, HEADERS.endOfBody],
    ]);
    for (const { headers } of parts) expect(packetSize(headers)).toBeLessThanOrEqual(255);
  });

  it('refuses a header that never fits', () => {
    const cut = partsOf(new Uint8Array(), { first: [typeHeader('t'.repeat(300))], every: [], maxPacket: 255 });
    expect(cut.ok ? 'cut' : cut.error.code).toBe('obex-too-large');
  });

  it('is collected up to a limit', () => {
    const collector = createBodyCollector(3);
    expect(valueOf(collector.take([{ id: HEADERS.body, value: Uint8Array.of(1, 2) }]))).toBe(false);
    expect(valueOf(collector.take([{ id: HEADERS.endOfBody, value: Uint8Array.of(3) }]))).toBe(true);
    expect(collector.bytes()).toEqual(Uint8Array.of(1, 2, 3));
    const over = collector.take([{ id: HEADERS.endOfBody, value: Uint8Array.of(4) }]);
    expect(over.ok ? 'taken' : over.error.code).toBe('obex-object-too-large');
  });

  it('that never came is told from an empty one', () => {
    const collector = createBodyCollector(3);
    collector.take([{ id: HEADERS.length, value: 0 }]);
    expect(collector.hasBody).toBe(false);
    collector.take([{ id: HEADERS.endOfBody, value: new Uint8Array() }]);
    expect(collector.hasBody).toBe(true);
    expect(collector.size).toBe(0);
  });

  it.each([0, 2, 5, 6, 4_000_000_000])('of five octets is collected whole when %i are announced', (value) => {
    const collector = createBodyCollector(5);
    collector.take([{ id: HEADERS.length, value }]);
    collector.take([{ id: HEADERS.body, value: Uint8Array.of(1, 2, 3) }]);
    collector.take([{ id: HEADERS.endOfBody, value: Uint8Array.of(4, 5) }]);
    expect(collector.bytes()).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
  });

  it('stays what it was when the packets it came in are written over', () => {
    const collector = createBodyCollector(10);
    const packet = Uint8Array.of(1, 2);
    collector.take([{ id: HEADERS.endOfBody, value: packet }]);
    packet.fill(0);
    expect(collector.bytes()).toEqual(Uint8Array.of(1, 2));
  });
});
