import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { APPLICATION_ID, SCHEMA_VERSION, migrate } from '../../../electron/storage/migrations.ts';
import { openStorage } from '../../../electron/storage/storage.ts';
import { dataFolder, opened } from './data-folder.ts';
import { handset } from './records.ts';

/** Name, size, time and digest of everything in a folder but the lock. */
function contents(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name !== 'workbench.lock')
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      const { mtimeNs } = statSync(join(folder, name), { bigint: true });
      return `${name} ${bytes.length} ${mtimeNs} ${createHash('sha256').update(bytes).digest('hex')}`;
    });
}

/** A storage that crashed: its files as they lie on the disk while it is open, write-ahead log included. */
function crashed(change?: (db: DatabaseSync) => void): string {
  const folder = dataFolder();
  const alive = dataFolder();
  const storage = opened(alive, { version: '1.0.0' });
  storage.handsets.put(handset('a'));
  storage.close();
  const db = new DatabaseSync(join(alive, 'workbench.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');
  db.exec("INSERT INTO settings VALUES ('in-the-log', '1')");
  change?.(db);
  for (const name of readdirSync(alive)) cpSync(join(alive, name), join(folder, name), { preserveTimestamps: true });
  db.close();
  return folder;
}

test('a missing folder is made for its owner only, and so are the files in it', () => {
  const folder = join(dataFolder(), 'deep', 'down');
  const storage = opened(folder);
  storage.handsets.put(handset('a'));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(folder))
    expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  storage.close();
  expect(readdirSync(folder)).toEqual(['workbench.db']);
  storage.close();
});

test('a folder that cannot be made or written is refused with its path and what to do', () => {
  const folder = dataFolder();
  writeFileSync(join(folder, 'file'), '');
  const below = openStorage(join(folder, 'file', 'data'));
  const message: unknown = expect.stringContaining(join(folder, 'file', 'data'));
  expect(below).toMatchObject({ ok: false, error: { code: 'data-folder-unwritable', message } });
  expect(openStorage(join(folder, 'file'))).toMatchObject({ error: { code: 'data-folder-unwritable' } });
  expect(openStorage('/proc/self/data')).toMatchObject({ error: { code: 'data-folder-unwritable' } });
});

test('a folder without write permission is refused', () => {
  const folder = dataFolder();
  chmodSync(folder, 0o500);
  // Root may write everywhere: then somebody else tries, who may only read this program and the folder's name.
  const nobody = 65_534;
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(nobody);
  try {
    expect(openStorage(folder)).toMatchObject({ error: { code: 'data-folder-unwritable' } });
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o700);
  }
});

test.each([
  ['a text', Buffer.from('Dear diary, '.repeat(500))],
  ['an empty file', Buffer.alloc(0)],
  ['a header and nothing else', Buffer.from('SQLite format 3\0')],
])('%s in place of the database is refused and not touched', (_, bytes) => {
  const folder = dataFolder();
  writeFileSync(join(folder, 'workbench.db'), bytes);
  const before = contents(folder);
  expect(openStorage(folder)).toMatchObject({ ok: false, error: { code: 'database-damaged' } });
  expect(contents(folder)).toEqual(before);
  expect(existsSync(join(folder, 'workbench.lock'))).toBe(false);
});

test('a folder in place of the database is refused', () => {
  const folder = dataFolder();
  mkdirSync(join(folder, 'workbench.db'));
  expect(openStorage(folder)).toMatchObject({ ok: false, error: { code: 'database-damaged' } });
});

test("another program's database is refused and not touched", () => {
  const folder = dataFolder();
  const db = new DatabaseSync(join(folder, 'workbench.db'));
  db.exec('CREATE TABLE recipes (name TEXT)');
  db.close();
  const before = contents(folder);
  expect(openStorage(folder)).toMatchObject({
    error: { code: 'database-damaged', detail: 'it belongs to another program' },
  });
  expect(contents(folder)).toEqual(before);
});

test('a newer database is refused, says who wrote it, and is not touched, clean or crashed', () => {
  const clean = dataFolder();
  opened(clean, { version: '9.7.0' }).close();
  const db = new DatabaseSync(join(clean, 'workbench.db'));
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 6}`);
  db.close();
  const log = crashed((open) =>
    open.exec(
      `PRAGMA user_version = ${SCHEMA_VERSION + 1}; UPDATE settings SET value = '"9.7.0"' WHERE key = 'written-by'`,
    ),
  );
  expect(readdirSync(log)).toContain('workbench.db-wal');
  for (const folder of [clean, log]) {
    const before = contents(folder);
    const refused = openStorage(folder);
    const message: unknown = expect.stringContaining('SCOMO Workbench 9.7.0');
    expect(refused).toMatchObject({ ok: false, error: { code: 'database-newer', message } });
    expect(contents(folder)).toEqual(before);
  }
});

test('a damaged page is found and not touched, clean or crashed', () => {
  const clean = dataFolder();
  const storage = opened(clean);
  storage.handsets.put(handset('a'));
  storage.trees.apply(
    'a',
    1,
    Array.from({ length: 5000 }, (_, i) => ({ uri: `./N${i}`, format: 'chr', readAt: 1 })),
    [],
  );
  storage.close();
  for (const folder of [clean, crashed()]) {
    const path = join(folder, 'workbench.db');
    const bytes = readFileSync(path);
    for (let page = 2; page * 4096 < bytes.length; page += 3) bytes.fill(0xa5, page * 4096, page * 4096 + 900);
    writeFileSync(path, bytes);
    const before = contents(folder);
    expect(openStorage(folder)).toMatchObject({ ok: false, error: { code: 'database-damaged' } });
    expect(contents(folder)).toEqual(before);
  }
});

test('a database that was cut short is refused and not touched', () => {
  const folder = crashed();
  const path = join(folder, 'workbench.db');
  writeFileSync(path, readFileSync(path).subarray(0, 5 * 4096 + 17));
  writeFileSync(`${path}-wal`, '');
  const before = contents(folder);
  expect(openStorage(folder)).toMatchObject({ ok: false, error: { code: 'database-damaged' } });
  expect(contents(folder)).toEqual(before);
});

test('a write-ahead log without its database is refused and not touched', () => {
  const folder = dataFolder();
  writeFileSync(join(folder, 'workbench.db-wal'), 'x');
  expect(openStorage(folder)).toMatchObject({ ok: false, error: { code: 'database-damaged' } });
  expect(readdirSync(folder)).toEqual(['workbench.db-wal']);
});

test('what a crash left in the write-ahead log is there afterwards', () => {
  const folder = crashed();
  const storage = opened(folder);
  expect(storage.settings.get('in-the-log')).toBe(1);
  expect(storage.handsets.all()).toHaveLength(1);
  expect(readdirSync(folder).toSorted()).toEqual(['workbench.db', 'workbench.db-wal', 'workbench.lock']);
});

test('a half-made database is made again', () => {
  const folder = dataFolder();
  writeFileSync(join(folder, 'workbench.db.new'), 'half');
  opened(folder).close();
  expect(readdirSync(folder)).toEqual(['workbench.db']);
});

test('a second workbench on the same folder is refused, and the first one goes on', () => {
  const folder = dataFolder();
  const storage = opened(folder);
  const second = openStorage(folder);
  const message: unknown = expect.stringContaining(`process ${process.pid}`);
  expect(second).toMatchObject({ ok: false, error: { code: 'data-folder-in-use', message, retryable: true } });
  storage.handsets.put(handset('a'));
  storage.close();
  expect(opened(folder).handsets.all()).toHaveLength(1);
});

test('a second process is refused while the first lives, and takes over when it was killed', async () => {
  const folder = dataFolder();
  const child = spawn(process.execPath, [fileURLToPath(new URL('./journal-writer.ts', import.meta.url)), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const refused = openStorage(folder);
  const message: unknown = expect.stringContaining(`process ${child.pid}`);
  expect(refused).toMatchObject({ ok: false, error: { code: 'data-folder-in-use', message } });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(opened(folder).runs.eventsOf('r').length).toBeGreaterThan(0);
});

test.each([
  ['of a process that is gone', { pid: 2 ** 22 + 1, host: hostname(), startedAt: 1 }],
  ['of an earlier process with our number', { pid: process.pid, host: hostname(), startedAt: 1 }],
  [
    'of a process whose number was given away again',
    { pid: process.ppid, host: hostname(), startedAt: 1, start: 'x:1' },
  ],
  ['of another machine', { pid: process.ppid, host: 'elsewhere', startedAt: 1 }],
  ['that names no process', { pid: 0, host: hostname(), startedAt: 1 }],
  ['that says nothing', 'nothing'],
])('a lock %s is taken over', (_, content) => {
  const folder = dataFolder();
  writeFileSync(join(folder, 'workbench.lock'), JSON.stringify(content));
  const storage = opened(folder);
  expect(readFileSync(join(folder, 'workbench.lock'), 'utf8')).toContain(String(process.pid));
  storage.close();
  expect(existsSync(join(folder, 'workbench.lock'))).toBe(false);
});

test('SQLite itself keeps a second process out when the lock file was removed', async () => {
  const folder = dataFolder();
  const child = spawn(process.execPath, [fileURLToPath(new URL('./journal-writer.ts', import.meta.url)), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  writeFileSync(join(folder, 'workbench.lock'), '');
  expect(openStorage(folder)).toMatchObject({ ok: false, error: { code: 'data-folder-in-use' } });
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('migrations run in order, each whole or not at all', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, 0, [{ version: 1, sql: 'CREATE TABLE a (x)' }]);
  const steps = [
    { version: 1, sql: 'CREATE TABLE a (x)' },
    { version: 2, sql: 'ALTER TABLE a ADD COLUMN y' },
    { version: 3, sql: 'CREATE TABLE b (x); CREATE TABLE b (x)' },
  ];
  expect(() => migrate(db, 1, steps)).toThrow('already exists');
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()).toEqual([{ name: 'a' }]);
  db.close();
});

test('the file carries the mark of the workbench', () => {
  const folder = dataFolder();
  opened(folder).close();
  const header = readFileSync(join(folder, 'workbench.db'));
  expect(header.readUInt32BE(68)).toBe(APPLICATION_ID);
  expect(header.readUInt32BE(60)).toBe(SCHEMA_VERSION);
});

test('opening and closing a hundred times leaves nothing open', () => {
  const folder = dataFolder();
  const before = readdirSync('/proc/self/fd').length;
  for (let i = 0; i < 100; i += 1) opened(folder).close();
  expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 5);
});
