/**
 * The few things every table group needs from SQLite: a transaction, rows without NULLs, and what an error means.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { type Failure, fail } from '../../shared/result.ts';

export type Row = Record<string, SQLOutputValue>;

/** Primary result codes of SQLite that a person can do something about (sqlite.org/rescode.html). */
const SQLITE = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

/** Runs `work` in one transaction. What it throws takes everything back and is thrown on. Does not nest. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    db.exec('COMMIT');
    return value;
  } catch (error) {
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
export function json<T>(value: SQLOutputValue | undefined): T | undefined {
  return typeof value === 'string' ? (JSON.parse(value) as T) : undefined;
}

/** Primary SQLite result code of an error thrown by node:sqlite; undefined for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/**
 * What a failed write means to a person: `disk-full`, `database-damaged` or `database-unwritable`. Undefined for
 * errors that are bugs (a broken constraint, a wrong statement), which are to be thrown on.
 */
export function writeFailure(error: unknown): Failure | undefined {
  const code = sqliteCode(error);
  const detail = error instanceof Error ? error.message : String(error);
  switch (code) {
    case SQLITE.full:
      return fail('disk-full', 'The disk that holds the data folder is full.', 'Free some space on it and try again.', {
        detail,
        retryable: true,
      }).error;
    case SQLITE.corrupt:
    case SQLITE.notADatabase:
      return fail(
        'database-damaged',
        'The database of the workbench is damaged.',
        'Close the workbench, check the disk, and put back a copy of the data folder.',
        { detail },
      ).error;
    case SQLITE.busy:
    case SQLITE.locked:
    case SQLITE.readOnly:
    case SQLITE.ioError:
    case SQLITE.cannotOpen:
      return fail(
        'database-unwritable',
        'The database of the workbench cannot be written.',
        'Check that the data folder is still there, on a disk that works, and that no other program holds its files.',
        { detail, retryable: true },
      ).error;
    default:
      return undefined;
  }
}

/** Does the error mean that another process holds the database? */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE.busy || code === SQLITE.locked;
}
