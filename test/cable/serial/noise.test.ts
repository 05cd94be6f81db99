/**
 * OBEX has no check sum: a message that noise has struck reaches the DM layer as it is. There it is refused, with a
 * reason; nothing of it counts, and the next session works.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { UsbChannel } from '../../../electron/links/usb/usb-channel.ts';
import type { Cable } from '../../../shared/contract/cables.ts';
import type { Failure } from '../../../shared/result.ts';
import { type Bench, complete, handsetOf, must, openBench, until } from '../../unit/workbench/bench.ts';
import { type MachineOfPtys, machineOfPtys, USB_ID } from '../../unit/workbench/machine-of-ptys.ts';
import { type PluggedHandset, plugHandset } from '../plugged-handset.ts';
import { openPtyPair, type PtyPair } from '../pty.ts';
import { withChannels } from './altered-channel.ts';

const DEV_ID = 'IMEI:351234567890123';
const PORT = `usb:${USB_ID}`;
/** No OBEX answer without a message is as long, octets. */
const LEAST_MESSAGE = 150;

let machine: MachineOfPtys;
let bench: Bench;
let pair: PtyPair;
let handset: PluggedHandset;
/** Messages of the handset that are still to come before one is struck; undefined for none. */
let before: number | undefined;

beforeEach(async () => {
  before = undefined;
  machine = machineOfPtys();
  bench = await openBench(undefined, withChannels(machine.system, struck));
  pair = await openPtyPair();
  const account = must(await bench.workbench.call('handsets.enrolment', {}));
  handset = await plugHandset({ serial: pair.far, account, devId: DEV_ID, more: ['--switch', 'none'] });
});

afterEach(async () => {
  await bench.close();
  await handset.stop();
  await pair.unplug();
});

/** The channel with noise in the second half of one message. */
function struck(channel: UsbChannel): UsbChannel {
  return {
    ...channel,
    listen: (listener) =>
      channel.listen(
        listener && {
          lost: listener.lost,
          data(chunk): void {
            if (chunk.length >= LEAST_MESSAGE && before !== undefined) {
              if (before === 0) chunk.fill(0xff, chunk.length >> 1);
              before = before === 0 ? undefined : before - 1;
            }
            listener.data(chunk);
          },
        },
      ),
  };
}

async function cable(): Promise<Cable | undefined> {
  return must(await bench.workbench.call('cables.list', {})).find(({ port }) => port === PORT);
}

async function cableIs(wanted: Cable['state']): Promise<void> {
  await until(
    async () => (await cable())?.state === wanted,
    () => wanted,
  );
}

// The reading of an inventory is two messages of the handset: its introduction and the results.
it.each([0, 1])(
  'a message that noise has struck is refused with its reason, and the next session works (after %i others)',
  { timeout: 120_000 },
  async (others) => {
    machine.plug(pair.near);
    await cableIs('ready');
    must(await bench.workbench.call('handsets.admit', { devId: DEV_ID }));
    await until(async () => (await handsetOf(bench.workbench, DEV_ID))?.nodes !== 0, 'the tree');
    await complete(bench, DEV_ID, 'read-inventory');
    await cableIs('ready');
    const whole = must(await bench.workbench.call('tree.snapshot', { devId: DEV_ID })).rows.map(([uri]) => uri);

    before = others;
    const failures: Failure[] = [];
    const stop = bench.workbench.subscribe((event) => {
      if (event.type === 'cable' && event.cable.failure !== undefined) failures.push(event.cable.failure);
    });
    await complete(bench, DEV_ID, 'read-inventory');
    stop();
    expect(failures[0]).toMatchObject({
      code: expect.stringMatching(/^wbxml-/) as string,
      next: expect.stringMatching(/./) as string,
    });
    expect(before).toBeUndefined();
    await cableIs('ready');
    expect(must(await bench.workbench.call('tree.snapshot', { devId: DEV_ID })).rows.map(([uri]) => uri)).toEqual(
      whole,
    );
  },
);
