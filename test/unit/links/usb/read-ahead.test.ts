import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReadAhead, obexPacketLength } from '../../../../electron/links/usb/read-ahead.ts';

/** Packets of a pipe that carry one OBEX packet; `ends`: a full last packet is followed by an empty one. */
function packetsOf(length: number, size: number, ends: boolean): readonly Uint8Array[] {
  const octets = new Uint8Array(length);
  octets.set([0xa0, length >> 8, length & 0xff]);
  const packets: Uint8Array[] = [];
  for (let at = 0; at < length; at += size) packets.push(octets.subarray(at, at + size));
  return ends && length % size === 0 ? [...packets, new Uint8Array()] : packets;
}

/** One transfer: full, or ended by a short packet; undefined when it would stay open. */
function transfer(packets: Uint8Array[], asked: number, size: number): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (let filled = 0; filled < asked;) {
    const packet = packets.shift();
    if (packet === undefined) return undefined;
    parts.push(packet);
    filled += packet.length;
    if (packet.length < size) break;
  }
  return Buffer.concat(parts);
}

describe('how much is asked of a pipe', () => {
  it('no transfer stays open with octets in it, whether or not empty packets end what is full', () => {
    const lengths = fc.array(fc.oneof(fc.integer({ min: 3, max: 65_535 }), fc.constantFrom(512, 1_024, 65_024)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lengths, fc.boolean(), fc.constantFrom(64, 512, 1_024), (lengths, ends, size) => {
        const packets = lengths.flatMap((length) => packetsOf(length, size, ends));
        const ahead = createReadAhead(size, obexPacketLength);
        let read = 0;
        while (packets.length > 0) {
          const chunk = transfer(packets, ahead.next, size);
          expect(chunk).toBeDefined();
          if (chunk === undefined || chunk.length === 0) continue;
          ahead.saw(chunk);
          read += chunk.length;
        }
        expect(read).toBe(lengths.reduce((sum, length) => sum + length, 0));
      }),
    );
  });

  it('a long packet takes two transfers, not one for each packet of the pipe', () => {
    const ahead = createReadAhead(512, obexPacketLength);
    expect(ahead.next).toBe(512);
    ahead.saw(Uint8Array.from({ length: 512 }, (_none, index) => [0xa0, 0x40, 0x00][index] ?? 0));
    expect(ahead.next).toBe(0x4000 - 512);
  });

  it('what has no length of its own is asked for packet by packet', () => {
    const ahead = createReadAhead(64, undefined);
    ahead.saw(new Uint8Array(64));
    expect(ahead.next).toBe(64);
  });
});
