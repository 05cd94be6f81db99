/** A data folder of its own for each test, and storages that are closed even when the test fails. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type Storage, type StorageOptions, openStorage } from '../../../electron/storage/storage.ts';

const undo: (() => void)[] = [];

afterEach(() => {
  for (const step of undo.splice(0).toReversed()) step();
});

/** Makes an empty folder that goes away after the test. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scomo-test-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a storage that must open; it is closed after the test. */
export function opened(folder: string, options: StorageOptions = {}): Storage {
  const storage = openStorage(folder, options);
  if (!storage.ok) throw new Error(`${storage.error.code}: ${storage.error.detail}`);
  undo.push(() => storage.value.close());
  return storage.value;
}
