import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { CableObject } from '../../../electron/handset/cable/obex-responder.ts';
import { createObexClient, type ObexSettings } from '../../../electron/links/obex/client.ts';
import type { UsbBus } from '../../../electron/links/usb/usb-bus.ts';
import type { Failure } from '../../../shared/result.ts';
import { publish } from '../../matrix/markdown-table.ts';
import { createObexPeer, type Plugged, plugHandset, type PlugOptions } from './plugged-handset.ts';
import { type DeviceModel, HANDSET_MODEL } from '../../../electron/handset/cable/usb/usb-descriptors.ts';
import { functionOf, opened, USB_SETTINGS, watchBus, type WatchedBus } from './watched-bus.ts';

const CLIENT: ObexSettings = { maxPacket: 1_024, responseMs: 10_000, objectMs: 10_000, maxObject: 100_000 };
const MESSAGE = 'application/vnd.syncml.dm+wbxml';
const ID = '0421:0508:356938035643809';

let plugged: Plugged[] = [];
let watched: WatchedBus | undefined;

afterEach(async () => {
  await Promise.all(plugged.map((each) => each.pull()));
  await watched?.bus.close();
  [plugged, watched] = [[], undefined];
});

async function plug(options: PlugOptions = {}): Promise<Plugged> {
  const handset = await plugHandset(createObexPeer(GIVES, 1_024), options);
  plugged.push(handset);
  return handset;
}

async function pull(handset: Plugged): Promise<void> {
  await handset.pull();
  plugged = plugged.filter((each) => each !== handset);
}

const GIVES: readonly CableObject[] = [{ type: MESSAGE, bytes: new Uint8Array(2_500) }];

/** Without a modem it is there sooner. */
const OBEX_ONLY = { ...HANDSET_MODEL, functions: HANDSET_MODEL.functions.filter(({ kind }) => kind === 'obex') };

/** A short session; how far it came and how it ended. */
async function session(bus: UsbBus, told: WatchedBus): Promise<Failure | undefined> {
  const handset = await told.handset();
  const channel = await bus.open(handset.id, functionOf(handset, 'obex'), USB_SETTINGS);
  if (!channel.ok) return channel.error;
  const client = createObexClient(channel.value, CLIENT, new AbortController().signal);
  const steps = [
    () => client.connect('SYNCML-DM'),
    () => client.put(MESSAGE, new Uint8Array(1_500)),
    () => client.get(MESSAGE),
  ];
  let failure: Failure | undefined;
  for (const step of steps) {
    const result = await step();
    if (result.ok) continue;
    failure = result.error;
    break;
  }
  if (failure === undefined) await client.disconnect();
  await channel.value.close();
  return failure;
}

describe('a cable that is pulled', () => {
  it('at any transfer of a session ends in a typed failure, and the next plug works', async () => {
    watched = watchBus();
    await watched.bus.look();
    let handset = await plug({ model: OBEX_ONLY });
    expect(await session(watched.bus, watched)).toBeUndefined();
    const { transfers } = handset.device;
    const { port } = handset;
    expect(transfers).toBeGreaterThan(10);
    const rows: { readonly at: number; readonly end: string; readonly next: string }[] = [];
    for (let unplugAt = 1; unplugAt <= transfers; unplugAt++) {
      await pull(handset);
      await watched.empty();
      const torn = await plug({ model: OBEX_ONLY, faults: { unplugAt }, port });
      const end = (await session(watched.bus, watched))?.code ?? 'complete';
      await pull(torn);
      await watched.empty();
      handset = await plug({ model: OBEX_ONLY, port });
      const next = (await session(watched.bus, watched))?.code ?? 'complete';
      rows.push({ at: unplugAt, end, next });
    }
    publish('usb-faults', 'A cable that is pulled at each USB transfer of a session', [
      ['transfer', 'the session', 'the next plug'],
      ...rows.map(({ at, end, next }) => [String(at), end, next]),
    ]);
    expect(rows.filter(({ next }) => next !== 'complete')).toEqual([]);
    // A cable that is pulled when all has been said is no failure of the session.
    expect(rows.slice(0, -5).filter(({ end }) => end !== 'channel-lost')).toEqual([]);
    expect(rows.filter(({ end }) => end !== 'channel-lost' && end !== 'complete')).toEqual([]);
    expect(new Set(watched.told)).toEqual(new Set([`+${ID}`, `-${ID}`]));
  });

  it('a hundred times, from four places of the bus, leaves nothing behind', async () => {
    watched = watchBus();
    await watched.bus.look();
    let before = openFiles();
    for (let round = 0; round < 25; round++) {
      // Now and then with a modem, of which the system makes a port.
      const model = round % 5 === 0 ? HANDSET_MODEL : OBEX_ONLY;
      await Promise.all([0, 1, 2, 3].map((port) => cycle(watched, port, model)));
      // The first ones open what stays open for good.
      if (round === 3) before = openFiles();
    }
    expect(openFiles()).toBeLessThanOrEqual(before);
    expect(readdirSync('/sys/class/tty').filter((name) => name.startsWith('ttyACM'))).toEqual([]);
    expect(watched.told.filter((line) => line.startsWith('+')).length).toBeGreaterThanOrEqual(100);
  });

  it('tells that it came back as the same handset, on another port as well', async () => {
    watched = watchBus();
    await watched.bus.look();
    for (const port of [0, 0, 1]) {
      const handset = await plug({ port });
      expect((await watched.handset()).id).toBe(ID);
      await pull(handset);
      await watched.empty();
    }
  });
});

/** Plugs a handset of its own in, opens it, and pulls it. */
async function cycle(bus: WatchedBus | undefined, port: number, model: DeviceModel): Promise<void> {
  if (bus === undefined) throw new Error('nobody watches the bus');
  const serialNumber = `00000000000000${port}`;
  const isIt = ({ id }: { readonly id: string }): boolean => id.endsWith(serialNumber);
  const handset = await plug({ port, model: { ...model, serialNumber } });
  const channel = await opened(bus.bus, await bus.handset((each) => isIt(each) && each.functions.length > 0));
  const lost = new Promise<Failure>((resolve) => channel.listen({ data: () => undefined, lost: resolve }));
  await pull(handset);
  expect((await lost).code).toBe('channel-lost');
  await channel.close();
  await bus.empty(isIt);
}

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}
