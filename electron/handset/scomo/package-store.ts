/** Package files in the state folder: one per delivery package, and those that are being downloaded. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HandsetState } from '../state-file.ts';

export interface PackageStore {
  /** Makes a name for a new file. */
  newFile(): string;
  pathOf(file: string): string;
  /** Writes octets that came through the management tree. Throws what the file system throws. */
  write(octets: Uint8Array): string;
  /** Makes the folder, and removes files that belong to no package and no operation. */
  sweep(): Promise<void>;
}

/** `folder` is the handset's state folder. */
export function createPackageStore(folder: string, state: HandsetState): PackageStore {
  const packages = join(folder, 'packages');

  function newFile(): string {
    return `${state.nextId++}.pkg`;
  }

  function isUsed(file: string): boolean {
    return Object.values(state.packages).includes(file) || state.operations.some((running) => running.file === file);
  }

  return {
    newFile,
    pathOf: (file) => join(packages, file),
    write(octets) {
      const file = newFile();
      mkdirSync(packages, { recursive: true });
      // Synchronous: the node and its file change together, inside one journal of the tree.
      writeFileSync(join(packages, file), octets, { flush: true });
      return file;
    },
    async sweep() {
      await mkdir(packages, { recursive: true });
      for (const file of await readdir(packages)) if (!isUsed(file)) await rm(join(packages, file), { force: true });
    },
  };
}
