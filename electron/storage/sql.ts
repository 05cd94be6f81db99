/**
 * The few things every table group needs from SQLite: a transaction, rows without NULLs, and what an error means.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { type Failure, fail, ok, type Result } from '../../shared/result.ts';

export type Row = Record<string, SQLOutputValue>;

interface Meaning {
  readonly code: string;
  readonly message: string;
  readonly next: string;
  readonly retryable: boolean;
}

const DISK_FULL: Meaning = {
  code: 'disk-full',
  message: 'The disk that holds the data folder is full.',
  next: 'Free some space on it and try again.',
  retryable: true,
};
const DAMAGED: Meaning = {
  code: 'database-damaged',
  message: 'The database of the workbench is damaged.',
  next: 'Close the workbench, check the disk, and put back a copy of the data folder.',
  retryable: false,
};
const UNWRITABLE: Meaning = {
  code: 'database-unwritable',
  message: 'The database of the workbench cannot be written.',
  next: 'Check that the data folder is still there, on a disk that works, and that no other program holds its files.',
  retryable: true,
};

const BUSY = 5;
const LOCKED = 6;

/** Primary result codes of SQLite that a person can do something about (sqlite.org/rescode.html). */
const meanings: ReadonlyMap<number, Meaning> = new Map([
  [BUSY, UNWRITABLE],
  [LOCKED, UNWRITABLE],
  [8, UNWRITABLE], // SQLITE_READONLY
  [10, UNWRITABLE], // SQLITE_IOERR
  [11, DAMAGED], // SQLITE_CORRUPT
  [13, DISK_FULL], // SQLITE_FULL
  [14, UNWRITABLE], // SQLITE_CANTOPEN
  [26, DAMAGED], // SQLITE_NOTADB
]);

/** Runs `work` in one transaction. What it throws takes everything back and is thrown on. Does not nest. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    db.exec('COMMIT');
    return value;
  } catch (error) {
    // SQLite has taken some back already, e.g. when the disk was full.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * A row as a plain object without its NULL columns. The columns are named like the properties of `T`; that they
 * agree is this room's own business, because nobody else writes its tables.
 */
export function record<T>(row: Row, more: Partial<T> = {}): T {
  const present = Object.entries(row).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(present), ...more } as T;
}

/** The JSON of a column, or undefined when it is NULL. */
export function json(value: SQLOutputValue | undefined): unknown {
  return typeof value === 'string' ? JSON.parse(value) : undefined;
}

/**
 * What a failed write means to a person: `disk-full`, `database-damaged` or `database-unwritable`. Undefined for
 * errors that are bugs (a broken constraint, a wrong statement), which are to be thrown on.
 */
export function writeFailure(error: unknown): Failure | undefined {
  const meaning = meanings.get(primaryCode(error) ?? 0);
  if (meaning === undefined) return undefined;
  const { code, message, next, retryable } = meaning;
  const detail = error instanceof Error ? error.message : String(error);
  return fail(code, message, next, { detail, retryable }).error;
}

/** Writes; fails as `writeFailure` says, and throws what is a bug. */
export function written<T>(work: () => T): Result<T> {
  try {
    return ok(work());
  } catch (error) {
    const failure = writeFailure(error);
    if (failure === undefined) throw error;
    return { ok: false, error: failure };
  }
}

/** Does the error mean that another process holds the database? */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === BUSY || code === LOCKED;
}

/** Primary result code of an error thrown by node:sqlite, whose `errcode` is an extended one. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}
