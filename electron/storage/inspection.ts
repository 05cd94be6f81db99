/**
 * Looks at an existing database before anything is opened for writing, so that a newer or damaged one is refused
 * with every byte of it untouched.
 *
 * A database that was closed cleanly is one file and is opened as immutable: no lock, no side file. After a crash
 * a write-ahead log lies beside it, and even a reader would make a `-shm` file and, as the last one out, delete the
 * log. Then both files are hard-linked into a folder of their own and read there: SQLite sees the same bytes, and
 * its side files land in that folder.
 */
import { constants, copyFileSync, linkSync, mkdirSync, readSync, openSync, closeSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type Result, fail, ok } from '../../shared/result.ts';
import { inUse } from './folder-lock.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './migrations.ts';
import { isBusy } from './sql.ts';

/** What was found: nothing, or a sound database of ours with the schema version it has. */
export type Found = { readonly state: 'none' } | { readonly state: 'sound'; readonly schema: number };

/** The first octets of every SQLite file (sqlite.org/fileformat.html §1.3). */
const MAGIC = 'SQLite format 3\0';

/** Inspects the database at `path`. Fails with `database-damaged`, `database-newer` or `data-folder-in-use`. */
export function inspectDatabase(folder: string, path: string): Result<Found> {
  const size = sizeOf(path);
  const logSize = sizeOf(`${path}-wal`);
  if (size === undefined) {
    if (logSize !== undefined) return damaged(path, `${path} is missing, but its write-ahead log is there`);
    return ok({ state: 'none' });
  }
  if (!startsWith(path, MAGIC)) return damaged(path, size === 0 ? 'the file is empty' : 'the file is not a database');
  if (logSize === undefined || logSize === 0)
    return inspectWith(folder, path, `${pathToFileURL(path).href}?immutable=1`);

  const aside = join(folder, 'inspection');
  try {
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside, { mode: 0o700 });
    for (const suffix of ['', '-wal']) linkOrCopy(`${path}${suffix}`, join(aside, `workbench.db${suffix}`));
    return inspectWith(folder, path, join(aside, 'workbench.db'));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function inspectWith(folder: string, path: string, location: string): Result<Found> {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(location, { readOnly: true, timeout: 0 });
    if (pragma(db, 'application_id') !== APPLICATION_ID) return damaged(path, 'it belongs to another program');
    const schema = Number(pragma(db, 'user_version'));
    if (schema > SCHEMA_VERSION) return newer(path, schema, writtenBy(db));
    const check = pragma(db, 'quick_check');
    if (check !== 'ok') return damaged(path, String(check));
    return ok({ state: 'sound', schema });
  } catch (error) {
    if (isBusy(error)) return inUse(folder, 'another process');
    return damaged(path, error instanceof Error ? error.message : String(error));
  } finally {
    db?.close();
  }
}

function pragma(db: DatabaseSync, name: string): unknown {
  return Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

/** Product version that last wrote the database; a newer schema may keep it elsewhere. */
function writtenBy(db: DatabaseSync): string | undefined {
  try {
    const value = db.prepare("SELECT value FROM settings WHERE key = 'written-by'").get()?.['value'];
    return typeof value === 'string' ? String(JSON.parse(value)) : undefined;
  } catch {
    return undefined;
  }
}

function damaged(path: string, detail: string): Result<never> {
  return fail(
    'database-damaged',
    `The database ${path} is damaged or not one of the workbench; nothing in it was changed.`,
    'Put back a copy of the data folder, or start the workbench with another data folder.',
    { detail },
  );
}

function newer(path: string, schema: number, version: string | undefined): Result<never> {
  const writer = version === undefined ? 'A newer workbench' : `SCOMO Workbench ${version}`;
  return fail(
    'database-newer',
    `${writer} has written the database ${path}; this workbench is older and cannot read it. Nothing in it was changed.`,
    version === undefined
      ? 'Start the newer workbench, or start this one with another data folder.'
      : `Start SCOMO Workbench ${version} or newer, or start this one with another data folder.`,
    { detail: `schema version ${schema}, this workbench knows up to ${SCHEMA_VERSION}` },
  );
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

function startsWith(path: string, text: string): boolean {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const start = Buffer.alloc(text.length);
    return readSync(file, start, 0, text.length, 0) === text.length && start.toString('latin1') === text;
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Some disks (FAT on a memory stick) have no hard links. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}
