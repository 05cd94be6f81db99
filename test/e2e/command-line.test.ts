/** The command line as a person runs it: the launcher, the built workbench, real processes and a real terminal's exit codes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { everyOperation } from '../../electron/host/demo-jobs.ts';
import { demoRuns, demoTable } from '../cable/demo-runs.ts';
import { publish } from '../matrix/markdown-table.ts';
import { dataFolder, freePort } from './running-workbench.ts';

const LAUNCHER = resolve(import.meta.dirname, '../../build/scomo.mjs');

let folder: ReturnType<typeof dataFolder>;
const children = new Set<ChildProcess>();

beforeEach(() => {
  folder = dataFolder();
});

afterEach(async () => {
  for (const child of children) child.kill('SIGTERM');
  await vi.waitUntil(() => children.size === 0, 10_000);
  folder.remove();
});

interface Running {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

function scomo(...args: readonly string[]): Running {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SCOMO_DATA: folder.path },
  });
  children.add(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
  const ended = new Promise<number | string | null>((settle) =>
    child.once('close', (code, signal) => {
      children.delete(child);
      settle(code ?? signal);
    }),
  );
  return { child, out: () => out, err: () => err, ended };
}

/** Runs a command to its end; its output when it ended with `code`, else everything it said as an exception. */
async function expectEnd(code: number, ...args: readonly string[]): Promise<string> {
  const command = scomo(...args);
  const ended = await command.ended;
  if (ended !== code)
    throw new Error(`${args.join(' ')} ended with ${String(ended)}:\n${command.out()}${command.err()}`);
  return command.out();
}

async function serve(dmPort: number): Promise<Running> {
  const running = scomo('serve', '--dm-port', String(dmPort));
  await vi.waitFor(() => expect(running.out()).toMatch(/^READY http/), 15_000);
  return running;
}

test('scomo demo executes every operation of the three subtrees and ends with 0', { timeout: 60_000 }, async () => {
  const command = scomo('demo');
  expect(await command.ended).toBe(0);
  const lines = command.out().trim().split('\n');
  expect(lines.at(-1)).toMatch(/^\d\d passed, 0 failed$/);
  expect(lines.filter((line) => line.startsWith('✓'))).toHaveLength(Number.parseInt(lines.at(-1) ?? '', 10));
  for (const operation of everyOperation) expect(lines.at(-2)).toContain(operation);
});

test('scomo demo --link serial does the same job over two ptys that it makes', { timeout: 120_000 }, async () => {
  const command = scomo('demo', '--link', 'serial');
  expect(await command.ended).toBe(0);
  const lines = command.out().trim().split('\n');
  expect(lines.at(-1)).toMatch(/^\d\d passed, 0 failed$/);
  expect(lines).toContainEqual(expect.stringMatching(/^✓ Start a virtual handset — Acme Virtual Handset on \S+near /));
  expect(lines.at(-2)).toContain('Delivered/Install');
  const runs = demoRuns(command.out());
  publish('serial-runs', 'The runs of the demo over serial', demoTable(runs));
  expect(runs.filter(({ proof }) => proof === undefined)).toEqual([]);
  expect(runs).toHaveLength(14);
});

test('scomo demo --link usb plugs into the virtual bus of Linux, or says what is missing', async () => {
  const command = scomo('demo', '--link', 'usb');
  await command.ended;
  const hasBus = existsSync('/sys/devices/platform/vhci_hcd.0');
  expect(command.out()).toMatch(hasBus ? /\n\d\d passed, 0 failed\n$/ : WITHOUT_A_BUS);
});

const WITHOUT_A_BUS =
  /\n✗ Start a virtual handset — There is no virtual USB bus .*\n→ Load .*: sudo modprobe vhci-hcd\.\n1 passed, 1 failed\n$/;

describe('a served workbench', () => {
  test('ends with its launcher, whether that is asked to or killed', async () => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL'] as const) {
      const { child, ended } = await serve(0);
      const file = join(folder.path, 'running.json');
      const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number };
      child.kill(signal);
      expect(await ended).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 0);
      await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 10_000);
      expect(existsSync(file)).toBe(false);
    }
  });

  test('leads a handset that was admitted before it ever called, with one command per job', async () => {
    const dmPort = await freePort();
    await serve(dmPort);
    const credentials = [
      '--user',
      'u',
      '--password',
      'p',
      '--server-id',
      's',
      '--server-password',
      'sp',
      '--auth',
      'md5',
    ];
    const account = await expectEnd(0, 'admit', 'IMEI:1', ...credentials, '--json');
    const { serverURL } = JSON.parse(account) as { serverURL: string };
    const state = join(folder.path, 'handset');
    const handset = scomo(
      'handset',
      '--dev-id',
      'IMEI:1',
      '--server',
      serverURL,
      ...credentials,
      '--state',
      state,
      '--poll',
      '1',
    );
    await vi.waitFor(() => expect(handset.out()).toContain('READY'), 10_000);

    expect(await expectEnd(0, 'push', 'IMEI:1', 'acme-notes-2.0', '--inactive')).toContain(
      'Notes 2.0 is there, Inactive',
    );
    expect(await expectEnd(0, 'activate', 'IMEI:1', 'com.acme.notes')).toContain('Notes 2.0 is there, Active');
    expect(await expectEnd(0, 'inventory', 'IMEI:1')).toMatch(/com\.acme\.notes +Notes +2\.0 +Active/);
    expect(await expectEnd(5, 'activate', 'IMEI:1', 'com.acme.nothing')).toContain('✗');
    expect(await expectEnd(0, 'remove', 'IMEI:1', 'com.acme.notes')).toContain('com.acme.notes is gone');
    expect(await expectEnd(0, 'trace', '--dev-id', 'IMEI:1', '--limit', '5')).toContain('IMEI:1');

    handset.child.kill('SIGTERM');
    expect(await handset.ended).toBe(0);
    await expectEnd(4, 'inventory', 'IMEI:1', '--refresh', '--time-limit', '2');
  });
});
