/**
 * One workbench per data folder. `workbench.lock` says which process has it, so that a second one can name the
 * first. A lock whose process is gone is taken over. The file is the clear message; what keeps two processes
 * apart for certain, should they start in the same instant, is SQLite's own lock on the database (storage.ts).
 */
import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Result, fail, ok } from '../../shared/result.ts';

export interface FolderLock {
  /** Gives the folder free. Idempotent. */
  readonly release: () => void;
}

/** What the file says, as JSON. */
interface Holder {
  readonly pid: number;
  /** When the process started, milliseconds since the epoch. */
  readonly startedAt: number;
  /** Start of the process in the kernel's own words where it has them: tells a reused process number apart. */
  readonly start?: string;
  readonly host: string;
}

/**
 * Takes the folder for this process.
 * Fails with `data-folder-in-use` (who has it) or `data-folder-unwritable`.
 */
export function lockFolder(folder: string): Result<FolderLock> {
  const path = join(folder, 'workbench.lock');
  const mine = JSON.stringify(thisProcess());
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, mine);
      closeSync(file);
      return ok({ release: () => removeIf(path, mine) });
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      if (error.code !== 'EEXIST') return unwritable(folder, error);
    }
    const found = readText(path);
    const holder = found === undefined ? undefined : parseHolder(found);
    if (holder !== undefined && isRunning(holder)) return inUse(folder, `process ${holder.pid}`);
    if (found !== undefined) removeIf(path, found);
  }
  return inUse(folder, 'another process');
}

/** Makes the failure for a folder that another workbench holds. */
export function inUse(folder: string, who: string): Result<never> {
  return fail(
    'data-folder-in-use',
    `Another workbench has the data folder open (${who}).`,
    'Use that workbench, close it first, or start this one with another data folder.',
    { detail: folder, retryable: true },
  );
}

/** Makes the failure for a folder that cannot be made or written, with the system's reason. */
export function unwritable(folder: string, error: Error): Result<never> {
  return fail(
    'data-folder-unwritable',
    `The data folder ${folder} cannot be written.`,
    'Give yourself write permission on it, free space on its disk, or start the workbench with another data folder.',
    { detail: error.message },
  );
}

function thisProcess(): Holder {
  const start = kernelStart(process.pid);
  return {
    pid: process.pid,
    startedAt: Math.round(Date.now() - process.uptime() * 1000),
    ...(start === undefined ? {} : { start }),
    host: hostname(),
  };
}

/** Boot and clock tick of a process's start, from Linux's /proc; undefined on other systems and for dead processes. */
function kernelStart(pid: number): string | undefined {
  const boot = readText('/proc/sys/kernel/random/boot_id');
  const stat = readText(`/proc/${pid}/stat`);
  if (boot === undefined || stat === undefined) return undefined;
  // The second field is the program's name in brackets and may hold spaces; `starttime` is the 20th after it.
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return ticks === undefined ? undefined : `${boot.trim()}:${ticks}`;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('host' in value)) return undefined;
    return Number.isInteger(value.pid) && Number(value.pid) > 0 ? (value as Holder) : undefined;
  } catch {
    return undefined;
  }
}

/** A lock from another machine (a shared disk, a container that is gone) says nothing here: SQLite's lock decides. */
function isRunning(holder: Holder): boolean {
  if (holder.host !== hostname()) return false;
  if (!isAlive(holder.pid)) return false;
  const start = kernelStart(holder.pid);
  if (start !== undefined && holder.start !== undefined) return start === holder.start;
  // A process cannot have written a lock before it started; a second of clock drift is forgiven.
  return holder.pid !== process.pid || Math.abs(holder.startedAt - thisProcess().startedAt) < 1000;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function removeIf(path: string, content: string): void {
  try {
    if (readFileSync(path, 'utf8') === content) unlinkSync(path);
  } catch {
    // Gone already: somebody else took it over or the folder was removed.
  }
}
