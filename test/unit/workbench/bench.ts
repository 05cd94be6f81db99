/** A real workbench in this process, with real sockets, a real database and virtual handsets as processes of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CableSystem, NO_CABLES } from '../../../electron/links/cable-system.ts';
import type { Workbench } from '../../../electron/workbench/port.ts';
import { openWorkbench } from '../../../electron/workbench/workbench.ts';
import type { Handset, VirtualOptions } from '../../../shared/contract/handsets.ts';
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import type { Result } from '../../../shared/result.ts';
import type { Run, RunParams, RunbookId } from '../../../shared/runbook/run.ts';
import type { Inventory } from '../../../shared/scomo/inventory-types.ts';

export interface Bench {
  readonly workbench: Workbench;
  readonly folder: string;
  /** Closes the workbench and opens it again at the same port; `change` may touch its database in between. */
  reopen(change?: (db: DatabaseSync) => void): Promise<void>;
  close(): Promise<void>;
}

/** The handset's program as it stands in the sources, and as it is built: the latter starts four times as fast. */
const HANDSET_SOURCE = resolve(import.meta.dirname, '../../../electron/handset/main.ts');
export const HANDSET_BUILT = resolve(import.meta.dirname, '../../../dist/host/handset.js');

/** Opens one on a data folder of its own. */
export async function openBench(
  handset: string = HANDSET_SOURCE,
  // What hangs on the machine that runs the tests is none of their business.
  cables: CableSystem = NO_CABLES,
): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'scomo-unit-'));
  let workbench = await open(folder, 0, handset, cables);
  return {
    get workbench() {
      return workbench;
    },
    folder,
    async reopen(change): Promise<void> {
      const { port } = workbench.listener;
      await workbench.close();
      const db = new DatabaseSync(join(folder, 'workbench.db'));
      change?.(db);
      db.close();
      workbench = await open(folder, port, handset, cables);
    },
    async close(): Promise<void> {
      await workbench.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

async function open(dataFolder: string, dmPort: number, handset: string, cables: CableSystem): Promise<Workbench> {
  const opened = await openWorkbench({
    dataFolder,
    dmPort,
    host: 'in-process',
    handsetProgram: { command: process.execPath, args: [handset] },
    cables,
    samples: true,
  });
  return must(opened);
}

/** The value, or the failure as an exception that ends the test. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message} ${result.error.detail ?? ''}`);
  return result.value;
}

/** A virtual handset that has called; not admitted. */
export async function newHandset({ workbench }: Bench, options: VirtualOptions = {}): Promise<string> {
  const { devId } = must(await workbench.call('handsets.addVirtual', options));
  await until(async () => (await handsetOf(workbench, devId))?.authenticated === 'enrolment', 'the handset to call');
  return devId;
}

/** A virtual handset that was admitted and whose SCOMO object was read. */
export async function admitted(bench: Bench, options: VirtualOptions = {}): Promise<string> {
  const devId = await newHandset(bench, options);
  must(await bench.workbench.call('handsets.admit', { devId }));
  await until(
    async () => must(await bench.workbench.call('tree.inventory', { devId })).inventory !== null,
    'the inventory',
  );
  return devId;
}

export async function handsetOf(workbench: Workbench, devId: string): Promise<Handset | undefined> {
  return must(await workbench.call('handsets.list', {})).find((one) => one.devId === devId);
}

export async function inventory({ workbench }: Bench, devId: string): Promise<Inventory> {
  const { inventory: read } = must(await workbench.call('tree.inventory', { devId }));
  if (read === null) throw new Error('There is no inventory.');
  return read;
}

/** The sample package with this PkgID. */
export async function samplePackage({ workbench }: Bench, pkgId: string): Promise<LibraryPackage> {
  const found = must(await workbench.call('packages.list', {})).find((one) => one.pkgId === pkgId);
  if (found === undefined) throw new Error(`There is no sample ${pkgId}.`);
  return found;
}

export async function start(
  { workbench }: Bench,
  devId: string,
  runbook: RunbookId,
  params: RunParams = {},
): Promise<Run> {
  return must(await workbench.call('runs.start', { devId, runbook, params: { ...params } }));
}

export async function runOf({ workbench }: Bench, runId: string): Promise<Run> {
  return must(await workbench.call('runs.get', { runId }));
}

/** Starts a runbook and runs it to its end, for which it has `ms` milliseconds; it must end done. */
export async function complete(
  bench: Bench,
  devId: string,
  runbook: RunbookId,
  params: RunParams = {},
  ms = 45_000,
): Promise<Run> {
  const run = await start(bench, devId, runbook, params);
  must(await bench.workbench.call('runs.runAll', { runId: run.id }));
  const ended = await inState(bench, run.id, ['done', 'failed', 'aborted'], ms);
  if (ended.state !== 'done') throw new Error(`${ended.title}: ${JSON.stringify(ended.steps[ended.current]?.error)}`);
  return ended;
}

/** Runs the current step and waits until it is through. */
export async function step(bench: Bench, runId: string): Promise<Run> {
  must(await bench.workbench.call('runs.runStep', { runId }));
  return inState(bench, runId, ['ready', 'done', 'failed']);
}

export async function inState(bench: Bench, runId: string, states: readonly Run['state'][], ms = 45_000): Promise<Run> {
  let run = await runOf(bench, runId);
  await until(
    async () => {
      run = await runOf(bench, runId);
      return states.includes(run.state);
    },
    () => `${states.join('/')}; the run is ${run.state} at ${run.steps[run.current]?.title ?? 'its end'}`,
    ms,
  );
  return run;
}

/** Polls until it is so; fails with what was waited for. */
export async function until(
  isSo: () => Promise<boolean> | boolean,
  what: string | (() => string),
  ms = 45_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited ${ms} ms for ${typeof what === 'string' ? what : what()}`);
    await new Promise((settle) => setTimeout(settle, 20));
  }
}
