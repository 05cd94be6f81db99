/**
 * The cable is pulled after so many octets of a session, in both directions together; then it is plugged in again. Every
 * offset of the start, where connecting is decided, and offsets from a seed behind it.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ByteChannel, ChannelListener } from '../../../electron/links/byte-channel.ts';
import type { UsbChannel } from '../../../electron/links/usb/usb-channel.ts';
import { channelLost, explain } from '../../../electron/links/usb/failures.ts';
import type { Cable } from '../../../shared/contract/cables.ts';
import { type Bench, complete, handsetOf, must, openBench, until } from '../../unit/workbench/bench.ts';
import { type MachineOfPtys, machineOfPtys, USB_ID } from '../../unit/workbench/machine-of-ptys.ts';
import { type PluggedHandset, plugHandset } from '../plugged-handset.ts';
import { openPtyPair, type PtyPair } from '../pty.ts';
import { withChannels } from './altered-channel.ts';

const DEV_ID = 'IMEI:351234567890123';
const PORT = `usb:${USB_ID}`;
/** A handset forgets half a packet after this pause, milliseconds. */
const FORGETS_MS = 600;
const EVERY_UP_TO = 24;
const SAMPLES = 24;

let machine: MachineOfPtys;
let bench: Bench;
let pair: PtyPair;
let handset: PluggedHandset;
/** Octets that the next channel carries; undefined for any number. */
let carries: number | undefined;
let carried = 0;

beforeEach(async () => {
  carries = undefined;
  machine = machineOfPtys();
  bench = await openBench(undefined, withChannels(machine.system, tear));
  pair = await openPtyPair();
  const account = must(await bench.workbench.call('handsets.enrolment', {}));
  handset = await plugHandset({ serial: pair.far, account, devId: DEV_ID, more: ['--switch', 'none'] });
});

afterEach(async () => {
  await bench.close();
  await handset.stop();
  await pair.unplug();
});

function tear(channel: UsbChannel): UsbChannel {
  const lost = channelLost('USB 1-2', explain(new Error('disconnected'), 'USB 1-2'));
  const limit = carries ?? Number.POSITIVE_INFINITY;
  let listener: ChannelListener | undefined;
  carried = 0;

  /** What of it still gets through. */
  function through(bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(0, Math.max(0, limit - carried));
    carried += part.length;
    if (part.length < bytes.length || carried >= limit) queueMicrotask(() => listener?.lost(lost));
    return part;
  }

  const write: ByteChannel['write'] = async (bytes) => {
    const part = through(bytes);
    const written = await channel.write(part);
    return part.length === bytes.length ? written : { ok: false, error: lost };
  };
  return {
    ...channel,
    write,
    listen(next): void {
      listener = next;
      channel.listen(
        next && {
          lost: next.lost,
          data(chunk): void {
            const part = through(chunk);
            if (part.length > 0) next.data(part);
          },
        },
      );
      if (carried >= limit) queueMicrotask(() => listener?.lost(lost));
    },
  };
}

async function cable(): Promise<Cable | undefined> {
  return must(await bench.workbench.call('cables.list', {})).find(({ port }) => port === PORT);
}

async function cableIs(wanted: Cable['state']): Promise<Cable> {
  let last: Cable | undefined;
  await until(
    async () => {
      last = await cable();
      return last?.state === wanted;
    },
    () => `${wanted}; the cable is ${JSON.stringify(last)}`,
  );
  if (last === undefined) throw new Error('no cable');
  return last;
}

async function plugs(wanted: Cable['state']): Promise<Cable> {
  machine.plug(pair.near);
  return cableIs(wanted);
}

/** The same numbers every time. */
function* numbers(below: number): Generator<number> {
  for (let seed = 20_261; ;) yield (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
}

it(
  'a cable pulled at any octet of a session is told as such, and the next plug works',
  { timeout: 600_000 },
  async () => {
    await plugs('ready');
    must(await bench.workbench.call('handsets.admit', { devId: DEV_ID }));
    await until(async () => (await handsetOf(bench.workbench, DEV_ID))?.nodes !== 0, 'the tree');
    await complete(bench, DEV_ID, 'read-inventory');
    const whole = await sessionLength();
    const random = numbers(whole);
    const offsets = [
      ...Array.from({ length: EVERY_UP_TO }, (_none, at) => at),
      ...Array.from({ length: SAMPLES }, () => random.next().value as number),
    ];
    for (const offset of offsets) {
      machine.pull();
      await cableIs('gone');
      carries = offset;
      machine.plug(pair.near);
      await until(async () => hasTorn(await cable()), `the cable to tear after ${offset}`);
      machine.pull();
      carries = undefined;
      await sleep(FORGETS_MS);
      expect((await plugs('ready')).devId).toBe(DEV_ID);
    }
    // Nothing of all this is left: work is done as ever.
    await complete(bench, DEV_ID, 'read-inventory');
  },
);

/** It tears; or the session was over before: how often it asks for a message that is being made differs. */
function hasTorn(now: Cable | undefined): boolean {
  return now?.failure?.code === 'channel-lost' || now?.state === 'ready';
}

/** Octets of the session that follows a plug. */
async function sessionLength(): Promise<number> {
  await cableIs('ready');
  machine.pull();
  await cableIs('gone');
  await plugs('ready');
  return carried;
}
