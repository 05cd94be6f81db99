import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { CableObject } from '../../../electron/handset/cable/obex-responder.ts';
import { createObexClient, type ObexSettings } from '../../../electron/links/obex/client.ts';
import type { UsbBus } from '../../../electron/links/usb/usb-bus.ts';
import type { Failure } from '../../../shared/result.ts';
import { createObexPeer, type Plugged, plugHandset } from './plugged-handset.ts';
import { HANDSET_MODEL } from './usb-descriptors.ts';
import { functionOf, opened, USB_SETTINGS, watchBus, type WatchedBus } from './watched-bus.ts';

const CLIENT: ObexSettings = { maxPacket: 1_024, responseMs: 10_000, objectMs: 10_000, maxObject: 100_000 };
const MESSAGE = 'application/vnd.syncml.dm+wbxml';
const ID = '0421:0508:356938035643809';

let plugged: Plugged | undefined;
let watched: WatchedBus | undefined;

afterEach(async () => {
  await plugged?.pull();
  await watched?.bus.close();
  [plugged, watched] = [undefined, undefined];
});

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
    plugged = await plugHandset(createObexPeer(GIVES, 1_024), { model: OBEX_ONLY });
    expect(await session(watched.bus, watched)).toBeUndefined();
    const { transfers } = plugged.device;
    const { port } = plugged;
    expect(transfers).toBeGreaterThan(10);
    const ends: Record<string, number> = {};
    const later: (Failure | undefined)[] = [];
    for (let unplugAt = 1; unplugAt <= transfers; unplugAt++) {
      await plugged.pull();
      await watched.empty();
      plugged = await plugHandset(createObexPeer(GIVES, 1_024), { model: OBEX_ONLY, faults: { unplugAt }, port });
      const end = (await session(watched.bus, watched))?.code ?? 'complete';
      ends[end] = (ends[end] ?? 0) + 1;
      if (unplugAt % 8 !== 0) continue;
      await plugged.pull();
      await watched.empty();
      plugged = await plugHandset(createObexPeer(GIVES, 1_024), { model: OBEX_ONLY, port });
      later.push(await session(watched.bus, watched));
    }
    expect(later.filter((failure) => failure !== undefined)).toEqual([]);
    process.stdout.write(`\n  pulled at each of ${transfers} transfers: ${JSON.stringify(ends)}\n`);
    // A cable that is pulled when all has been said is no failure of the session.
    const { complete = 0, 'channel-lost': lost = 0, ...others } = ends;
    expect(others).toEqual({});
    expect(lost).toBeGreaterThanOrEqual(transfers - 5);
    expect(complete + lost).toBe(transfers);
    expect(new Set(watched.told)).toEqual(new Set([`+${ID}`, `-${ID}`]));
  });

  it('a hundred times leaves nothing behind', async () => {
    watched = watchBus();
    await watched.bus.look();
    let port: number | undefined;
    let before = openFiles();
    for (let cycle = 0; cycle < 100; cycle++) {
      // Now and then with a modem, of which the system makes a port.
      const model = cycle % 10 === 0 ? HANDSET_MODEL : OBEX_ONLY;
      plugged = await plugHandset(createObexPeer(GIVES, 1_024), { model, ...(port === undefined ? {} : { port }) });
      ({ port } = plugged);
      const channel = await opened(watched.bus, await watched.handset());
      const lost = new Promise<Failure>((resolve) => channel.listen({ data: () => undefined, lost: resolve }));
      await plugged.pull();
      expect((await lost).code).toBe('channel-lost');
      await channel.close();
      await watched.empty();
      // The first ones open what stays open for good.
      if (cycle === 9) before = openFiles();
    }
    expect(openFiles()).toBeLessThanOrEqual(before);
    expect(readdirSync('/sys/class/tty').filter((name) => name.startsWith('ttyACM'))).toEqual([]);
    expect(watched.told.filter((line) => line === `+${ID}`).length).toBeGreaterThanOrEqual(100);
  });

  it('tells that it came back as the same handset, on another port as well', async () => {
    watched = watchBus();
    await watched.bus.look();
    for (const port of [0, 0, 1]) {
      plugged = await plugHandset(createObexPeer(GIVES, 1_024), { port });
      expect((await watched.handset()).id).toBe(ID);
      await plugged.pull();
      await watched.empty();
    }
  });
});

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}
