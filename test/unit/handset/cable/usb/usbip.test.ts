import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createHostReader,
  encodeDeviceMessage,
  encodeHostMessage,
  HEADER_LENGTH,
  type HostMessage,
  STATUS,
} from '../../../../../electron/handset/cable/usb/usbip.ts';

const number = fc.nat(0xffff_ffff);
const octets = (maxLength: number) => fc.uint8Array({ maxLength });

const submit = fc
  .record({
    sequence: number,
    deviceId: number,
    endpoint: fc.nat(15),
    setup: fc.uint8Array({ minLength: 8, maxLength: 8 }),
    payload: fc.oneof(
      octets(2_000).map((data) => ({ direction: 'out' as const, data, length: data.length })),
      fc.nat(65_536).map((length) => ({ direction: 'in' as const, data: new Uint8Array(), length })),
    ),
  })
  .map(({ payload, ...rest }): HostMessage => ({ kind: 'submit', ...rest, ...payload }));
const unlink = fc
  .record({ sequence: number, deviceId: number, unlinks: number })
  .map((rest): HostMessage => ({ kind: 'unlink', ...rest }));

describe('USB/IP', () => {
  it('what the host sends is read as it was, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(submit, unlink), { maxLength: 8 }),
        fc.integer({ min: 1, max: 700 }),
        (sent, cut) => {
          const wire = Buffer.concat(sent.map(encodeHostMessage));
          const reader = createHostReader();
          const read: HostMessage[] = [];
          for (let at = 0; at < wire.length; at += cut) read.push(...reader.push(wire.subarray(at, at + cut)));
          expect(read).toEqual(sent);
        },
      ),
    );
  });

  it('a command that does not exist and a length that nobody asks for are told', () => {
    const bad = encodeHostMessage({ kind: 'unlink', sequence: 1, deviceId: 1, unlinks: 2 });
    bad[3] = 9;
    expect(() => createHostReader().push(bad)).toThrow('no command 9');
    const long = encodeHostMessage({
      kind: 'submit',
      sequence: 1,
      deviceId: 1,
      direction: 'in',
      endpoint: 1,
      length: 0x7fff_ffff,
      setup: new Uint8Array(8),
      data: new Uint8Array(),
    });
    expect(() => createHostReader().push(long)).toThrow('transfer of 2147483647 octets');
  });

  it('a reply has its number, its status and its octets where the kernel looks for them', () => {
    const bytes = encodeDeviceMessage({
      kind: 'submit-reply',
      sequence: 0x0102,
      status: STATUS.stall,
      length: 3,
      data: Uint8Array.of(7, 8, 9),
    });
    const view = new DataView(bytes.buffer);
    expect(bytes.length).toBe(HEADER_LENGTH + 3);
    expect([view.getUint32(0), view.getUint32(4), view.getInt32(20), view.getUint32(24)]).toEqual([3, 0x0102, -32, 3]);
    expect(Array.from(bytes.subarray(HEADER_LENGTH))).toEqual([7, 8, 9]);
    const unlinked = encodeDeviceMessage({ kind: 'unlink-reply', sequence: 5, status: STATUS.takenBack });
    const head = new DataView(unlinked.buffer);
    expect([unlinked.length, head.getUint32(0), head.getUint32(4), head.getInt32(20)]).toEqual([48, 4, 5, -104]);
  });
});
