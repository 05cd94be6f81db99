/**
 * Taking a file in: its bytes are copied to a temporary file while their SHA-256 is computed, so that what is added
 * later is exactly what was hashed. A file waits under a handle until it is added; what is never added goes away
 * after an hour, or when the library is opened the next time.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Result, fail, ok } from '../../shared/result.ts';
import { diskFull } from './failures.ts';
import { cleanFileName } from './file-name.ts';
import { START_BYTES } from './package-type.ts';
import { isCode } from './stored-file.ts';

/** Where the bytes come from: handed over one by one, or read from a file that a host has chosen. */
export type PackageSource =
  | { readonly fileName: string; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly path: string };

/** A file that has been taken in and not yet added. */
export interface TakenFile {
  readonly path: string;
  readonly fileName: string;
  readonly digest: string;
  readonly size: number;
  /** Its first octets, for the package type. */
  readonly start: Uint8Array;
  readonly takenAt: number;
}

export interface Intake {
  /** Fails with `disk-full`, `file-unreadable`, `file-empty` or `upload-broken`; nothing is left behind then. */
  takeIn(source: PackageSource): Promise<Result<{ readonly handle: string }>>;
  /** Hands a waiting file to the caller, once; undefined for a handle that is unknown or too old. */
  take(handle: string): TakenFile | undefined;
  /** Gives a file back that could not be added after all. */
  giveBack(handle: string, file: TakenFile): void;
  /** Removes what waits. */
  close(): Promise<void>;
}

const BLOCK = 1024 * 1024;

/** Opens the intake in `folder`, which is emptied first. `lifeMs`: how long a file waits to be added. */
export async function openIntake(folder: string, lifeMs: number, now: () => number): Promise<Intake> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const waiting = new Map<string, TakenFile>();
  const sweep = setInterval(() => void removeOlderThan(now() - lifeMs), Math.min(lifeMs, 60_000));
  sweep.unref();

  async function removeOlderThan(time: number): Promise<void> {
    const old = [...waiting].filter(([, file]) => file.takenAt <= time);
    for (const [handle] of old) waiting.delete(handle);
    await Promise.allSettled(old.map(([, file]) => rm(file.path, { force: true })));
  }

  return {
    async takeIn(source) {
      const handle = randomBytes(18).toString('base64url');
      const path = join(folder, handle);
      const copied = await copyIn(source, path);
      if (!copied.ok) {
        await rm(path, { force: true });
        return copied;
      }
      waiting.set(handle, { ...copied.value, path, takenAt: now() });
      return ok({ handle });
    },
    take(handle) {
      const file = waiting.get(handle);
      if (file === undefined || file.takenAt <= now() - lifeMs) return undefined;
      waiting.delete(handle);
      return file;
    },
    giveBack: (handle, file) => void waiting.set(handle, file),
    async close() {
      clearInterval(sweep);
      await removeOlderThan(Number.POSITIVE_INFINITY);
    },
  };
}

type Copied = Pick<TakenFile, 'fileName' | 'digest' | 'size' | 'start'>;

async function copyIn(source: PackageSource, path: string): Promise<Result<Copied>> {
  const fileName = cleanFileName('path' in source ? basename(source.path) : source.fileName);
  const chunks = 'path' in source ? { bytes: blocksOf(source.path), hasFailed: () => false } : watched(source.bytes);
  let target: FileHandle | undefined;
  try {
    if ('path' in source && !(await stat(source.path)).isFile()) return unreadable(source.path, 'it is not a file');
    target = await open(path, 'wx', 0o600);
    const hash = createHash('sha256');
    const start: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of chunks.bytes) {
      hash.update(chunk);
      // Copied, because the chunk's memory may be used again.
      if (size < START_BYTES) start.push(Uint8Array.from(chunk.subarray(0, START_BYTES - size)));
      await writeAll(target, chunk);
      size += chunk.byteLength;
    }
    if (size === 0) return empty(fileName);
    await target.sync();
    return ok({ fileName, digest: hash.digest('hex'), size, start: Buffer.concat(start) });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (chunks.hasFailed()) return brokenOff(detail);
    if (isCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) return diskFull(detail);
    return unreadable('path' in source ? source.path : fileName, detail);
  } finally {
    await target?.close().catch(() => undefined);
  }
}

/** The file in blocks; every block is used up before the next one overwrites it. */
async function* blocksOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const block = Buffer.allocUnsafe(BLOCK);
    for (;;) {
      const { bytesRead } = await file.read(block, 0, block.length);
      if (bytesRead === 0) return;
      yield block.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Passes bytes on and remembers whether it was their sender who failed, not the disk. */
function watched(source: AsyncIterable<Uint8Array>): { bytes: AsyncGenerator<Uint8Array>; hasFailed(): boolean } {
  let hasFailed = false;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  }
  return { bytes: bytes(), hasFailed: () => hasFailed };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.byteLength;) {
    const { bytesWritten } = await file.write(chunk, written, chunk.byteLength - written);
    written += bytesWritten;
  }
}

function brokenOff(detail: string): Result<never> {
  return fail('upload-broken', 'The file did not arrive whole.', 'Add it again.', { detail, retryable: true });
}

function unreadable(path: string, detail: string): Result<never> {
  return fail('file-unreadable', `The file ${path} cannot be taken in.`, 'Check that it is there and readable.', {
    detail,
  });
}

function empty(fileName: string): Result<never> {
  return fail('file-empty', `The file ${fileName} is empty.`, 'Choose a file that holds a package.');
}
