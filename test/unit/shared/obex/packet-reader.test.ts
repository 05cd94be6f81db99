import { describe, expect, it } from 'vitest';
import { createPacketReader } from '../../../../shared/obex/packet-reader.ts';
import { valueOf } from './value-of.ts';

const OK = Uint8Array.from([0xa0, 0, 3]);
const CONTINUE = Uint8Array.from([0x90, 0, 5, 1, 2]);

describe('reading packets from a cable', () => {
  it('waits until a packet is whole', () => {
    const reader = createPacketReader('responses', 1024);
    expect(valueOf(reader.push(CONTINUE.subarray(0, 2)))).toEqual([]);
    expect(reader.pending).toBe(2);
    expect(valueOf(reader.push(CONTINUE.subarray(2)))).toEqual([CONTINUE]);
    expect(reader.pending).toBe(0);
  });

  it('takes several packets of one chunk', () => {
    const reader = createPacketReader('responses', 1024);
    expect(valueOf(reader.push(Uint8Array.from([...OK, ...CONTINUE, ...OK.subarray(0, 1)])))).toEqual([OK, CONTINUE]);
  });

  it('skips what a modem says in between, and counts it', () => {
    const reader = createPacketReader('responses', 1024);
    const echo = Buffer.from('AT+CPROT=0\r\r\nCONNECT\r\n');
    expect(valueOf(reader.push(Uint8Array.from([...echo, ...OK])))).toEqual([OK]);
    expect(reader.skipped).toBe(echo.length);
  });

  it('gives up on a length that cannot be', () => {
    for (const length of [0, 2, 1025]) {
      const reader = createPacketReader('requests', 1024);
      const read = reader.push(Uint8Array.from([0x82, length >> 8, length & 0xff]));
      expect(read.ok ? 'read' : read.error.code).toBe('obex-malformed');
    }
  });

  it('forgets half a packet after a break', () => {
    const reader = createPacketReader('responses', 1024);
    reader.push(CONTINUE.subarray(0, 4));
    reader.reset();
    expect(valueOf(reader.push(OK))).toEqual([OK]);
  });

  it('puts a packet into one of its size that was given back, and into no other', () => {
    const reader = createPacketReader('responses', 1024);
    const [first] = valueOf(reader.push(CONTINUE));
    if (first === undefined) throw new Error('no packet');
    reader.recycle(first);
    const more = valueOf(reader.push(Uint8Array.from([0x90, 0, 4, 7, 0x90, 0, 5, 8, 9, 0x90, 0, 5, 6, 7])));
    expect(more).toEqual([
      Uint8Array.of(0x90, 0, 4, 7),
      Uint8Array.of(0x90, 0, 5, 8, 9),
      Uint8Array.of(0x90, 0, 5, 6, 7),
    ]);
    expect(more.map((packet) => packet === first)).toEqual([false, true, false]);
  });
});
