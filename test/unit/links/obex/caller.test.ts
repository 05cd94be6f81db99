import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteChannel, ChannelListener } from '../../../../electron/links/byte-channel.ts';
import { awaitCaller, startOfConnect } from '../../../../electron/links/obex/caller.ts';
import { HEADERS } from '../../../../shared/obex/codes.ts';
import { asciiOctets } from '../../../../shared/obex/header.ts';
import { encodeRequest } from '../../../../shared/obex/packet.ts';
import { valueOf } from '../../shared/obex/value-of.ts';

const CONNECT = valueOf(
  encodeRequest({
    operation: 'connect',
    final: true,
    maxPacket: 1_024,
    headers: [{ id: HEADERS.target, value: asciiOctets('SYNCML-DM') }],
  }),
);

/** What a caller is heard to say when this comes in these pieces; undefined when nobody called. */
function heardFrom(pieces: readonly Uint8Array[]): Uint8Array | undefined {
  let listener: ChannelListener | undefined;
  const channel: ByteChannel = {
    name: 'a line',
    write: () => Promise.resolve({ ok: true, value: undefined }),
    listen: (next) => void (listener = next),
    close: () => Promise.resolve(),
  };
  const heard: Uint8Array[] = [];
  let hasCalled = false;
  awaitCaller(channel, {
    lost: () => undefined,
    called(calling): void {
      hasCalled = true;
      calling.listen({ data: (chunk) => void heard.push(chunk), lost: () => undefined });
    },
  });
  for (const piece of pieces) listener?.data(piece);
  return hasCalled ? new Uint8Array(Buffer.concat(heard)) : undefined;
}

describe('a handset that calls on a quiet channel', () => {
  it('is heard from the first octet of its CONNECT on, however it is cut and whatever a modem said before', () => {
    const text = fc.string({ unit: fc.integer({ min: 0, max: 0x7f }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (before, cut) => {
        const all = Buffer.concat([Buffer.from(before, 'latin1'), CONNECT, Buffer.from('more')]);
        const pieces = Array.from({ length: Math.ceil(all.length / cut) }, (_none, at) =>
          all.subarray(at * cut, (at + 1) * cut),
        );
        expect(heardFrom(pieces)).toEqual(new Uint8Array(Buffer.concat([CONNECT, Buffer.from('more')])));
      }),
    );
  });

  it.each([
    ['the results of a modem', Buffer.from('\r\nRING\r\n+CREG: 1\r\n')],
    ['a CONNECT of no length', Uint8Array.of(0x80, 0, 0, 0x10, 0, 4, 0)],
    ['a CONNECT longer than any', Uint8Array.of(0x80, 0x7f, 0xff, 0x10, 0, 4, 0)],
    ['another version', Uint8Array.of(0x80, 0, 26, 0x20, 0, 4, 0)],
    ['a PUT', Uint8Array.of(0x82, 0, 26, 0x10, 0, 4, 0)],
  ])('is not heard in %s', (_what, octets) => {
    expect(heardFrom([octets])).toBeUndefined();
  });

  it('is looked for in any octets without failing', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        const at = startOfConnect(octets);
        expect(at === undefined || octets[at] === 0x80).toBe(true);
      }),
    );
  });
});
