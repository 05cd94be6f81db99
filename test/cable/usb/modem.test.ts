/** A handset that is a modem on USB (`scomo handset --usb modem`): the system makes a serial port of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { thisMachine } from '../../../electron/links/cable-system.ts';
import { complete, HANDSET_BUILT, inventory, must, samplePackage } from '../../unit/workbench/bench.ts';
import { type PluggedHandset, plugHandset } from '../plugged-handset.ts';
import { openWatchedBench, type WatchedBench } from '../watched-bench.ts';

const DEV_ID = 'IMEI:351234567890123';
const PORT = '/dev/ttyACM0';
/** A machine in software is slow, milliseconds. */
const PATIENCE_MS = 240_000;

let watched: WatchedBench;
let state: string;
let handset: PluggedHandset | undefined;

beforeEach(async () => {
  watched = await openWatchedBench(thisMachine(), PATIENCE_MS);
  state = mkdtempSync(join(tmpdir(), 'scomo-modem-'));
});

afterEach(async () => {
  await watched.bench.close();
  await pull();
  rmSync(state, { recursive: true, force: true });
});

async function plug(): Promise<void> {
  const account = must(await watched.bench.workbench.call('handsets.enrolment', {}));
  handset = await plugHandset({ usb: 'modem', account, devId: DEV_ID, state, program: HANDSET_BUILT });
}

async function pull(): Promise<void> {
  await handset?.stop();
  handset = undefined;
}

async function portIs(wanted: 'ready' | 'gone'): Promise<void> {
  await watched.when(
    () => watched.cable(PORT)?.state === wanted,
    () => `${PORT} to be ${wanted}; it is ${JSON.stringify(watched.cable(PORT))}`,
  );
}

it('is found at its port, says who it is, is switched to OBEX, read and given a package, and is found again', async () => {
  const { bench, when, run } = watched;
  await plug();
  await portIs('ready');
  expect(watched.cable(PORT)).toMatchObject({
    link: 'serial',
    named: false,
    devId: DEV_ID,
    // As AT+CGMI and AT+CGMM say; USB has another name for it.
    name: 'Acme Virtual Handset',
    system: { vendorId: '0421', productId: '0508', serialNumber: '351234567890123' },
  });
  // The device is not in the list beside its port.
  expect(must(await bench.workbench.call('cables.list', {})).map(({ port }) => port)).toEqual([PORT]);

  must(await bench.workbench.call('handsets.admit', { devId: DEV_ID }));
  await complete(bench, DEV_ID, 'read-inventory', {}, PATIENCE_MS);
  expect((await inventory(bench, DEV_ID)).deployed).toEqual([]);
  const { digest } = await samplePackage(bench, 'acme-notes-2.0');
  await complete(bench, DEV_ID, 'push-install', { digest }, PATIENCE_MS);
  expect((await inventory(bench, DEV_ID)).deployed).toMatchObject([{ id: 'com.acme.notes', version: '2.0' }]);
  const { entries } = must(await bench.workbench.call('trace.list', { limit: 200 }));
  const links = entries.filter(({ kind }) => kind === 'message').map(({ link }) => link);
  expect(new Set(links)).toEqual(new Set(['serial']));

  await pull();
  await portIs('gone');
  const { id } = must(
    await bench.workbench.call('runs.start', { devId: DEV_ID, runbook: 'read-inventory', params: {} }),
  );
  must(await bench.workbench.call('runs.runAll', { runId: id }));
  await plug();
  await when(
    () => run(id)?.state === 'done',
    () => `the run to go on; it is ${run(id)?.state}`,
  );
  await portIs('ready');
});
