/**
 * A package file on the disk: its digest, and its stamp. The stamp says by size, times and inode whether a file is
 * still the one whose digest was computed, without reading it again. A stamp that differs proves nothing by itself
 * (a restored backup has other times): then the digest is computed anew, and that decides.
 */
import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** How much is read at once, octets. */
const BLOCK = 1024 * 1024;

/** The stamp of an open file. */
export async function stampOf(file: FileHandle): Promise<{ readonly stamp: string; readonly size: number }> {
  const stats = await file.stat({ bigint: true });
  return { stamp: stampText(stats), size: Number(stats.size) };
}

/** The stamp that these file data make. */
export function stampText({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return `${size}:${mtimeNs}:${ctimeNs}:${ino}`;
}

/** SHA-256 of an open file in hex, in constant memory. */
export async function digestOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(BLOCK);
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(block, 0, block.length, position);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(block.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** Opens a file for reading; undefined when it is not there or is not a file. Throws on other errors. */
export async function openFile(path: string): Promise<FileHandle | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined;
    throw error;
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  return undefined;
}

/** Is it a system error with one of these codes? */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
