import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bench, handsetOf, must, openBench, until } from '../../unit/workbench/bench.ts';
import { type MachineOfPtys, machineOfPtys, USB_ID } from '../../unit/workbench/machine-of-ptys.ts';
import { type PluggedHandset, plugHandset } from '../plugged-handset.ts';
import { openPtyPair, type PtyPair } from '../pty.ts';

const DEV_ID = 'IMEI:351234567890123';
const NOKIA = { manufacturer: 'Nokia', vendorId: '0421', productId: '0508' };

let machine: MachineOfPtys;
let bench: Bench;
let pair: PtyPair;
let handset: PluggedHandset;

beforeEach(async () => {
  machine = machineOfPtys();
  bench = await openBench(undefined, machine.system);
  pair = await openPtyPair();
});

afterEach(async () => {
  await bench.close();
  await handset.stop();
  await pair.unplug();
});

async function switchOn(way: string): Promise<void> {
  const account = must(await bench.workbench.call('handsets.enrolment', {}));
  handset = await plugHandset({ serial: pair.far, account, devId: DEV_ID, more: ['--switch', way] });
}

async function cableIs(port: string, state: string | undefined): Promise<void> {
  await until(
    async () => must(await bench.workbench.call('cables.list', {})).find((each) => each.port === port)?.state === state,
    `the cable to be ${state}`,
  );
}

/** What keeps this process busy, by kind; timers come and go. */
function resources(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) if (kind !== 'Timeout') counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

it('nothing is left behind by a hundred plugs on USB, each with a session', { timeout: 600_000 }, async () => {
  await switchOn('none');
  let before: Readonly<Record<string, number>> = {};
  for (let plug = 0; plug < 100; plug++) {
    machine.plug(pair.near);
    await cableIs(`usb:${USB_ID}`, 'ready');
    machine.pull();
    await cableIs(`usb:${USB_ID}`, 'gone');
    if (plug === 9) before = resources();
  }
  expect(resources()).toEqual(before);
  expect((await handsetOf(bench.workbench, DEV_ID))?.links).toHaveLength(1);
});

it(
  'nothing is left behind by a hundred serial ports that come, are asked, and are taken out of the list',
  { timeout: 600_000 },
  async () => {
    await switchOn('cprot');
    let before: Readonly<Record<string, number>> = {};
    for (let plug = 0; plug < 100; plug++) {
      machine.list({ path: pair.near, ...NOKIA });
      await cableIs(pair.near, 'ready');
      must(await bench.workbench.call('cables.remove', { port: pair.near }));
      machine.unlist(pair.near);
      await cableIs(pair.near, undefined);
      if (plug === 9) before = resources();
    }
    expect(resources()).toEqual(before);
  },
);
