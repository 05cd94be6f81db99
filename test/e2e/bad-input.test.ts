import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  admittedHandset,
  dataFolder,
  freePort,
  must,
  runUntil,
  sample,
  startWorkbench,
  until,
  type RunningWorkbench,
} from './running-workbench.ts';

const CLI = resolve(import.meta.dirname, '../../dist/host/cli.js');
/** Commands that change something on a handset, in the summary of a message. */
const CHANGES = /\b(?:Add|Replace|Copy|Delete|Exec)\b/;
const DM_XML = 'application/vnd.syncml.dm+xml';

let folder: ReturnType<typeof dataFolder>;

beforeEach(() => {
  folder = dataFolder();
});

afterEach(() => {
  folder.remove();
});

/** Runs `serve` and answers how it ended; for starts that must be refused. */
function refusedStart(data: string, dmPort = 0): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, [CLI, 'serve', '--no-open', '--data', data, '--dm-port', String(dmPort)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
    child.once('close', (code) => settle({ code, said }));
  });
}

/** Every file of a folder with the digest of its octets. */
function digests(path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [file, createHash('sha256').update(readFileSync(file)).digest('hex')];
      }),
  );
}

describe('a workbench that cannot start', () => {
  it('says that the database is from a newer workbench, and touches nothing', async () => {
    await (await startWorkbench({ data: folder.path, dmPort: 0 })).stop();
    const database = new DatabaseSync(join(folder.path, 'workbench.db'));
    database.exec('PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE);');
    database.close();
    const before = digests(folder.path);
    const { code, said } = await refusedStart(folder.path);
    expect(code).toBe(3);
    expect(said).toMatch(/newer/i);
    expect(digests(folder.path)).toEqual(before);
  });

  it('says that the database is damaged, and touches nothing', async () => {
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(join(folder.path, 'workbench.db'), 'this is no database at all, but it is somebody’s');
    const before = digests(folder.path);
    const { code, said } = await refusedStart(folder.path);
    expect(code).toBe(3);
    expect(said).toMatch(/damaged|not a database/i);
    expect(digests(folder.path)).toEqual(before);
  });

  it('says that the data folder cannot be written', async () => {
    const file = join(folder.path, 'a-file');
    writeFileSync(file, 'x');
    const { code, said } = await refusedStart(join(file, 'data'));
    expect(code).toBe(3);
    expect(said).toContain('a-file');
    expect(readFileSync(file, 'utf8')).toBe('x');
  });

  it('says which port is taken', async () => {
    const blocker = createServer();
    await new Promise<void>((settle) => blocker.listen(0, '127.0.0.1', settle));
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, said } = await refusedStart(folder.path, port);
    blocker.close();
    expect(code).toBe(3);
    expect(said).toContain(String(port));
    expect(said).toMatch(/another program/);
  });

  it('says that another workbench has the data folder', async () => {
    const first = await startWorkbench({ data: folder.path, dmPort: 0 });
    const { code, said } = await refusedStart(folder.path);
    await first.stop();
    expect(code).toBe(3);
    expect(said).toMatch(/in use|another/i);
  });
});

describe('bad input to a running workbench', () => {
  let workbench: RunningWorkbench;
  let dmPort: number;

  beforeEach(async () => {
    dmPort = await freePort();
    workbench = await startWorkbench({ data: folder.path, dmPort });
  });

  afterEach(() => workbench.stop());

  const nested = `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`;
  it.each([
    ['nothing', '', 400],
    ['text', 'hello', 400],
    ['truncated XML', '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2', 400],
    ['mismatched tags', '<SyncML><SyncHdr></SyncML></SyncHdr>', 400],
    ['a DOCTYPE', '<!DOCTYPE SyncML [<!ENTITY a "b">]><SyncML><SyncHdr/><SyncBody/></SyncML>', 400],
    ['deep nesting', `<SyncML><SyncHdr/><SyncBody>${nested}</SyncBody></SyncML>`, 400],
    ['more than 4 MiB', `<SyncML>${'x'.repeat(4 * 1024 * 1024)}</SyncML>`, 413],
  ])('refuses %s with one trace entry and no other change', async (_what, body, status) => {
    const before = must(await workbench.client.call('app.snapshot', {}));
    const response = await fetch(`http://127.0.0.1:${dmPort}/dm`, {
      method: 'POST',
      headers: { 'Content-Type': DM_XML },
      body,
    });
    expect(response.status).toBe(status);
    expect((await response.text()).length).toBeGreaterThan(10);
    await until(
      async () => must(await workbench.client.call('trace.list', { limit: 10 })).total > 0,
      'the trace entry',
    );
    const { entries, total } = must(await workbench.client.call('trace.list', { limit: 10 }));
    expect(total).toBe(1);
    expect(entries[0]).toMatchObject({ kind: 'rejected', direction: 'in' });
    const after = must(await workbench.client.call('app.snapshot', {}));
    expect({ ...after, seq: 0 }).toEqual({ ...before, seq: 0 });
  });

  it('sends nothing to the handset when the package file has changed or gone', async () => {
    const { client } = workbench;
    const devId = await admittedHandset(client);
    const notes = await sample(client, 'Notes', '2.0');
    const stored = readdirSync(join(folder.path, 'packages'), { recursive: true, encoding: 'utf8' }).find((name) =>
      name.includes(notes.digest),
    );
    expect(stored).toBeDefined();
    const path = join(folder.path, 'packages', stored ?? '');
    const bytes = readFileSync(path);
    bytes[100] = (bytes[100] ?? 0) ^ 0xff;
    const run = must(
      await client.call('runs.start', { devId, runbook: 'push-install', params: { digest: notes.digest } }),
    );
    const [last] = must(await client.call('trace.list', { devId, limit: 1 })).entries;
    writeFileSync(path, bytes);
    must(await client.call('runs.runAll', { runId: run.id }));
    const failed = await runUntil(client, run.id, ['failed', 'done']);
    expect(failed.steps[0]?.error?.code).toBe('package-changed');
    expect(failed.steps.slice(1).every((step) => step.state === 'pending')).toBe(true);
    // The session of before may still end, and the handset may call: it is told to change nothing.
    const { entries } = must(await client.call('trace.list', { devId, limit: 50 }));
    const since = entries.filter(({ id }) => id > (last?.id ?? Infinity));
    const told = since.filter(({ direction, summary }) => direction === 'out' && CHANGES.test(summary));
    expect({ told, delivered: since.filter(({ kind }) => kind === 'delivery') }).toEqual({ told: [], delivered: [] });
  });

  it('challenges wrong credentials and never reads a tree', async () => {
    const { client } = workbench;
    const devId = 'IMEI:004400000000017';
    must(
      await client.call('handsets.admit', {
        devId,
        user: 'u',
        password: 'right',
        serverId: 's',
        serverPassword: 'sp',
        auth: 'md5',
      }),
    );
    const handset = spawn(process.execPath, [
      resolve(import.meta.dirname, '../../dist/host/handset.js'),
      `--dev-id=${devId}`,
      `--server=http://127.0.0.1:${dmPort}/dm`,
      '--user=u',
      '--password=wrong',
      '--server-id=s',
      '--server-password=sp',
      `--state=${join(folder.path, 'outside')}`,
      '--poll=1',
    ]);
    const traced = async (): Promise<readonly { summary: string; direction: string; codes: readonly number[] }[]> =>
      must(await client.call('trace.list', { devId, limit: 100 })).entries.map((entry) => ({
        summary: entry.summary,
        direction: entry.direction,
        codes: entry.statuses.map((status) => status.code),
      }));
    // A single wrong digest may be a stale nonce; several are wrong credentials, and a person is told.
    const problem = async (): Promise<string> =>
      must(await client.call('handsets.list', {})).find((one) => one.devId === devId)?.problem ?? '';
    await until(async () => /credentials/.test(await problem()), 'the handset to be given up');
    handset.kill();
    const entries = await traced();
    expect(entries.some((entry) => entry.direction === 'out' && entry.codes.includes(401))).toBe(true);
    expect(entries.some((entry) => entry.direction === 'out' && /Get|Exec|Add/.test(entry.summary))).toBe(false);
    expect(must(await client.call('tree.snapshot', { devId })).rows).toEqual([]);
  });
});
