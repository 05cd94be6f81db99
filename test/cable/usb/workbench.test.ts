import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thisMachine } from '../../../electron/links/cable-system.ts';
import type { Cable } from '../../../shared/contract/cables.ts';
import {
  type Bench,
  complete,
  HANDSET_BUILT,
  inState,
  inventory,
  must,
  openBench,
  runOf,
  samplePackage,
  start,
  until,
} from '../../unit/workbench/bench.ts';
import { type PluggedHandset, plugHandset } from '../plugged-handset.ts';

const DEV_ID = 'IMEI:351234567890123';
/** A machine in software is slow, milliseconds. */
const PATIENCE_MS = 240_000;

let bench: Bench;
let state: string;
let handset: PluggedHandset | undefined;

beforeEach(async () => {
  bench = await openBench(undefined, thisMachine());
  state = mkdtempSync(join(tmpdir(), 'scomo-usb-'));
});

afterEach(async () => {
  await bench.close();
  await pull();
  rmSync(state, { recursive: true, force: true });
});

/** Switches the handset on at the end of a USB cable. */
async function plug(more: readonly string[] = []): Promise<void> {
  const account = must(await bench.workbench.call('handsets.enrolment', {}));
  handset = await plugHandset({ usb: 'obex', account, devId: DEV_ID, state, more, program: HANDSET_BUILT });
}

/** The cable is pulled, and the handset has no other power. */
async function pull(): Promise<void> {
  await handset?.stop();
  handset = undefined;
}

async function cableIs(wanted: Cable['state']): Promise<Cable> {
  let last: Cable | undefined;
  await until(
    async () => {
      last = must(await bench.workbench.call('cables.list', {})).find(({ link }) => link === 'usb');
      return last?.state === wanted;
    },
    () => `${wanted}; the cable is ${JSON.stringify(last)}`,
    PATIENCE_MS,
  );
  if (last === undefined) throw new Error('no cable');
  return last;
}

async function admitted(): Promise<void> {
  await cableIs('ready');
  must(await bench.workbench.call('handsets.admit', { devId: DEV_ID }));
  await until(
    async () => must(await bench.workbench.call('tree.inventory', { devId: DEV_ID })).inventory !== null,
    'the inventory',
    PATIENCE_MS,
  );
}

describe('the workbench and a handset on the kernel’s USB bus', () => {
  it('from the plug to the inventory, and an update, over the cable alone', async () => {
    await plug();
    await admitted();
    expect(await cableIs('ready')).toMatchObject({ port: 'usb:0421:0508:351234567890123', devId: DEV_ID });
    const older = await samplePackage(bench, 'acme-notes-2.0');
    const newer = await samplePackage(bench, 'acme-notes-2.1');
    await complete(bench, DEV_ID, 'push-install', { digest: older.digest }, PATIENCE_MS);
    const componentId = 'com.acme.notes';
    await complete(bench, DEV_ID, 'update-component', { componentId, digest: newer.digest }, PATIENCE_MS);
    expect((await inventory(bench, DEV_ID)).deployed[0]).toMatchObject({ id: componentId, version: '2.1' });
    const { entries } = must(await bench.workbench.call('trace.list', { limit: 200 }));
    expect(new Set(entries.filter(({ kind }) => kind === 'message').map(({ link }) => link))).toEqual(new Set(['usb']));
  });

  it('that is pulled in the middle of an install and comes back goes on with its run', async () => {
    await plug(['--install-ms', '20000']);
    await admitted();
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const { id } = await start(bench, DEV_ID, 'push-install', { digest });
    must(await bench.workbench.call('runs.runAll', { runId: id }));
    await until(
      async () => {
        const { steps, current } = await runOf(bench, id);
        return steps[current]?.waiting?.kind === 'result';
      },
      'the install to be under way',
      PATIENCE_MS,
    );
    await pull();
    expect((await cableIs('gone')).backUntil).toBeGreaterThan(Date.now());
    await plug(['--install-ms', '100']);
    await inState(bench, id, ['done'], PATIENCE_MS);
    expect((await inventory(bench, DEV_ID)).deployed).toHaveLength(1);
  });
});
