import { duplexPair } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HANDSET_MODEL } from '../../../../../electron/handset/cable/usb/usb-descriptors.ts';
import { type DeviceFaults, serveUsbDevice } from '../../../../../electron/handset/cable/usb/usb-device.ts';
import { encodeHostMessage, HEADER_LENGTH } from '../../../../../electron/handset/cable/usb/usbip.ts';

interface Reply {
  readonly sequence: number;
  readonly status: number;
  readonly data: Buffer;
}

/** A host without a kernel: asks for transfers and hears the replies. */
function hostOf(faults: DeviceFaults = {}) {
  const [near, far] = duplexPair();
  const device = serveUsbDevice(far, HANDSET_MODEL, { received: (_of, octets, write) => write(octets) }, faults);
  const replies: Reply[] = [];
  const asked = new Map<number, 'in' | 'out'>();
  let held = Buffer.alloc(0);
  near.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= HEADER_LENGTH) {
      const sequence = held.readUInt32BE(4);
      const isInput = held.readUInt32BE(0) === 3 && asked.get(sequence) === 'in';
      const end = HEADER_LENGTH + (isInput ? held.readUInt32BE(24) : 0);
      if (held.length < end) return;
      replies.push({ sequence, status: held.readInt32BE(20), data: held.subarray(HEADER_LENGTH, end) });
      held = held.subarray(end);
    }
  });
  let sequence = 0;
  const submit = (endpoint: number, what: number | Uint8Array, setup = new Uint8Array(8)): number => {
    const direction = typeof what === 'number' ? 'in' : 'out';
    const data = typeof what === 'number' ? new Uint8Array() : what;
    const length = typeof what === 'number' ? what : what.length;
    asked.set(++sequence, direction);
    near.write(encodeHostMessage({ kind: 'submit', sequence, deviceId: 1, direction, endpoint, length, setup, data }));
    return sequence;
  };
  return {
    device,
    replies,
    submit,
    unlink(unlinks: number): void {
      near.write(encodeHostMessage({ kind: 'unlink', sequence: ++sequence, deviceId: 1, unlinks }));
    },
    settled: () => new Promise((resolve) => setTimeout(resolve, 5)),
    end: () => near.destroy(),
  };
}

describe('the virtual USB device', () => {
  it('gives back what it was given, in order, in transfers of any length', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 5 });
    const lengths = fc.constantFrom(512, 1_024, 4_096, 65_536);
    const property = fc.asyncProperty(
      sizes,
      lengths,
      fc.option(fc.integer({ min: 1, max: 512 })),
      async (sizes, length, short) => {
        const host = hostOf(short === null ? {} : { shortPackets: short });
        const sent = sizes.map((size, at) => Buffer.alloc(size, at + 1));
        for (const octets of sent) host.submit(2, octets);
        // Enough reads for packets of one octet.
        for (let read = 0; read < 20_000 / Math.min(512, short ?? 512) + 40; read++) host.submit(1, length);
        await host.settled();
        const got = Buffer.concat(host.replies.filter(({ status }) => status === 0).map(({ data }) => data));
        const expected = Buffer.concat(sent);
        expect(expected.subarray(0, got.length).equals(got)).toBe(true);
        expect(got.length).toBe(expected.length);
        host.end();
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  it('a transfer stays open when a full packet is not followed by an empty one', async () => {
    const host = hostOf({ noEmptyPackets: true });
    const read = host.submit(1, 4_096);
    host.submit(2, new Uint8Array(512));
    await host.settled();
    expect(host.replies.map(({ sequence }) => sequence)).not.toContain(read);
    host.unlink(read);
    await host.settled();
    expect(host.replies.at(-1)).toMatchObject({ status: -104 });
    host.end();
  });

  it('a stalled pipe stays halted until it is cleared', async () => {
    const host = hostOf({ stallAt: 1 });
    host.submit(2, new Uint8Array(3));
    host.submit(2, new Uint8Array(3));
    host.submit(0, new Uint8Array(), Uint8Array.of(0x02, 1, 0, 0, 0x02, 0, 0, 0));
    host.submit(2, new Uint8Array(3));
    await host.settled();
    expect(host.replies.map(({ status }) => status)).toEqual([-32, -32, 0, 0]);
    host.end();
  });

  it('is gone at the transfer at which it is to be pulled', async () => {
    const host = hostOf({ unplugAt: 2 });
    host.submit(2, new Uint8Array(3));
    host.submit(2, new Uint8Array(3));
    host.submit(2, new Uint8Array(3));
    await host.settled();
    expect(host.replies.length).toBe(1);
    expect(host.device.transfers).toBe(2);
  });
});
