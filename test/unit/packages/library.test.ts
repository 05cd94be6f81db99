import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openLibrary } from '../../../electron/packages/library.ts';
import { MANIFEST_NAME } from '../../../electron/packages/manifest.ts';
import { dataFolder, opened } from '../storage/data-folder.ts';
import { added, inChunks, openFiles, pattern, shelf, until, valueOf, zipOf } from './workshop.ts';

const manifest = { pkgId: 'acme-notes-2.1', name: 'Notes', version: '2.1', components: [{ id: 'com.acme.notes' }] };

async function* brokenOff(): AsyncGenerator<Uint8Array> {
  yield pattern(100_000);
  throw new Error('connection reset');
}

function nobody(): undefined {
  return undefined;
}

/** Names in the library's folder, with what waits in `incoming`. */
function filesIn(folder: string): { stored: string[]; waiting: string[] } {
  const stored = readdirSync(join(folder, 'packages')).filter((name) => name !== 'incoming');
  return { stored, waiting: readdirSync(join(folder, 'packages', 'incoming')) };
}

test('a file is kept under its digest, readable by its owner only, and known after a restart', async () => {
  const { folder, storage, library } = await shelf();
  const bytes = pattern(3_000_001);
  const stored = await added(library, '/tmp/notes-2.1.bin', bytes);
  const digest = createHash('sha256').update(bytes).digest('hex');
  expect(stored).toMatchObject({
    digest,
    fileName: 'notes-2.1.bin',
    size: 3_000_001,
    pkgId: 'notes-2.1',
    name: 'notes',
    version: '2.1',
    pkgType: 'application/octet-stream',
    components: [],
    described: 'name',
    sample: false,
  });
  expect(filesIn(folder)).toEqual({ stored: [digest], waiting: [] });
  expect(readFileSync(join(folder, 'packages', digest)).equals(bytes)).toBe(true);
  expect(statSync(join(folder, 'packages', digest)).mode & 0o777).toBe(0o600);
  expect(await library.verify(digest)).toEqual({ ok: true, value: undefined });
  await library.close();
  storage.close();
  const again = await shelf(folder);
  expect(again.library.list()).toEqual([stored]);
  expect(await again.library.verify(digest)).toMatchObject({ ok: true });
});

test('a file can be taken in by its path', async () => {
  const { library, folder } = await shelf();
  const path = join(dataFolder(), 'radio 5.0.jar');
  writeFileSync(path, pattern(2_500_000));
  const { handle } = valueOf(await library.takeIn({ path }));
  expect(handle).toMatch(/^[A-Za-z0-9_-]{1,128}$/);
  unlinkSync(path);
  const stored = valueOf(await library.add(handle));
  expect(stored).toMatchObject({
    fileName: 'radio 5.0.jar',
    name: 'radio',
    version: '5.0',
    pkgType: 'application/java-archive',
  });
  expect(readFileSync(join(folder, 'packages', stored.digest)).equals(pattern(2_500_000))).toBe(true);
});

test('a large file that is taken in by its path is known by how it begins', async () => {
  const { library } = await shelf();
  const path = join(dataFolder(), 'package');
  writeFileSync(path, await zipOf({ 'a.bin': pattern(3_000_000), [MANIFEST_NAME]: JSON.stringify(manifest) }));
  const { handle } = valueOf(await library.takeIn({ path }));
  expect(valueOf(await library.add(handle))).toMatchObject({ pkgType: 'application/zip', described: 'manifest' });
});

test('a manifest describes a package, a person has the last word', async () => {
  const { library } = await shelf();
  const bytes = await zipOf({ [MANIFEST_NAME]: JSON.stringify({ ...manifest, envType: 'acme' }), 'c.bin': 'x' });
  const first = await added(library, 'whatever.zip', bytes);
  expect(first).toMatchObject({ ...manifest, envType: 'acme', described: 'manifest', pkgType: 'application/zip' });
  const said = await added(library, 'other.zip', Buffer.concat([bytes, Buffer.from('')]), { version: '2.1b' });
  expect(said).toMatchObject({ ...manifest, version: '2.1b', described: 'person', fileName: 'whatever.zip' });
  expect(library.list()).toHaveLength(1);
});

test('a broken manifest is refused, and the handle can be tried again with what a person says', async () => {
  const { library, folder } = await shelf();
  const bytes = await zipOf({ [MANIFEST_NAME]: '{"pkgId":1}' });
  const { handle } = valueOf(await library.takeIn({ fileName: 'a.zip', bytes: inChunks(bytes) }));
  expect(await library.add(handle)).toMatchObject({ ok: false, error: { code: 'manifest-invalid' } });
  expect(await library.add(handle, { pkgId: 'p' })).toMatchObject({ ok: false, error: { code: 'manifest-invalid' } });
  expect(await library.add(handle, { pkgId: 'p', name: 'n' })).toMatchObject({
    ok: true,
    value: { pkgId: 'p', name: 'n' },
  });
  expect(filesIn(folder).waiting).toEqual([]);
});

test('a package type that no header can carry is refused', async () => {
  const { library } = await shelf();
  const { handle } = valueOf(await library.takeIn({ fileName: 'a.zip', bytes: inChunks(pattern(10)) }));
  const refused = await library.add(handle, { pkgType: 'a/b\r\nX-Evil: 1' });
  expect(refused).toMatchObject({ ok: false, error: { code: 'package-type-invalid' } });
  const stored = valueOf(await library.add(handle));
  expect(library.edit(stored.digest, { pkgType: 'nothing' })).toMatchObject({
    error: { code: 'package-type-invalid' },
  });
  expect(library.get(stored.digest)).toEqual(stored);
});

test('the same bytes twice are one package that keeps what is known of it', async () => {
  const { library, folder } = await shelf();
  const first = await added(library, 'notes-2.1.bin', pattern(5000));
  const named = valueOf(library.edit(first.digest, { name: 'Notes' }));
  expect(named).toEqual({ ...first, name: 'Notes', described: 'person' });
  expect(await added(library, 'copy of notes.bin', pattern(5000))).toEqual(named);
  expect(filesIn(folder)).toEqual({ stored: [first.digest], waiting: [] });
});

test('two additions of the same bytes at the same time are one package', async () => {
  const { library, folder } = await shelf();
  const both = await Promise.all([
    added(library, 'a.bin', pattern(900_000)),
    added(library, 'b.bin', pattern(900_000)),
  ]);
  expect(both[0]).toEqual(both[1]);
  expect(filesIn(folder)).toEqual({ stored: [both[0].digest], waiting: [] });
  expect(await library.verify(both[0].digest)).toMatchObject({ ok: true });
});

test('a handle is good for one addition', async () => {
  const { library } = await shelf();
  const { handle } = valueOf(await library.takeIn({ fileName: 'a.bin', bytes: inChunks(pattern(10)) }));
  valueOf(await library.add(handle));
  expect(await library.add(handle)).toMatchObject({ ok: false, error: { code: 'handle-unknown' } });
  expect(await library.add('nothing')).toMatchObject({ ok: false, error: { code: 'handle-unknown' } });
});

test('what is never added goes away after its time, at the end, and at the next start', async () => {
  let now = 1_000_000;
  const { folder, storage, library } = await shelf(dataFolder(), { now: () => now, handleLifeMs: 40 });
  const { handle } = valueOf(await library.takeIn({ fileName: 'a.bin', bytes: inChunks(pattern(10)) }));
  expect(filesIn(folder).waiting).toEqual([handle]);
  now += 41;
  expect(await library.add(handle)).toMatchObject({ error: { code: 'handle-unknown' } });
  await library.takeIn({ fileName: 'b.bin', bytes: inChunks(pattern(10)) });
  now += 41;
  await until(() => filesIn(folder).waiting.length === 0);
  await library.takeIn({ fileName: 'c.bin', bytes: inChunks(pattern(10)) });
  await library.close();
  expect(filesIn(folder).waiting).toEqual([]);
  writeFileSync(join(folder, 'packages', 'incoming', 'left-by-a-crash'), 'x');
  storage.close();
  await shelf(folder);
  expect(filesIn(folder).waiting).toEqual([]);
});

test('a file that is missing, a folder, empty, or breaks off is refused and leaves nothing behind', async () => {
  const { library, folder } = await shelf();
  const path = join(folder, 'nothing.zip');
  const cases = [
    [{ path }, 'file-unreadable'],
    [{ path: folder }, 'file-unreadable'],
    [{ path: '/dev/zero' }, 'file-unreadable'],
    [{ fileName: 'a.zip', bytes: inChunks(Buffer.alloc(0)) }, 'file-empty'],
    [{ fileName: 'a.zip', bytes: brokenOff() }, 'upload-broken'],
  ] as const;
  for (const [source, code] of cases) {
    expect(await library.takeIn(source)).toMatchObject({ ok: false, error: { code } });
    expect(filesIn(folder)).toEqual({ stored: [], waiting: [] });
  }
  expect(openFiles(folder)).toEqual([]);
});

test('a full disk is a clear failure, and the half-copied file is gone', () => {
  const folder = dataFolder();
  const child = spawnSync(
    'sh',
    [
      '-c',
      'ulimit -f 2000 && exec "$0" "$1" "$2"',
      process.execPath,
      fileURLToPath(new URL('./disk-filler.ts', import.meta.url)),
      folder,
    ],
    { encoding: 'utf8' },
  );
  expect(child.stderr).toBe('');
  const said = JSON.parse(child.stdout) as { code: string; next: string; waiting: string[]; small: boolean };
  expect(said).toMatchObject({ code: 'disk-full', waiting: [], small: true });
  expect(said.next).toContain('Free some space');
});

test('a stored file that was changed, shortened, or is gone is found by its digest', async () => {
  const { library, folder } = await shelf();
  const { digest } = await added(library, 'a.bin', pattern(1_500_000));
  const path = join(folder, 'packages', digest);
  const changed = pattern(1_500_000);
  changed[700_000] = (changed[700_000] ?? 0) ^ 1;
  const { atime, mtime } = statSync(path);
  writeFileSync(path, changed);
  utimesSync(path, atime, mtime);
  for (const refused of [await library.verify(digest), await library.openVerified(digest)]) {
    const next: unknown = expect.stringContaining('Add the original file again');
    expect(refused).toMatchObject({ ok: false, error: { code: 'package-changed', next } });
  }
  appendFileSync(path, 'x');
  expect(await library.verify(digest)).toMatchObject({ error: { code: 'package-changed' } });
  unlinkSync(path);
  expect(await library.verify(digest)).toMatchObject({ error: { code: 'package-missing' } });
  expect(await library.openVerified(digest)).toMatchObject({ error: { code: 'package-missing' } });
  mkdirSync(path);
  expect(await library.verify(digest)).toMatchObject({ error: { code: 'package-missing' } });
  expect(openFiles(folder)).toEqual([]);
});

test('adding the bytes again repairs the library', async () => {
  const { library, folder } = await shelf();
  const { digest } = await added(library, 'a.bin', pattern(50_000));
  const path = join(folder, 'packages', digest);
  for (const spoil of [() => unlinkSync(path), () => appendFileSync(path, 'x')]) {
    spoil();
    expect(await library.verify(digest)).toMatchObject({ ok: false });
    await added(library, 'a.bin', pattern(50_000));
    expect(await library.verify(digest)).toMatchObject({ ok: true });
  }
});

test('other times alone do not make a file wrong', async () => {
  const { library, folder } = await shelf();
  const { digest } = await added(library, 'a.bin', pattern(50_000));
  utimesSync(join(folder, 'packages', digest), 1, 1);
  const open = valueOf(await library.openVerified(digest));
  expect(await open.isUnchanged()).toBe(true);
  await open.file.close();
  expect(await library.verify('0'.repeat(64))).toMatchObject({ error: { code: 'package-unknown' } });
});

test('a package that is needed is not removed, any other one goes with its file', async () => {
  const { library, folder } = await shelf();
  const { digest } = await added(library, 'notes-2.1.bin', pattern(100));
  const refused = await library.remove(digest, (asked) =>
    asked === digest ? 'run Install notes on IMEI:35' : undefined,
  );
  const message: unknown = expect.stringContaining('run Install notes on IMEI:35');
  expect(refused).toMatchObject({ ok: false, error: { code: 'package-in-use', message } });
  expect(await library.remove(digest, nobody)).toMatchObject({ ok: true });
  expect(filesIn(folder).stored).toEqual([]);
  expect(library.list()).toEqual([]);
  expect(await library.remove(digest, nobody)).toMatchObject({ error: { code: 'package-unknown' } });
  expect(library.edit(digest, {})).toMatchObject({ error: { code: 'package-unknown' } });
});

test('a folder that cannot be written is a failure', async () => {
  const folder = dataFolder();
  const storage = opened(folder);
  writeFileSync(join(folder, 'packages'), '');
  expect(await openLibrary({ folder, storage })).toMatchObject({ ok: false, error: { code: 'library-unwritable' } });
  expect(existsSync(join(folder, 'packages'))).toBe(true);
});
