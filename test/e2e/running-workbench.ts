/** The built workbench as a process of its own, as `npm start -- --host browser --no-open` runs it, and a client to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connectWorkbench } from '../../electron/host/remote-workbench.ts';
import type { WorkbenchClient } from '../../electron/host/workbench-client.ts';
import type { Handset } from '../../shared/contract/handsets.ts';
import type { LibraryPackage } from '../../shared/contract/packages.ts';
import type { Result } from '../../shared/result.ts';
import type { Run } from '../../shared/runbook/run.ts';

const CLI = resolve(import.meta.dirname, '../../dist/host/cli.js');

export interface RunningWorkbench {
  readonly client: WorkbenchClient;
  /** Another client to it; whoever asked closes it. */
  connect(): Promise<WorkbenchClient>;
  /** The page's address with its token. */
  readonly address: string;
  readonly child: ChildProcess;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A data folder of its own; the test removes it. */
export function dataFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'scomo-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((settle) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Takes root's rights over other people's files, and its groups, away (util-linux). */
const BOUND = ['setpriv', '--clear-groups', '--bounding-set=-dac_override,-dac_read_search'];

/** Starts the workbench and waits for READY. */
export async function startWorkbench(options: {
  readonly data: string;
  readonly dmPort: number;
  /** Root is refused what its files do not allow it, like everybody else. */
  readonly isBound?: boolean;
}): Promise<RunningWorkbench> {
  const args = [
    CLI,
    'serve',
    '--host',
    'browser',
    '--no-open',
    '--port',
    '0',
    '--dm-port',
    String(options.dmPort),
    '--data',
    options.data,
  ];
  const leading = options.isBound === true && process.getuid?.() === 0 ? BOUND : [];
  const [program = '', ...rest] = [...leading, process.execPath, ...args];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()));
  const address = await readyLine(child);
  const { origin, hash } = new URL(address);
  const running = { url: origin, token: hash.slice('#t='.length), pid: child.pid ?? 0 };
  const connect = async (): Promise<WorkbenchClient> => must(await connectWorkbench(running));
  return {
    client: await connect(),
    connect,
    address,
    child,
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await ended;
    },
    async stop(): Promise<void> {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((settle, reject) => {
    let said = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      const ready = /^READY (\S+)$/m.exec(said);
      if (ready?.[1] !== undefined) settle(ready[1]);
    });
    child.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
    child.once('exit', (code) => reject(new Error(`The workbench ended with ${String(code)}: ${said}`)));
  });
}

/** The value, or the failure as an exception that ends the test. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message} ${result.error.detail ?? ''}`);
  return result.value;
}

/** Adds a virtual handset, waits until it has called, admits it, and waits until its SCOMO object was read. */
export async function admittedHandset(
  client: WorkbenchClient,
  options: Parameters<typeof addVirtual>[1] = {},
): Promise<string> {
  const devId = await addVirtual(client, options);
  must(await client.call('handsets.admit', { devId }));
  await until(
    async () => must(await client.call('tree.inventory', { devId })).inventory !== null,
    'the inventory to be read',
  );
  return devId;
}

async function addVirtual(
  client: WorkbenchClient,
  options: {
    readonly extraNodes?: number;
    readonly results?: 'sync' | 'async';
    readonly refuseList?: boolean;
    readonly latencyMs?: number;
  },
): Promise<string> {
  const { devId } = must(await client.call('handsets.addVirtual', options));
  await until(async () => (await handset(client, devId))?.authenticated === 'enrolment', 'the handset to call');
  return devId;
}

async function handset(client: WorkbenchClient, devId: string): Promise<Handset | undefined> {
  return must(await client.call('handsets.list', {})).find((one) => one.devId === devId);
}

/** A package of the sample library by its name and version, e.g. `Notes`, `2.1`. */
export async function sample(client: WorkbenchClient, name: string, version: string): Promise<LibraryPackage> {
  const all = must(await client.call('packages.list', {}));
  const found = all.find((one) => one.name.startsWith(name) && one.version === version);
  if (found === undefined)
    throw new Error(`There is no sample ${name} ${version}, only ${all.map((one) => one.pkgId).join(', ')}.`);
  return found;
}

/** Waits until the run is in one of these states, or fails with what it says. */
export async function runUntil(
  client: WorkbenchClient,
  runId: string,
  states: readonly Run['state'][],
  ms = 30_000,
): Promise<Run> {
  let run = must(await client.call('runs.get', { runId }));
  await until(
    async () => {
      run = must(await client.call('runs.get', { runId }));
      return states.includes(run.state);
    },
    () =>
      `the run to be ${states.join(' or ')}; it is ${run.state}: ${run.steps[run.current]?.title ?? ''} ${JSON.stringify(run.steps[run.current]?.error ?? {})}`,
    ms,
  );
  return run;
}

/** Polls until it is so; fails with what was waited for. */
export async function until(
  isSo: () => Promise<boolean> | boolean,
  what: string | (() => string),
  ms = 20_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited ${ms} ms for ${typeof what === 'string' ? what : what()}`);
    await new Promise((settle) => setTimeout(settle, 50));
  }
}
