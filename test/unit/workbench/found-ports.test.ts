import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cable } from '../../../shared/contract/cables.ts';
import { openSerialChannel } from '../../../electron/links/serial/serial-channel.ts';
import { openPtyPair, type PtyPair } from '../../cable/pty.ts';
import { type PluggedHandset, plugHandset } from '../../cable/plugged-handset.ts';
import { type Bench, must, openBench, until } from './bench.ts';
import { type MachineOfPtys, machineOfPtys, MODEM_FUNCTION, OBEX_FUNCTION } from './machine-of-ptys.ts';

const NOKIA = { manufacturer: 'Nokia', vendorId: '0421', productId: '0508', serialNumber: '35693' };
const ADAPTER = { manufacturer: 'FTDI', vendorId: '0403', productId: '6001' };

let machine: MachineOfPtys;
let bench: Bench;
let pair: PtyPair;
let handset: PluggedHandset | undefined;

beforeEach(async () => {
  machine = machineOfPtys();
  bench = await openBench(undefined, machine.system);
  pair = await openPtyPair();
});

afterEach(async () => {
  await bench.close();
  await handset?.stop();
  handset = undefined;
  await pair.unplug();
});

async function switchOn(): Promise<void> {
  const account = must(await bench.workbench.call('handsets.enrolment', {}));
  handset = await plugHandset({ serial: pair.far, account, devId: 'IMEI:351234567890123' });
}

async function cable(): Promise<Cable | undefined> {
  return must(await bench.workbench.call('cables.list', {})).find(({ port }) => port === pair.near);
}

async function cableIs(wanted: Cable['state'] | undefined): Promise<Cable | undefined> {
  let last: Cable | undefined;
  await until(
    async () => (last = await cable())?.state === wanted,
    () => `${wanted}; the cable is ${JSON.stringify(last)}`,
  );
  return last;
}

describe('a serial port that the system finds', { timeout: 90_000 }, () => {
  it('and that is of a maker of handsets is asked who is there, and leaves the list with the plug', async () => {
    await switchOn();
    machine.list({ path: pair.near, ...NOKIA });
    expect(await cableIs('ready')).toMatchObject({ named: false, name: 'Acme Virtual Handset', system: NOKIA });
    await handset?.stop();
    await pair.unplug();
    machine.unlist(pair.near);
    expect((await cableIs('gone'))?.backUntil).toBeGreaterThan(Date.now());
  });

  it('and that may be anything is listed and left alone until a person says so; its kind is asked from then on', async () => {
    await switchOn();
    machine.list({ path: pair.near, ...ADAPTER });
    expect(await cableIs('plugged')).toMatchObject({ notAsked: 'may-be-anything', name: 'FTDI' });
    must(await bench.workbench.call('cables.retry', { port: pair.near }));
    await cableIs('ready');
    must(await bench.workbench.call('cables.remove', { port: pair.near }));
    machine.unlist(pair.near);
    machine.list({ path: pair.near, ...ADAPTER });
    await cableIs('ready');
  });

  it('that a person has taken out of the list stays out until it is plugged in again', async () => {
    machine.list({ path: pair.near, ...ADAPTER });
    await cableIs('plugged');
    must(await bench.workbench.call('cables.remove', { port: pair.near }));
    machine.list({ path: pair.near, ...ADAPTER, serialNumber: 'now known' });
    expect(await cable()).toBeUndefined();
    machine.unlist(pair.near);
    machine.list({ path: pair.near, ...ADAPTER });
    await cableIs('plugged');
  });

  it('and that nothing hung on leaves the list at once', async () => {
    machine.list({ path: pair.near, ...ADAPTER });
    await cableIs('plugged');
    machine.unlist(pair.near);
    expect(await cableIs(undefined)).toBeUndefined();
  });

  it('and that is no USB device is not even listed', async () => {
    machine.list({ path: pair.near });
    machine.list({ path: '/dev/ttyUSB-later', ...ADAPTER });
    await until(async () => must(await bench.workbench.call('cables.list', {})).length === 1, 'the other port');
    expect(await cable()).toBeUndefined();
  });

  it('waits for a person where asking is switched off, and is asked when it is switched on', async () => {
    must(await bench.workbench.call('app.changeSettings', { askCables: false }));
    await switchOn();
    machine.list({ path: pair.near, ...NOKIA });
    expect(await cableIs('plugged')).toMatchObject({ notAsked: 'switched-off' });
    must(await bench.workbench.call('app.changeSettings', { askCables: true }));
    await cableIs('ready');
  });

  it('is named by a person, asked, and kept over a restart', async () => {
    await switchOn();
    machine.list({ path: pair.near, ...ADAPTER });
    await cableIs('plugged');
    must(await bench.workbench.call('cables.add', { port: pair.near }));
    expect(await cableIs('ready')).toMatchObject({ named: true });
    await bench.reopen();
    expect(await cableIs('ready')).toMatchObject({ named: true });
  });
});

describe('the modem of a USB handset', { timeout: 90_000 }, () => {
  it('is not asked beside the OBEX function of the same handset', async () => {
    const modem = { ...MODEM_FUNCTION, serialPort: pair.near };
    machine.plug('/dev/does-not-exist', { functions: [OBEX_FUNCTION, modem] });
    machine.list({ path: pair.near, ...NOKIA });
    machine.list({ path: '/dev/ttyUSB-later', ...ADAPTER });
    await until(
      async () => must(await bench.workbench.call('cables.list', {})).some(({ port }) => port === '/dev/ttyUSB-later'),
      'the other port',
    );
    expect(await cable()).toBeUndefined();
  });

  it('is spoken to over the serial port that the system made of it, although nobody lists it', async () => {
    await switchOn();
    machine.plug('/dev/does-not-exist', { functions: [{ ...MODEM_FUNCTION, serialPort: pair.near }] });
    expect(await cableIs('ready')).toMatchObject({ link: 'serial', system: { vendorId: '0421' } });
  });

  it('is spoken to over USB itself when no port comes', async () => {
    await switchOn();
    machine.plug(pair.near, { functions: [MODEM_FUNCTION] });
    await until(async () => {
      const [first] = must(await bench.workbench.call('cables.list', {}));
      return first?.link === 'usb' && first.state === 'ready';
    }, 'the modem on USB');
    expect(must(await bench.workbench.call('cables.list', {}))[0]).toMatchObject({ name: 'Acme Virtual Handset' });
  });
});

// A busy machine takes its time.
describe('the list', { timeout: 90_000 }, () => {
  it('has a port that was plugged in again while it was still being let go of', async () => {
    const told: string[] = [];
    bench.workbench.subscribe((event) => {
      if (event.type === 'cable' && event.cable.port === pair.near) told.push('there');
      if (event.type === 'cable-removed' && event.port === pair.near) told.push('removed');
    });
    machine.list({ path: pair.near, ...ADAPTER });
    await cableIs('plugged');
    must(await bench.workbench.call('cables.retry', { port: pair.near }));
    const removed = bench.workbench.call('cables.remove', { port: pair.near });
    machine.unlist(pair.near);
    machine.list({ path: pair.near, ...ADAPTER });
    await cableIs('plugged');
    await removed;
    expect(told.filter((each) => each === 'removed')).toHaveLength(1);
    expect(told.at(-1)).toBe('there');
  });

  it('gives a port back when its cable is taken out', async () => {
    machine.list({ path: pair.near, ...ADAPTER });
    await cableIs('plugged');
    must(await bench.workbench.call('cables.retry', { port: pair.near }));
    must(await bench.workbench.call('cables.remove', { port: pair.near }));
    const opened = await openSerialChannel(pair.near, { speed: 9_600, rtscts: false, writeMs: 100 });
    expect(opened).toMatchObject({ ok: true });
    if (opened.ok) await opened.value.close();
  });
});
