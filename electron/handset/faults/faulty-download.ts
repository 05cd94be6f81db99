/** A download with the faults of downloads in it. */
import { open, truncate } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Download } from '../scomo/download.ts';
import type { Operation } from '../scomo/layout.ts';
import { fetchPackage } from '../scomo/package-download.ts';
import { type Attempt, refuse } from '../scomo/result.ts';
import type { Dice } from './dice.ts';
import type { Faults } from './faults.ts';

/** Fetches like `fetchPackage`, unless something goes wrong. */
export async function fetchWithFaults(
  download: Download,
  operation: Operation,
  faults: Faults,
): Promise<Attempt<number>> {
  const at = [operation];
  if (faults.strikes('download-404', at) !== undefined) return refuse(1402, 'The server answers 404');
  if (faults.strikes('download-500', at) !== undefined) return refuse(1500, 'The server answers 500');
  if (faults.strikes('storage-full', at) !== undefined) return refuse(1404, 'No room for the package');
  const slow = faults.strikes('download-slow', at);
  if (slow !== undefined) await sleep(slow.roll(2_000, 4_000), undefined, { signal: download.signal });
  const fetched = await fetchPackage(download);
  if (!fetched.ok) return fetched;
  const short = faults.strikes('download-short', at);
  if (short !== undefined) return cutShort(download.path, fetched.value, short);
  const corrupt = faults.strikes('download-corrupt', at);
  if (corrupt !== undefined) await spoil(download.path, fetched.value, corrupt);
  return fetched;
}

async function cutShort(path: string, size: number, dice: Dice): Promise<Attempt<number>> {
  const have = dice.roll(0, Math.max(0, size - 1));
  await truncate(path, have);
  return refuse(1402, `${have} octets instead of ${size}`);
}

/** One byte somewhere in the first half, where the components are. */
async function spoil(path: string, size: number, dice: Dice): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const at = dice.roll(Math.floor(size / 4), Math.floor(size / 2));
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ 0xff;
    await file.write(byte, 0, 1, at);
    await file.sync();
  } finally {
    await file.close();
  }
}
