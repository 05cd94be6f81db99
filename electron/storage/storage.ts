/**
 * Everything the workbench remembers, in one SQLite file of the data folder.
 *
 * Opening goes from looking to touching: make the folder, take its lock, inspect the database without changing it
 * (inspection.ts), and only then open it, take the migrations it lacks, and write. A new database is built under
 * another name and renamed, so that a half-made one never carries the name of a whole one. While it is open, this
 * process alone has it (SQLite's exclusive locking mode); it writes ahead (WAL) and syncs at checkpoints, except
 * for the journal of runs, which is synced with every event.
 *
 * Writes throw when the disk is full or the file is gone, except where a table group says otherwise.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Failure, type Result, ok } from '../../shared/result.ts';
import { type Accounts, openAccounts } from './accounts.ts';
import { type Alerts, openAlerts } from './alerts.ts';
import { type ConsoleStore, openConsole } from './console.ts';
import { inUse, lockFolder, unwritable } from './folder-lock.ts';
import { type Handsets, openHandsets } from './handsets.ts';
import { inspectDatabase } from './inspection.ts';
import { APPLICATION_ID, migrate } from './migrations.ts';
import { type Offers, openOffers } from './offers.ts';
import { type Packages, openPackages } from './packages.ts';
import { type Runs, openRuns } from './runs.ts';
import { type Settings, openSettings } from './settings.ts';
import { isBusy, writeFailure } from './sql.ts';
import { type Trace, type TraceLimits, openTrace } from './trace.ts';
import { type Trees, openTrees } from './trees.ts';

export interface Storage {
  /** The data folder, absolute. */
  readonly folder: string;
  readonly handsets: Handsets;
  readonly accounts: Accounts;
  readonly trees: Trees;
  readonly trace: Trace;
  readonly runs: Runs;
  readonly packages: Packages;
  readonly offers: Offers;
  readonly alerts: Alerts;
  readonly console: ConsoleStore;
  readonly settings: Settings;
  /** Closes the database and gives the folder free. Idempotent. */
  close(): void;
}

export interface StorageOptions {
  /** Version of the product, named to a person whose older workbench meets this database. */
  readonly version?: string;
  readonly traceLimits?: TraceLimits;
  /** Largest size of the database, octets; beyond it writes fail like on a full disk. Without it the disk decides. */
  readonly maxBytes?: number;
  /** Hears of writes that failed where nobody waits for them, e.g. of the trace on a full disk. */
  readonly onProblem?: (failure: Failure) => void;
}

/** How long a statement waits for a lock that another program holds on the file (a backup, say), milliseconds. */
const BUSY_TIMEOUT = 2000;

/** SQLite's page size since 3.12, octets. */
const PAGE_SIZE = 4096;

/**
 * Opens the data folder; makes it, readable by its owner only, when it is missing.
 * Fails with `data-folder-unwritable`, `data-folder-in-use`, `database-newer`, `database-damaged` or `disk-full`,
 * and has then changed nothing.
 */
export function openStorage(folder: string, options: StorageOptions = {}): Result<Storage> {
  const root = resolve(folder);
  try {
    makeFolder(root);
  } catch (error) {
    if (error instanceof Error) return unwritable(root, error);
    throw error;
  }
  const lock = lockFolder(root);
  if (!lock.ok) return lock;
  const { release } = lock.value;
  const opened = openDatabase(root);
  if (!opened.ok) {
    release();
    return opened;
  }
  const db = opened.value;
  function close(): void {
    if (db.isOpen) db.close();
    release();
  }
  try {
    if (options.maxBytes !== undefined) {
      db.exec(`PRAGMA max_page_count = ${Math.ceil(options.maxBytes / PAGE_SIZE)}`);
    }
    return ok({ folder: root, ...openTables(db, options), close });
  } catch (error) {
    close();
    const failure = writeFailure(error);
    if (failure === undefined) throw error;
    return { ok: false, error: failure };
  }
}

function openTables(db: DatabaseSync, options: StorageOptions): Omit<Storage, 'folder' | 'close'> {
  const settings = openSettings(db);
  if (options.version !== undefined) settings.put('written-by', options.version);
  const onProblem = options.onProblem ?? (() => {});
  return {
    handsets: openHandsets(db, onProblem),
    accounts: openAccounts(db),
    trees: openTrees(db),
    trace: openTrace(db, onProblem, options.traceLimits),
    runs: openRuns(db),
    packages: openPackages(db),
    offers: openOffers(db),
    alerts: openAlerts(db),
    console: openConsole(db),
    settings,
  };
}

/** Like a recursive mkdir, which in Node.js 24 never returns below folders such as /proc that refuse with ENOENT. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have made it in the meantime.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

function openDatabase(folder: string): Result<DatabaseSync> {
  const path = join(folder, 'workbench.db');
  let db: DatabaseSync | undefined;
  try {
    const found = inspectDatabase(folder, path);
    if (!found.ok) return found;
    if (found.value.state === 'none') createDatabase(folder, path);
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
    db.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA journal_size_limit = 16777216;
      PRAGMA trusted_schema = OFF;
    `);
    // Left by a crash of a program that shared the file; with the exclusive lock nobody uses it any more.
    rmSync(`${path}-shm`, { force: true });
    if (found.value.state === 'sound') migrate(db, found.value.schema);
    return ok(db);
  } catch (error) {
    if (db?.isOpen === true) db.close();
    if (isBusy(error)) return inUse(folder, 'another process');
    const failure = writeFailure(error);
    if (failure !== undefined) return { ok: false, error: failure };
    if (error instanceof Error && 'code' in error && 'syscall' in error) return unwritable(folder, error);
    throw error;
  }
}

function createDatabase(folder: string, path: string): void {
  const unfinished = `${path}.new`;
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${unfinished}${suffix}`, { force: true });
  closeSync(openSync(unfinished, 'wx', 0o600));
  const db = new DatabaseSync(unfinished);
  try {
    // Incremental vacuum must be chosen before the first table; it gives the disk back what a cleared trace held.
    db.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA synchronous = FULL;`);
    migrate(db, 0);
  } finally {
    db.close();
  }
  renameSync(unfinished, path);
  syncFolder(folder);
}

/** Makes the rename last; Windows cannot open folders and needs no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  fsyncSync(file);
  closeSync(file);
}
