import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cable } from '../../../shared/contract/cables.ts';
import { openPtyPair, type PtyPair } from '../../cable/pty.ts';
import { type PluggedHandset, plugHandset } from '../../cable/plugged-handset.ts';
import {
  type Bench,
  complete,
  handsetOf,
  inState,
  inventory,
  must,
  openBench,
  runOf,
  samplePackage,
  start,
  until,
} from './bench.ts';
import { MODEM_FUNCTION, OBEX_FUNCTION, USB_ID, machineOfPtys, type MachineOfPtys } from './machine-of-ptys.ts';

const PORT = `usb:${USB_ID}`;
const DEV_ID = 'IMEI:351234567890123';

let usb: MachineOfPtys;
let bench: Bench;
let pair: PtyPair | undefined;
let handset: PluggedHandset | undefined;
let state: string;

beforeEach(async () => {
  usb = machineOfPtys();
  bench = await openBench(undefined, usb.system);
  state = mkdtempSync(join(tmpdir(), 'scomo-usb-handset-'));
});

afterEach(async () => {
  await bench.close();
  await pull();
  rmSync(state, { recursive: true, force: true });
});

/** A handset, and its cable plugged in. */
async function plug(more: readonly string[] = [], change: Parameters<MachineOfPtys['plug']>[1] = {}): Promise<void> {
  pair = await openPtyPair();
  const account = must(await bench.workbench.call('handsets.enrolment', {}));
  handset = await plugHandset({
    serial: pair.far,
    account,
    devId: DEV_ID,
    state,
    more: ['--switch', 'none', ...more],
  });
  usb.plug(pair.near, change);
}

/** The cable is pulled, and the handset has no other power. */
async function pull(): Promise<void> {
  usb.pull();
  await handset?.stop();
  await pair?.unplug();
  [handset, pair] = [undefined, undefined];
}

async function cable(): Promise<Cable | undefined> {
  return must(await bench.workbench.call('cables.list', {})).find(({ port }) => port === PORT);
}

async function cableIs(wanted: Cable['state'], ms?: number): Promise<void> {
  let last: Cable | undefined;
  await until(
    async () => (last = await cable())?.state === wanted,
    () => `${wanted}; the cable is ${JSON.stringify(last)}`,
    ms,
  );
}

async function admit(): Promise<void> {
  await cableIs('ready');
  must(await bench.workbench.call('handsets.admit', { devId: DEV_ID }));
  await until(
    async () => must(await bench.workbench.call('tree.inventory', { devId: DEV_ID })).inventory !== null,
    'the inventory',
  );
}

// A busy machine takes its time.
describe('a handset on USB', { timeout: 90_000 }, () => {
  it('is in the list as soon as it is plugged in, and its tree is read when it is admitted', async () => {
    await plug();
    await admit();
    expect(await cable()).toMatchObject({
      link: 'usb',
      where: 'USB 1-2',
      name: 'Acme A1',
      devId: DEV_ID,
      named: false,
      system: { vendorId: '0421', productId: '0508', serialNumber: '356938035643809', portPath: '1-2' },
    });
    expect(await handsetOf(bench.workbench, DEV_ID)).toMatchObject({ link: 'usb', address: 'USB 1-2', canWake: true });
  });

  it('whose serial number is its IMEI believes the first notification, and is read with one message', async () => {
    const account = must(await bench.workbench.call('handsets.admit', { devId: DEV_ID }));
    pair = await openPtyPair();
    handset = await plugHandset({
      serial: pair.far,
      account: { ...account, serverURL: bench.workbench.listener.url },
      devId: DEV_ID,
      state,
      more: ['--switch', 'none'],
    });
    const identity = { vendorId: 0x0421, productId: 0x0508, serialNumber: DEV_ID.slice(5), portPath: '1-2' };
    usb.plug(pair.near, { identity });
    await until(
      async () => must(await bench.workbench.call('tree.inventory', { devId: DEV_ID })).inventory !== null,
      'the inventory',
    );
    expect(handset.events.filter(({ event }) => event === 'notification')).toMatchObject([{ taken: true }]);
    const { entries } = must(await bench.workbench.call('trace.list', { limit: 200 }));
    const asked = entries.filter(({ direction, summary }) => direction === 'out' && /\bGet\b/.test(summary));
    expect(asked).toHaveLength(1);
  });

  it('takes a package, activates and removes it, each step proven', async () => {
    await plug();
    await admit();
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    await complete(bench, DEV_ID, 'push-inactive-activate', { digest });
    const [component] = (await inventory(bench, DEV_ID)).deployed;
    expect(component).toMatchObject({ id: 'com.acme.notes', state: { word: 'Active' } });
    await complete(bench, DEV_ID, 'remove-component', { componentId: 'com.acme.notes' });
    expect((await inventory(bench, DEV_ID)).deployed).toEqual([]);
  });

  it('that is pulled in the middle of an install and comes back goes on with its run', async () => {
    await plug(['--install-ms', '3000']);
    await admit();
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const { id } = await start(bench, DEV_ID, 'push-install', { digest });
    must(await bench.workbench.call('runs.runAll', { runId: id }));
    await until(async () => {
      const { steps, current } = await runOf(bench, id);
      return steps[current]?.waiting?.kind === 'result';
    }, 'the install to be under way');
    await pull();
    await cableIs('gone');
    const gone = await cable();
    expect(gone?.failure).toMatchObject({ code: 'channel-lost' });
    expect(gone?.backUntil).toBeGreaterThan(Date.now());
    await plug(['--install-ms', '100']);
    await inState(bench, id, ['done']);
    expect((await inventory(bench, DEV_ID)).deployed).toHaveLength(1);
  });

  it('that is pulled while a package is written into it gets the package from the start when it is back', async () => {
    await plug(['--latency', '100', '--max-msg-size', '4096']);
    await admit();
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const { id } = await start(bench, DEV_ID, 'push-install', { digest });
    const begun = new Promise<void>((resolve) => {
      bench.workbench.subscribe((event) => event.type === 'delivery' && event.sent > 0 && resolve());
    });
    must(await bench.workbench.call('runs.runAll', { runId: id }));
    await begun;
    await pull();
    await cableIs('gone');
    await inState(bench, id, ['waiting']);
    await plug();
    await inState(bench, id, ['done']);
    expect((await inventory(bench, DEV_ID)).deployed).toHaveLength(1);
  });

  it('that is not plugged in makes a step wait for its cable, and say so when time is up', async () => {
    must(await bench.workbench.call('app.changeSettings', { stepTimeLimitSeconds: 5 }));
    await plug();
    await admit();
    await pull();
    await cableIs('gone');
    const { id } = await start(bench, DEV_ID, 'read-inventory');
    must(await bench.workbench.call('runs.runAll', { runId: id }));
    await until(async () => {
      const { steps, current } = await runOf(bench, id);
      return steps[current]?.waiting?.what === 'the handset on its cable';
    }, 'the step to wait');
    const { steps, current } = await inState(bench, id, ['failed']);
    expect(steps[current]?.error).toMatchObject({ code: 'handset-not-there', retryable: true });
    expect(steps[current]?.error?.message).toContain('on its cable');
  });

  it('that is pulled and is no handset that we know leaves the list when nobody expects it back', async () => {
    usb.plug('/dev/does-not-exist', { functions: [], broken: [{ control: 0, why: 'data interface 1 is missing' }] });
    await cableIs('trouble');
    expect((await cable())?.failure).toMatchObject({
      code: 'no-obex-function',
      detail: 'interface 0: data interface 1 is missing',
    });
    usb.pull();
    await until(async () => (await cable()) === undefined, 'the cable to leave the list');
  });

  it('that another program holds says which one, and is taken as soon as it is free', async () => {
    const file = join(state, 'device');
    writeFileSync(file, '');
    const wait =
      "require('node:fs').openSync(process.argv[1]); process.stdout.write('open'); setInterval(() => 0, 9e6)";
    const other = spawn(process.execPath, ['-e', wait, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => other.stdout.once('data', resolve));
    usb.refusal = 'errno 16: busy';
    await plug([], { file });
    await until(async () => (await cable())?.holder?.pid === other.pid, 'the program that holds it');
    expect(await cable()).toMatchObject({ state: 'busy', failure: { code: 'usb-busy' } });
    other.kill('SIGKILL');
    usb.refusal = undefined;
    await cableIs('ready');
    expect(await cable()).not.toHaveProperty('holder');
  });

  it('that this user may not open says whose members may', async () => {
    const file = join(state, 'device');
    writeFileSync(file, '');
    const [name = '', , gid = ''] = readFileSync('/etc/group', 'utf8').split('\n')[1]?.split(':') ?? [];
    chmodSync(file, 0o660);
    chownSync(file, process.getuid?.() ?? 0, Number(gid));
    usb.refusal = 'errno 13: permission denied';
    await plug([], { file });
    await until(async () => (await cable())?.group === name, 'the group of the device');
    expect(await cable()).toMatchObject({ state: 'trouble', failure: { code: 'usb-forbidden' } });
  });

  it('with functions that name nothing is asked at the likeliest first, and there again the next time', async () => {
    const other = { ...OBEX_FUNCTION, name: 'PC Suite Services', control: 4, data: 5 };
    await plug([], {
      functions: [MODEM_FUNCTION, other, OBEX_FUNCTION].map((each) => ({ ...each, serialPort: undefined })),
    });
    await cableIs('ready');
    expect(usb.opened).toEqual(['SYNCML-DM']);
  });
});

describe('a machine without USB', () => {
  it('says so in one line, and does everything else', async () => {
    usb.state({
      code: 'no-usb',
      message: 'There is no USB on this machine.',
      next: 'Use a serial port.',
      retryable: true,
    });
    const notices = must(await bench.workbench.call('cables.notices', {}));
    expect(notices.map(({ code }) => code)).toEqual(['no-usb']);
    expect(must(await bench.workbench.call('app.snapshot', {})).cableNotices).toEqual(notices);
    usb.state(undefined);
    expect(must(await bench.workbench.call('cables.notices', {}))).toEqual([]);
  });
});
