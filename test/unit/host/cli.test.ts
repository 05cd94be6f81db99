import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exitCodes } from '../../../electron/host/exit-codes.ts';
import { runCli } from '../../../electron/host/program.ts';
import type { World } from '../../../electron/host/world.ts';
import type { WorkbenchOptions } from '../../../electron/workbench/port.ts';
import type { Account, Handset } from '../../../shared/contract/handsets.ts';
import type { TraceEntry } from '../../../shared/contract/trace.ts';
import type { TreeRow } from '../../../shared/contract/tree.ts';
import { readTnds } from '../../../shared/dm/tnds-reader.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Inventory } from '../../../shared/scomo/inventory-types.ts';
import { library, notes, scriptedWorkbench, type ScriptedWorkbench } from './scripted-workbench.ts';

let workbench: ScriptedWorkbench;
let opened: WorkbenchOptions[];
let ending: AbortController;
let folder: string;

beforeEach(async () => {
  workbench = scriptedWorkbench();
  opened = [];
  ending = new AbortController();
  folder = await mkdtemp(join(tmpdir(), 'scomo-cli-'));
});

afterEach(async () => {
  ending.abort();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Typed {
  readonly done: Promise<Ran>;
  readonly out: () => string;
}

/** Starts a command; its world is ours, its output is kept. */
function type(args: readonly string[], more: Partial<World> & { readonly isTTY?: boolean } = {}): Typed {
  const { isTTY = false, ...world } = more;
  let out = '';
  let err = '';
  const done = runCli(args, {
    env: { SCOMO_DATA: folder },
    platform: 'linux',
    home: '/home/technician',
    stdout: { write: (text) => (out += text), isTTY },
    stderr: { write: (text) => (err += text), isTTY, columns: 60 },
    stdin: () => Promise.resolve(''),
    ending: ending.signal,
    openWorkbench: async (options) => {
      opened.push(options);
      return ok(workbench);
    },
    handsetProgram: { command: process.execPath, args: ['-e'] },
    hasTerminal: false,
    confirm: () => Promise.resolve(false),
    pageFolder: folder,
    now: () => 1_000_000,
    ...world,
  }).then((code) => ({ code, out, err }));
  return { done, out: () => out };
}

function lastInput(): unknown {
  return workbench.calls.at(-1)?.input;
}

function run(...args: readonly string[]): Promise<Ran> {
  return type(args).done;
}

const handset: Handset = {
  devId: 'IMEI:1',
  name: 'Bench phone',
  state: 'ready',
  link: 'http',
  lastSeen: 970_000,
  authenticated: 'own',
  auth: 'md5',
  serverAuth: 'md5',
  legacyTls: false,
  canWake: true,
  links: [],
  tethered: false,
  nodes: 42,
  unseenAlerts: 0,
};

const account: Account = {
  devId: 'IMEI:1',
  serverURL: 'http://127.0.0.1:8990/dm',
  serverId: 'bench',
  serverPassword: 'sp',
  user: 'u',
  password: 'p',
  auth: 'md5',
  serverAuth: 'md5',
};

const operation = { uri: './x', present: true } as const;
const inventory: Inventory = {
  root: './SCM',
  version: '1.0',
  lists: {},
  downloads: [],
  delivered: [],
  deployed: [
    {
      subtree: 'Deployed',
      uri: './SCM/Inventory/Deployed/C1',
      nodeName: 'C1',
      id: 'notes',
      name: 'Notes',
      version: '2.0',
      state: { code: 20, word: 'Active', tone: 'ok' },
      operations: [
        { ...operation, name: 'Activate', allowed: false, why: 'It is active.' },
        { ...operation, name: 'Deactivate', allowed: true },
      ],
      readAt: 997_000,
    },
  ],
  readAt: 997_000,
};

describe('using it', () => {
  test('help lists every command and every exit code, and ends with 0', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const name of 'serve demo handset handsets cables admit bootstrap notify https inventory tree packages push install activate deactivate update remove runs trace'.split(
      ' ',
    ))
      expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    for (const { code, meaning } of exitCodes) expect(out).toContain(`${code}`.padEnd(5) + meaning);
  });

  test.each([
    [['frobnicate']],
    [['handsets', '--frobnicate']],
    [['push', 'IMEI:1']],
    [['push', 'IMEI:1', 'a', '--inactive', '--deliver-only']],
    [['admit', 'IMEI:1', '--auth', 'digest']],
    [['serve', '--port', '70000']],
    [['serve', '--port', 'eighty']],
    [['trace', '--limit', '0']],
    [['remove', 'IMEI:1']],
    [['remove', 'IMEI:1', 'c', '--package', 'p']],
    [['push', 'IMEI:1', '/no/such/file.zip']],
  ])('%j is wrong usage: 2, with a word about it on stderr', async (args) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
  });

  test('no command at all shows the help', async () => {
    const { code, err } = await run();
    expect(code).toBe(2);
    expect(err).toContain('Usage: scomo');
  });

  test('a workbench that does not open: 3, what happened and what to do', async () => {
    const openWorkbench = async () => fail('database-newer', 'The database is newer.', 'Install the newer version.');
    const { code, err } = await type(['handsets'], { openWorkbench }).done;
    expect([code, err]).toEqual([3, 'The database is newer.\n→ Install the newer version.\n']);
    const json = await type(['handsets', '--json'], { openWorkbench }).done;
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: 'database-newer' } });
    expect(json.err).toBe('');
  });

  test('a bug of ours ends with 3, never with a stack trace', async () => {
    const { code, err } = await type(['handsets'], { openWorkbench: () => Promise.reject(new Error('boom')) }).done;
    expect(code).toBe(3);
    expect(err).toContain('boom');
  });

  test('what is only looked up takes any port; what needs a handset takes the one it calls', async () => {
    workbench.answers.set('handsets.list', () => ok([]));
    await run('handsets');
    await run('handsets', '--dm-port', '7');
    await run('activate', 'IMEI:1', 'notes');
    expect(opened.map(({ dmPort }) => dmPort)).toEqual([0, 7, 8990]);
    expect(opened[0]).toMatchObject({ dataFolder: folder, host: 'in-process' });
    expect(workbench.closed()).toBe(3);
  });
});

describe('looking', () => {
  test('handsets: an aligned table, or JSON', async () => {
    workbench.answers.set('handsets.list', () =>
      ok([handset, { ...handset, devId: 'IMEI:22', name: 'IMEI:22', state: 'new' }]),
    );
    const { out } = await run('handsets');
    expect(out).toBe(
      [
        'DevId    Name         State  Link  Last seen  Proved itself  Nodes  Now',
        'IMEI:1   Bench phone  ready  http  30 s ago   yes               42  –',
        'IMEI:22  –            new    http  30 s ago   yes               42  –',
        '',
      ].join('\n'),
    );
    expect(JSON.parse((await run('handsets', '--json')).out)).toMatchObject([
      { devId: 'IMEI:1' },
      { devId: 'IMEI:22' },
    ]);
  });

  test('text of a handset cannot drive the terminal', async () => {
    workbench.answers.set('handsets.list', () => ok([{ ...handset, name: 'evil\u001B[2Jname\n' }]));
    const { out } = await run('handsets');
    expect(out).not.toContain('\u001B');
    expect(out.split('\n')).toHaveLength(3);
  });

  test('admit prints what to type into the handset, and passes on what was said', async () => {
    workbench.answers.set('handsets.admit', () => ok(account));
    const { code, out } = await run('admit', 'IMEI:1', '--user', 'u', '--auth', 'md5');
    expect(code).toBe(0);
    expect(out).toContain('Server address      http://127.0.0.1:8990/dm');
    expect(out).toContain('User password       p');
    expect(workbench.calls.at(-1)?.input).toEqual({ devId: 'IMEI:1', user: 'u', auth: 'md5' });
  });

  test('inventory reads from the handset when nothing was read yet, or when asked to', async () => {
    let isRead = false;
    workbench.answers.set('tree.inventory', () => ok({ inventory: isRead ? inventory : null }));
    workbench.answers.set('tree.read', () => {
      isRead = true;
      return ok({ nodes: 9, method: 'StructData', ms: 3 });
    });
    const { out, err } = await run('inventory', 'IMEI:1');
    expect(err).toContain('Reading');
    expect(out).toContain('notes  Notes  2.0      Active  –       –        Deactivate');
    expect(out).toContain('SCOMO 1.0 at ./SCM, read just now');
    const before = workbench.calls.length;
    await run('inventory', 'IMEI:1');
    expect(workbench.calls.slice(before).map(({ name }) => name)).not.toContain('tree.read');
    await run('inventory', 'IMEI:1', '--refresh');
    expect(workbench.calls.map(({ name }) => name).filter((name) => name === 'tree.read')).toHaveLength(2);
    expect(JSON.parse((await run('inventory', 'IMEI:1', '--json')).out)).toEqual(inventory);
  });

  test('a reading that nobody answers can be ended', async () => {
    Object.assign(workbench, { call: () => new Promise(() => undefined) });
    const { done } = type(['inventory', 'IMEI:1', '--refresh']);
    setTimeout(() => ending.abort(), 20);
    expect((await done).code).toBe(130);
  });

  test('packages: list, add with facts, remove by PkgID', async () => {
    expect((await run('packages')).out).toContain(
      'Notes  2.0      com.example.notes-2.0  notes       4.1 kB  notes-2.0.zip (sample)',
    );
    const file = join(folder, 'x.zip');
    await writeFile(file, 'bytes');
    const added = await run('packages', 'add', file, '--name', 'X', '--pkg-version', '1', '--component', 'a=1', 'b');
    expect(added).toMatchObject({ code: 0, err: '' });
    expect(workbench.files).toEqual([{ path: file }]);
    expect(workbench.calls.at(-1)?.input).toEqual({
      handle: 'h1',
      facts: { name: 'X', version: '1', components: [{ id: 'a', version: '1' }, { id: 'b' }] },
    });
    await run('packages', 'remove', 'com.example.notes-2.0');
    expect(workbench.calls.at(-1)).toEqual({ name: 'packages.remove', input: { digest: notes.digest } });
    expect((await run('packages', 'remove', 'nothing')).code).toBe(2);
  });

  test('trace pages through what it needs, oldest first, and follows what comes', async () => {
    const entries: TraceEntry[] = [4, 3, 2, 1].map((id) => entry(id));
    workbench.answers.set('trace.list', () => {
      const { limit, before = 99 } = lastInput() as { limit: number; before?: number };
      return ok({ entries: entries.filter(({ id }) => id < before).slice(0, Math.min(limit, 2)), total: 4 });
    });
    expect(JSON.parse((await run('trace', '--limit', '3', '--json')).out)).toMatchObject([
      { id: 2 },
      { id: 3 },
      { id: 4 },
    ]);
    expect((await run('trace')).out.split('\n')[0]).toBe('00:00:01.000  →  IMEI:1  Alert 1201  1.2 kB  [200 OK]');

    const following = type(['trace', '--follow', '--json', '--dev-id', 'IMEI:1']);
    await vi.waitFor(() => expect(following.out()).toContain('"id":4'));
    workbench.emit({ seq: 1, type: 'trace', entry: entry(5) });
    workbench.emit({ seq: 2, type: 'trace', entry: { ...entry(6), devId: 'IMEI:2' } });
    ending.abort();
    const { code, out } = await following.done;
    expect(code).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TraceEntry);
    expect(lines.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  });
});

function entry(id: number): TraceEntry {
  return {
    id,
    at: id * 1000,
    devId: 'IMEI:1',
    link: 'http',
    direction: 'in',
    kind: 'message',
    bytes: 1234,
    summary: 'Alert 1201',
    statuses: [{ code: 200, word: 'OK' }],
  };
}

describe('running', () => {
  test('each step with its proof on stdout, waits on stderr, the outcome last', async () => {
    const { code, out, err } = await run('activate', 'IMEI:1', 'notes');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      '✓ Read the inventory — read back by s1 (0 ms)',
      '✓ Activate notes — read back by s2 (0 ms)',
      'Activate notes: done, 2 of 2 steps done in 0 ms',
      '',
    ]);
    expect(err).toContain('… Activate notes — waiting for the handset to call\n');
  });

  test('with --json one document on stdout, and a line per step on stderr', async () => {
    const { out, err } = await run('activate', 'IMEI:1', 'notes', '--json');
    expect(JSON.parse(out)).toMatchObject({
      runbook: 'activate',
      state: 'done',
      steps: [
        { id: 's1', state: 'done' },
        { id: 's2', operation: 'Deployed/Activate', proof: 'read back by s2' },
      ],
    });
    expect(
      err
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { step: { id: string } }).step.id),
    ).toEqual(['s1', 's2']);
  });

  test('on a terminal one line is written over, and never longer than the terminal', async () => {
    const { out, err } = await type(['activate', 'IMEI:1', 'notes'], { isTTY: true }).done;
    expect(out).toContain('✓ Activate notes');
    const shown = err.split('\r\u001B[2K');
    expect(shown.length).toBeGreaterThan(3);
    for (const line of shown) expect(line.length).toBeLessThan(60);
  });

  test.each([
    ['operation-failed', 1],
    ['not-proven', 1],
    ['handset-not-there', 4],
    ['no-result', 4],
    ['not-now', 5],
    ['package-changed', 5],
  ])('a step that fails with %s ends it with %i, and the run does not stay in the way', async (failure, expected) => {
    workbench.failures.set('Activate notes', fail(failure, 'It went wrong.', 'Look at it.').error);
    const { code, out } = await run('activate', 'IMEI:1', 'notes');
    expect(code).toBe(expected);
    expect(out).toContain('✗ Activate notes — It went wrong. (0 ms)\n  → Look at it.\n');
    expect(out).toContain('Activate notes: failed, 1 of 2 steps done');
    expect(workbench.run().state).toBe('aborted');
    expect(workbench.calls.at(-1)?.input).toMatchObject({ undo: false });
  });

  test('--undo takes back, --keep-run leaves it', async () => {
    workbench.failures.set('Activate notes', fail('operation-failed', 'No.', 'Look.').error);
    await run('activate', 'IMEI:1', 'notes', '--undo');
    expect(workbench.calls.at(-1)).toMatchObject({ name: 'runs.abort', input: { undo: true } });
    const kept = await run('activate', 'IMEI:1', 'notes', '--keep-run', '--json');
    expect(kept.code).toBe(1);
    expect(workbench.run().state).toBe('failed');
    expect(JSON.parse(kept.out)).toMatchObject({ state: 'failed', error: { code: 'operation-failed' } });
  });

  test('what is refused before it starts ends with 5', async () => {
    workbench.answers.set('runs.start', () => fail('run-unfinished', 'A run is not finished.', 'Finish it.'));
    expect((await run('activate', 'IMEI:1', 'notes')).code).toBe(5);
  });

  test('a time limit gives the run up: 4', async () => {
    workbench.hangs.add('Activate notes');
    const { code, err } = await run('activate', 'IMEI:1', 'notes', '--time-limit', '1');
    expect(code).toBe(4);
    expect(err).toContain('time limit');
    expect(workbench.run().state).toBe('aborted');
  });

  test('ended by the person: 130, the run stands and can be gone on with', async () => {
    workbench.hangs.add('Activate notes');
    const { done } = type(['activate', 'IMEI:1', 'notes']);
    await vi.waitFor(() => expect(workbench.run().state).toBe('waiting'));
    ending.abort();
    const { code, err } = await done;
    expect(code).toBe(130);
    expect(err).toContain('scomo runs resume run-1');
    expect(workbench.runCalls()).not.toContain('runs.abort');
  });

  test('runs: list, resume after a failure, abort', async () => {
    workbench.failures.set('Activate notes', fail('operation-failed', 'No.', 'Look.').error);
    await run('activate', 'IMEI:1', 'notes', '--keep-run');
    expect((await run('runs')).out).toContain('run-1  IMEI:1  Activate notes  failed  2 of 2');
    workbench.failures.clear();
    expect((await run('runs', 'resume', 'run-1')).code).toBe(0);
    expect(workbench.run().state).toBe('done');

    workbench.hangs.add('Deactivate notes');
    const { done } = type(['deactivate', 'IMEI:1', 'notes']);
    await vi.waitFor(() => expect(workbench.run().state).toBe('waiting'));
    const aborted = await run('runs', 'abort', 'run-1', '--reason', 'it is late');
    expect(aborted.out).toBe('Deactivate notes: aborted\n');
    expect((await done).code).toBe(1);
  });

  test.each([
    [['push', 'D', notes.pkgId], 'push-install', { digest: notes.digest }],
    [['push', 'D', notes.digest, '--descriptor'], 'push-install', { digest: notes.digest, delivery: 'descriptor' }],
    [['push', 'D', notes.digest, '--in-session'], 'push-install', { digest: notes.digest, delivery: 'in-session' }],
    [
      ['update', 'D', 'notes', notes.pkgId, '--in-session'],
      'update-component',
      {
        componentId: 'notes',
        digest: notes.digest,
        deactivateFirst: false,
        removeReplaced: true,
        delivery: 'in-session',
      },
    ],
    [['push', 'D', notes.digest.slice(0, 8), '--deliver-only'], 'deliver-package', { digest: notes.digest }],
    [['push', 'D', notes.digest, '--then-activate'], 'push-inactive-activate', { digest: notes.digest }],
    [['install', 'D', 'p'], 'install-delivered', { pkgId: 'p', inactive: false }],
    [['install', 'D', 'p', '--inactive'], 'install-delivered', { pkgId: 'p', inactive: true }],
    [['deactivate', 'D', 'notes'], 'deactivate', { componentId: 'notes' }],
    [
      ['update', 'D', 'notes', notes.pkgId, '--deactivate-first'],
      'update-component',
      { componentId: 'notes', digest: notes.digest, deactivateFirst: true, removeReplaced: true },
    ],
    [
      ['update', 'D', 'notes', notes.pkgId, '--keep-replaced'],
      'update-component',
      { componentId: 'notes', digest: notes.digest, deactivateFirst: false, removeReplaced: false },
    ],
    [['remove', 'D', 'notes'], 'remove-component', { componentId: 'notes' }],
    [['remove', 'D', '--package', 'p'], 'remove-delivered', { pkgId: 'p' }],
    [['remove', 'D', 'notes', '--ask-user'], 'remove-component', { componentId: 'notes', askUser: true }],
    [
      ['activate', 'D', 'notes', '--ask-text', 'May we?', '--ask-time', '30', '--tell-user'],
      'activate',
      { componentId: 'notes', askUser: true, askText: 'May we?', askSeconds: 30, tellUser: true },
    ],
  ])('%j starts %s', async (args, runbook, params) => {
    expect((await run(...args)).code).toBe(0);
    expect(workbench.calls.find(({ name }) => name === 'runs.start')?.input).toEqual({ devId: 'D', runbook, params });
    expect(workbench.run().state).toBe('done');
  });

  test('push --inactive leaves the activation out and says why', async () => {
    const { code, out } = await run('push', 'D', notes.pkgId, '--inactive');
    expect(code).toBe(0);
    expect(out).toContain('– Activate Notes 2.0 — skipped: Left inactive, as the command asked for.');
    expect(out).toContain('✓ Check that Notes 2.0 is there, inactive');
    expect(out).toContain('✓ Clean up the download');
    expect(workbench.run().state).toBe('done');
  });

  test('push takes a file in first', async () => {
    const file = join(folder, 'new.zip');
    await writeFile(file, 'bytes');
    expect((await run('push', 'D', file)).code).toBe(0);
    expect(workbench.files).toEqual([{ path: file }]);
  });
});

interface Ready {
  readonly address: string;
  readonly done: Promise<Ran>;
}

async function serve(...args: readonly string[]): Promise<Ready> {
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  const typed = type(['serve', ...args]);
  await vi.waitFor(() => expect(typed.out()).toContain('\n'));
  return { address: typed.out(), done: typed.done };
}

describe('serving', () => {
  test('prints READY with the address, serves there, and ends cleanly', async () => {
    const { address, done } = await serve('--dm-port', '0', '--no-samples', '--no-open');
    const [, origin = '', token = ''] =
      /^READY (http:\/\/127\.0\.0\.1:\d+)\/#t=([A-Za-z0-9_-]{43})\n$/.exec(address) ?? [];
    expect(await (await fetch(origin)).text()).toBe('<!doctype html>');
    expect(opened).toMatchObject([{ dmPort: 0, samples: false, host: 'browser' }]);

    const running = join(folder, 'running.json');
    expect(JSON.parse(await readFile(running, 'utf8'))).toEqual({ url: origin, token, pid: process.pid });
    expect((await stat(running)).mode & 0o777).toBe(0o600);

    ending.abort();
    expect((await done).code).toBe(0);
    expect(workbench.closed()).toBe(1);
    await expect(stat(running)).rejects.toThrow(/ENOENT/);
    await expect(fetch(origin)).rejects.toThrow('fetch failed');
  });

  test('other commands talk to it: calls, files, events and refusals', async () => {
    workbench.answers.set('handsets.list', () => ok([handset]));
    const { done } = await serve();
    expect((await run('handsets')).out).toContain('Bench phone');
    const file = join(folder, 'ü x.zip');
    await writeFile(file, 'bytes');
    const pushed = await run('push', 'IMEI:1', file);
    expect(pushed.out).toContain('✓ Download and install — read back by s4');
    expect(pushed.code).toBe(0);
    expect(workbench.files).toMatchObject([{ fileName: 'ü x.zip', size: 5 }]);
    expect((await run('admit', 'x'.repeat(300))).code).toBe(2);
    expect(opened).toHaveLength(1);
    ending.abort();
    await done;
  });

  test('a workbench that ends in the middle of a run is told: 3', async () => {
    const { done } = await serve();
    workbench.hangs.add('Activate notes');
    const other = type(['activate', 'IMEI:1', 'notes'], { ending: new AbortController().signal });
    await vi.waitFor(() => expect(workbench.run().state).toBe('waiting'));
    ending.abort();
    await done;
    const { code, err } = await other.done;
    expect(code).toBe(3);
    expect(err).toContain('connection to the running workbench');
  });

  test('a file left behind is not believed', async () => {
    workbench.answers.set('handsets.list', () => ok([]));
    const running = join(folder, 'running.json');
    for (const text of [
      'not json',
      '{}',
      JSON.stringify({ url: 'http://127.0.0.1:9', token: 't', pid: 2 ** 22 + 1 }),
      JSON.stringify({ url: 'http://127.0.0.1:9', token: 't', pid: process.pid }),
      JSON.stringify({ url: 'http://evil.example:80', token: 't', pid: process.pid }),
    ]) {
      await writeFile(running, text);
      expect((await run('handsets')).code).toBe(0);
    }
    expect(opened).toHaveLength(5);
  });

  test('a token that is no longer right is told: 3', async () => {
    const { address, done } = await serve();
    const url = new URL(address.slice('READY '.length)).origin;
    await writeFile(join(folder, 'running.json'), JSON.stringify({ url, token: 'old', pid: process.pid }));
    const { code, err } = await run('handsets');
    expect(code).toBe(3);
    expect(err).toContain('did not accept the token');
    ending.abort();
    await done;
  });

  test('a port that is taken: 3, and the workbench is closed again', async () => {
    const { address, done } = await serve();
    const { port } = new URL(address.slice('READY '.length));
    const second = await run('serve', '--port', port, '--data', join(folder, 'other'));
    expect(second.code).toBe(3);
    expect(second.err).toContain(`Port ${port}`);
    expect(workbench.closed()).toBe(1);
    ending.abort();
    await done;
  });
});

describe('demo', () => {
  beforeEach(() => {
    workbench.answers.set('packages.list', () => ok(library));
    workbench.answers.set('handsets.addVirtual', () => ok({ devId: 'IMEI:1' }));
    workbench.answers.set('handsets.list', () => ok([{ ...handset, state: 'new' }]));
    workbench.answers.set('handsets.admit', () => ok(account));
  });

  test('is not content with steps that passed: every operation must have been executed', async () => {
    const { code, out } = await run('demo');
    expect(code).toBe(1);
    expect(out).toContain('✓ Start a virtual handset — IMEI:1 called over http');
    expect(out).toContain('Not executed: Download/Download, Download/DownloadInstall,');
    expect(out).toMatch(/\n\d+ passed, 1 failed\n$/);
    await expect(stat(opened[0]?.dataFolder ?? '')).rejects.toThrow(/ENOENT/);
  });

  test('ends with the first failure, says what to do, and counts it', async () => {
    workbench.failures.set(
      'Activate notes',
      fail('operation-failed', 'The handset reports 1401.', 'Free memory.').error,
    );
    const { code, out } = await run('demo', '--json');
    expect(code).toBe(1);
    const { failed, passed, steps } = JSON.parse(out) as {
      failed: number;
      passed: number;
      steps: { state: string; title: string }[];
    };
    expect([failed, steps.filter(({ state }) => state === 'done').length]).toEqual([1, passed]);
    expect(steps.at(-1)).toMatchObject({ title: 'Activate notes', state: 'failed', error: { next: 'Free memory.' } });
    expect(workbench.run().state).toBe('aborted');
    expect(workbench.closed()).toBe(1);
  });

  test('without the samples there is nothing to show', async () => {
    workbench.answers.set('packages.list', () => ok([]));
    const { code, out } = await run('demo');
    expect(code).toBe(1);
    expect(out).toContain('✗ Find the sample packages');
  });
});

test('handset runs the handset’s own program with all that was said, and ends as it does', async () => {
  const script = 'process.exit(process.argv.slice(1).join() === "--dev-id,X,--help" ? 7 : 1)';
  const handsetProgram = { command: process.execPath, args: ['-e', script, '--'] };
  expect((await type(['handset', '--dev-id', 'X', '--help'], { handsetProgram }).done).code).toBe(7);
});

describe('the tree', () => {
  const rows: TreeRow[] = [
    ['.', 'node', null, null, 0],
    ['./SCM', 'node', null, 'urn:oma:mo:oma-scomo:1.0', 5],
    ['./SCM/Download', 'node', null, null, 5],
    ['./SCM/Download/p/PkgID', 'chr', 'acme', null, 5],
    ['./Other', 'chr', 'x', null, 5],
  ];
  beforeEach(() => {
    workbench.answers.set('tree.snapshot', () =>
      ok({ devId: 'IMEI:1', version: 1, scomoRoot: './SCM', scomoVersion: '1.0', rows }),
    );
  });

  test('shows the SCOMO object, a sub-tree or all of it', async () => {
    expect((await run('tree', 'IMEI:1')).out).toBe(
      './SCM  [urn:oma:mo:oma-scomo:1.0]\n  Download\n      PkgID = acme\n',
    );
    expect((await run('tree', 'IMEI:1', 'Other')).out).toBe('./Other = x\n');
    expect((await run('tree', 'IMEI:1', '--all')).out).toMatch(/^\.\n {2}SCM/);
    const { out } = await run('tree', 'IMEI:1', './Other', '--json');
    expect(JSON.parse(out)).toEqual({
      root: './Other',
      nodes: [{ uri: './Other', format: 'chr', value: 'x', type: null, readAt: 5 }],
    });
    const document = await run('tree', 'IMEI:1', '--tnds');
    expect(readTnds(document.out, './SCM')).toEqual(
      ok([
        { uri: './SCM', format: 'node', type: 'urn:oma:mo:oma-scomo:1.0' },
        { uri: './SCM/Download', format: 'node' },
        { uri: './SCM/Download/p', format: 'node' },
        { uri: './SCM/Download/p/PkgID', format: 'chr', value: 'acme' },
      ]),
    );
    expect((await run('tree', 'IMEI:1', '--tnds', '--json')).code).toBe(2);
    expect(workbench.calls.every(({ name }) => name === 'tree.snapshot')).toBe(true);
  });

  test('reads what is not known, and says when it is not there', async () => {
    const { code, err } = await run('tree', 'IMEI:1', './Nowhere');
    expect(workbench.calls.find(({ name }) => name === 'tree.read')?.input).toEqual({
      devId: 'IMEI:1',
      scope: 'subtree',
      uri: './Nowhere',
    });
    expect([code, err]).toEqual([5, expect.stringContaining('no node ./Nowhere')]);
    expect((await run('tree', 'IMEI:1', './a/../b')).code).toBe(2);
  });

  test('tells the properties of the node with what this server may do', async () => {
    workbench.answers.set('tree.properties', () =>
      ok({
        uri: './Other',
        readAt: 5,
        properties: [
          { name: 'ACL', value: '' },
          { name: 'Size', refusal: { code: 406, word: 'feature not supported' } },
        ],
        serverId: 'bench',
        rights: [{ command: 'Get', allowed: 'yes', from: '.', words: 'inherited from . – allowed for everyone' }],
      }),
    );
    const { out } = await run('tree', 'IMEI:1', './Other', '--properties');
    expect(out).toContain('ACL   (empty)\nSize  – 406 feature not supported');
    expect(out).toContain('Get      yes      inherited from . – allowed for everyone');
  });
});
