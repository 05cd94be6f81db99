import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { CableObject } from '../../../electron/handset/cable/obex-responder.ts';
import { createObexClient, type ObexSettings } from '../../../electron/links/obex/client.ts';
import { openSerialChannel } from '../../../electron/links/serial/serial-channel.ts';
import type { UsbChannel } from '../../../electron/links/usb/usb-channel.ts';
import { valueOf } from '../../unit/shared/obex/value-of.ts';
import { createObexPeer, type Plugged, plugHandset } from './plugged-handset.ts';
import { HANDSET_MODEL } from '../../../electron/handset/cable/usb/usb-descriptors.ts';
import { functionOf, opened, USB_SETTINGS, watchBus, type WatchedBus } from './watched-bus.ts';

const CLIENT: ObexSettings = { maxPacket: 65_535, responseMs: 10_000, objectMs: 10_000, maxObject: 1_000_000 };
const NOTIFICATION = 'application/vnd.syncml.notification';
const MESSAGE = 'application/vnd.syncml.dm+wbxml';

let plugged: Plugged[] = [];
let channels: UsbChannel[] = [];
let watched: WatchedBus | undefined;

afterEach(async () => {
  await Promise.all(channels.map((channel) => channel.close()));
  await Promise.all(plugged.map((each) => each.pull()));
  await watched?.bus.close();
  [channels, plugged, watched] = [[], [], undefined];
});

function object(length: number, type = MESSAGE): CableObject {
  return { type, bytes: Uint8Array.from({ length }, (_none, index) => (index * 31 + (index >> 8)) & 0xff) };
}

async function bench(sysfs?: 'without sysfs'): Promise<WatchedBus> {
  watched = sysfs === undefined ? watchBus() : watchBus(undefined);
  await watched.bus.look();
  return watched;
}

describe('a handset on USB', () => {
  it.each([['with sysfs'], ['without sysfs']] as const)('is found by its descriptors, %s', async (way) => {
    const { handset } = await bench(way === 'without sysfs' ? way : undefined);
    plugged.push(await plugHandset(createObexPeer([], 1024)));
    const found = await handset();
    expect(found).toMatchObject({
      id: '0421:0508:356938035643809',
      manufacturer: 'Virtual',
      product: 'Handset with a cable',
      broken: [],
      obstacle: undefined,
    });
    expect(found.functions.map(({ kind, name, activeSetting }) => [kind, name, activeSetting])).toEqual([
      ['obex', 'SYNCML-DM', 1],
      ['acm', 'Modem', 0],
    ]);
  });

  it('carries a whole OBEX session in objects of every awkward size, and is idle again behind it', async () => {
    const { bus, handset } = await bench();
    // 512 is the packet of the pipe: replies that end on it, beside it, and many of them.
    const sizes = [1, 500, 505, 506, 507, 1_017, 1_018, 1_019, 40_000];
    const peer = createObexPeer(
      sizes.map((size) => object(size)),
      1_024,
    );
    plugged.push(await plugHandset(peer));
    const channel = await opened(bus, await handset());
    channels.push(channel);
    const client = createObexClient(channel, CLIENT, new AbortController().signal);
    expect(valueOf(await client.connect('SYNCML-DM'))).toEqual({ who: 'SYNCML-DM', maxPacket: 1_024 });
    valueOf(await client.put(NOTIFICATION, object(40).bytes));
    for (const size of sizes) {
      const got = valueOf(await client.get(MESSAGE));
      expect(Buffer.from(got.object ?? []).equals(object(size).bytes)).toBe(true);
      valueOf(await client.put(MESSAGE, object(size).bytes));
    }
    await client.disconnect();
    expect(peer.taken.map(({ bytes }) => bytes.length)).toEqual([40, ...sizes]);
    expect(peer.left()).toBe(1);
    await channel.close();
    expect(peer.settings).toEqual(expect.arrayContaining(['obex 1']));
    expect(peer.settings.at(-1)).toBe('obex 0');
  });

  it.each([
    ['in the largest packets', 65_535, {}],
    ['when no empty packet ends what is a multiple of a packet', 1_024, { noEmptyPackets: true }],
    ['in packets shorter than the pipe’s', 8_192, { shortPackets: 100 }],
    ['slowly', 8_192, { slowMs: 20 }],
    ['past a stall', 8_192, { stallAt: 7 }],
  ] as const)('carries a package %s', async (_how, maxPacket, faults) => {
    const { bus, handset } = await bench();
    const peer = createObexPeer([object(20_000), object(1_016)], maxPacket);
    plugged.push(await plugHandset(peer, { faults }));
    const channel = await opened(bus, await handset());
    channels.push(channel);
    const client = createObexClient(channel, CLIENT, new AbortController().signal);
    valueOf(await client.connect('SYNCML-DM'));
    valueOf(await client.put(MESSAGE, object(60_000).bytes));
    expect(valueOf(await client.get(MESSAGE)).object?.length).toBe(20_000);
    expect(valueOf(await client.get(MESSAGE)).object?.length).toBe(1_016);
    expect(Buffer.from(peer.taken[0]?.bytes ?? []).equals(object(60_000).bytes)).toBe(true);
    await client.disconnect();
  });

  it('is busy for a second program, and free when the first one closes', async () => {
    const { bus, handset } = await bench();
    plugged.push(await plugHandset(createObexPeer([], 1_024)));
    const found = await handset();
    const first = await opened(bus, found);
    channels.push(first);
    const second = await bus.open(found.id, functionOf(found, 'obex'), USB_SETTINGS);
    expect(second).toMatchObject({ ok: false, error: { code: 'usb-busy' } });
    // Not in step with us: the handset is a program in this process and has to answer the other one.
    const args = [...process.execArgv, '--no-warnings', 'test/cable/usb/claim-program.ts', found.id];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout.trim()).toBe('usb-busy');
    await first.close();
    channels = [await opened(bus, found)];
  });

  it('has its modem as a serial port of the system, which the serial link opens', async () => {
    const { handset } = await bench();
    plugged.push(await plugHandset(createObexPeer([], 1_024)));
    const found = await handset((each) => each.functions.some(({ serialPort }) => serialPort !== undefined));
    const path = functionOf(found, 'acm').serialPort ?? '';
    expect(path).toMatch(/^\/dev\/ttyACM\d$/);
    const port = valueOf(await openSerialChannel(path, { speed: 115_200, rtscts: false, writeMs: 2_000 }));
    const heard = new Promise<string>((resolve) => {
      let text = '';
      port.listen({
        data: (chunk) => {
          text += Buffer.from(chunk).toString();
          if (text.endsWith('\r')) resolve(text);
        },
        lost: ({ message }) => resolve(message),
      });
    });
    valueOf(await port.write(Buffer.from('AT+CGMI\r')));
    expect(await heard).toBe('AT+CGMI\r');
    await port.close();
  });

  it('lends its modem as a byte channel, and the system has its port again afterwards', async () => {
    const { bus, handset } = await bench();
    plugged.push(await plugHandset(createObexPeer([], 1_024)));
    const found = await handset((each) => each.functions.some(({ serialPort }) => serialPort !== undefined));
    const channel = await opened(bus, found, 'acm');
    const heard = new Promise<string>((resolve) =>
      channel.listen({
        data: (chunk) => resolve(Buffer.from(chunk).toString()),
        lost: ({ message }) => resolve(message),
      }),
    );
    valueOf(await channel.write(Buffer.from('ATI\r')));
    expect(await heard).toBe('ATI\r');
    expect(readdirSync('/sys/class/tty').filter((name) => name.startsWith('ttyACM'))).toEqual([]);
    await channel.close();
    expect(readdirSync('/sys/class/tty').filter((name) => name.startsWith('ttyACM'))).toHaveLength(1);
  });

  it('shares the bus: two handsets alike, each with its own session at the same time', async () => {
    const { bus, handset } = await bench();
    const peers = [createObexPeer([object(5_000)], 1_024), createObexPeer([object(6_000)], 1_024)];
    for (const peer of peers) plugged.push(await plugHandset(peer));
    await handset(({ id }) => id.includes('@'));
    const got = await Promise.all(
      bus.handsets.map(async (each) => {
        const channel = await opened(bus, each);
        channels.push(channel);
        const client = createObexClient(channel, CLIENT, new AbortController().signal);
        valueOf(await client.connect('SYNCML-DM'));
        return valueOf(await client.get(MESSAGE)).object?.length ?? 0;
      }),
    );
    expect(new Set(got)).toEqual(new Set([5_000, 6_000]));
  });

  it('with a function that is not whole says what is missing', async () => {
    const { handset } = await bench();
    const functions = HANDSET_MODEL.functions.map((each) => ({ ...each, flaws: ['no-output' as const] }));
    plugged.push(await plugHandset(createObexPeer([], 1_024), { model: { ...HANDSET_MODEL, functions } }));
    const found = await handset(({ broken }) => broken.length === 2);
    expect(found.functions).toEqual([]);
    expect(found.broken[0]?.why).toContain('no setting with a pipe in and a pipe out');
  });
});
