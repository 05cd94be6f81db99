/**
 * A verified package file as an object of a session: its octets are read a chunk at a time, as they go out. Reading is
 * synchronous because a message is made in one go; a chunk is small, and the file has just been read for its digest.
 */
import { fstatSync, readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { LibraryPackage } from '../../shared/contract/packages.ts';
import { ok, type Result } from '../../shared/result.ts';
import { packageChanged, packageUnreadable } from './failures.ts';
import { stampText } from './stored-file.ts';

export interface PackageObject {
  /** Octets. */
  readonly size: number;
  /**
   * Octets `from` to `to` (excluded). Fails with `package-changed` when the file is no longer the one that was
   * opened, asked before its last octets are handed on, and with `package-unreadable`.
   */
  read(from: number, to: number): Result<Uint8Array>;
  close(): Promise<void>;
}

/** `stamp`: what the file was found to be when it was opened. */
export function packageObject(file: FileHandle, known: LibraryPackage, stamp: string): PackageObject {
  const { size } = known;
  return {
    size,
    read(from, to): Result<Uint8Array> {
      const octets = new Uint8Array(to - from);
      try {
        for (let at = 0; at < octets.length;) {
          const read = readSync(file.fd, octets, at, octets.length - at, from + at);
          if (read === 0) return packageChanged(known, `it ends after ${from + at} octets`);
          at += read;
        }
        if (to === size && stampText(fstatSync(file.fd, { bigint: true })) !== stamp)
          return packageChanged(known, 'it was written to while it was sent');
        return ok(octets);
      } catch (error) {
        return packageUnreadable(known, error);
      }
    },
    close: () => file.close(),
  };
}
