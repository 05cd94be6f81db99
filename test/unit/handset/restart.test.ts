import { spawn } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openHandset } from '../../../electron/handset/power.ts';
import { resultsIn } from './alert-data.ts';
import { describeDownload, exec, get } from './commands.ts';
import { samplePackage } from './package-server.ts';
import { newFolder, newHandset, newPackageServer, newServer } from './rig.ts';
import { ACCOUNT } from './scripted-server.ts';

const DOWNLOAD = './SCM/Download/pkg42/Operations/DownloadInstall';

/** The largest package file in a state folder, octets; 0 when there is none. */
async function fetched(folder: string): Promise<number> {
  const files = await readdir(join(folder, 'packages')).catch(() => []);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, 'packages', file))).size));
  return Math.max(0, ...sizes);
}

test('a handset that is switched off while it downloads goes on with the rest, and reports once', async () => {
  const server = await newServer();
  const packages = await newPackageServer(await samplePackage({ size: 3_000_000 }));
  packages.slowMs = 15;
  const accepted = server.script((dm) => dm.send(...describeDownload('pkg42', packages.url), exec(DOWNLOAD, 'job')));
  const handset = await newHandset(server);
  await accepted;
  await expect.poll(() => fetched(handset.folder)).toBeGreaterThan(200_000);
  await handset.stop();
  const have = await fetched(handset.folder);
  expect((await handset.state()).operations).toMatchObject([{ uri: DOWNLOAD, phase: 'download', correlator: 'job' }]);
  packages.slowMs = 0;

  const again = await newHandset(server, { state: handset.folder });

  await expect.poll(() => server.reports).toHaveLength(1);
  expect(server.reports[0]).toMatchObject({ correlator: 'job' });
  expect(resultsIn(server.reports[0])).toEqual([[1200, 'com.acme.notes', './SCM/Inventory/Deployed/C1']]);
  expect(packages.requests.map(({ range }) => range)).toEqual([undefined, `bytes=${have}-`]);
  await expect.poll(async () => (await again.state()).reports).toEqual([]);
  expect((await again.state()).executed).toEqual({ [DOWNLOAD]: 1 });
  expect((await again.state()).operations).toEqual([]);
});

test('a handset that is switched off while it installs begins the install anew', async () => {
  const server = await newServer();
  const packages = await newPackageServer(await samplePackage());
  void server.script((dm) => dm.send(...describeDownload('pkg42', packages.url), exec(DOWNLOAD, 'job')));
  const handset = await newHandset(server, { installMs: 60_000 });
  await expect.poll(async () => (await handset.state()).operations[0]?.phase).toBe('work');
  await handset.stop();
  expect((await handset.state()).scomo.find(({ uri }) => uri === './SCM/Download/pkg42/Status')?.value).toBe('50');

  const read = server.script((dm) => dm.send(get('./SCM/Inventory/Deployed/C1/State')));
  await newHandset(server, { state: handset.folder, installMs: 0 });
  await read;

  await expect.poll(() => server.reports).toHaveLength(1);
  expect(packages.requests).toHaveLength(1);
});

test('a report that nobody has heard survives a restart', async () => {
  const server = await newServer();
  const packages = await newPackageServer(await samplePackage());
  void server.script((dm) => dm.send(...describeDownload('pkg42', packages.url), exec(DOWNLOAD, 'job')));
  const handset = await newHandset(server, { latency: 100 });
  await expect.poll(() => handset.events).toContainEqual(expect.objectContaining({ event: 'operation-finished' }));
  await handset.stop();
  expect((await handset.state()).reports).toHaveLength(1);
  expect(server.reports).toHaveLength(0);

  await newHandset(server, { state: handset.folder });

  await expect.poll(() => server.reports).toHaveLength(1);
});

test('a handset that is killed in the middle of an install goes on with it', async () => {
  const server = await newServer();
  const packages = await newPackageServer(await samplePackage());
  const state = await newFolder();
  const accepted = server.script((dm) => dm.send(...describeDownload('pkg42', packages.url), exec(DOWNLOAD, 'job')));
  const options = { ...ACCOUNT, devId: 'IMEI:1', server: server.url, state, poll: 0, installMs: 60_000 };
  const main = resolve(import.meta.dirname, '../../../electron/handset/main.ts');
  const child = spawn(process.execPath, [main, '--options-stdin'], { stdio: ['pipe', 'ignore', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.write(`${JSON.stringify(options)}\n`);
  expect((await accepted).code(4)).toBe('202');
  child.kill('SIGKILL');
  await new Promise((done) => child.once('exit', done));

  const handset = await newHandset(server, { devId: 'IMEI:1', state });

  await expect.poll(() => server.reports).toHaveLength(1);
  expect((await handset.state()).executed).toEqual({ [DOWNLOAD]: 1 });
});

test.each([
  ['is damaged', '{ "version": 1, "devId"', 'state-damaged'],
  ['comes from a newer version', '{ "version": 2 }', 'state-damaged'],
])('a state file that %s is refused and left alone', async (_, text, code) => {
  const state = await newFolder();
  const path = join(state, 'state.json');
  await writeFile(path, text);

  const opened = await openHandset({ ...ACCOUNT, server: 'http://127.0.0.1:9/dm', state });

  expect(opened).toMatchObject({ ok: false, error: { code } });
  expect(await readFile(path, 'utf8')).toBe(text);
});

test('a state with another SCOMO root is refused', async () => {
  const server = await newServer();
  const handset = await newHandset(server);
  await handset.stop();

  const opened = await openHandset({ ...ACCOUNT, server: server.url, state: handset.folder, root: 'SCOMO' });

  expect(opened).toMatchObject({ ok: false, error: { code: 'state-other-root' } });
});

test('a handset without a DevId makes one up and keeps it', async () => {
  const server = await newServer();
  const state = await newFolder();
  const first = await openHandset({ ...ACCOUNT, server: server.url, state, poll: 0 });
  if (!first.ok) throw new Error(first.error.message);
  await first.value.stop();
  const second = await openHandset({ ...ACCOUNT, server: server.url, state, poll: 0 });
  if (!second.ok) throw new Error(second.error.message);
  await second.value.stop();

  expect(first.value.devId).toMatch(/^IMEI:\d{15}$/);
  expect(second.value.devId).toBe(first.value.devId);
});
