import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { stampOf } from '../../../electron/packages/stored-file.ts';
import { counter, fetched, paused, shelf, until } from './workshop.ts';

const MIB = 1024 * 1024;
const SIZE = 2048 * MIB + 12_345;

/** A package of 2 GiB: a file with a hole, whose digest nobody computes because its stamp is right. */
async function largeStand(): Promise<Awaited<ReturnType<typeof counter>> & { url: string }> {
  const shelved = await shelf();
  const digest = 'e'.repeat(64);
  const file = await open(join(shelved.folder, 'packages', digest), 'w+');
  await file.truncate(SIZE);
  await file.write(Buffer.from('the end'), 0, 7, SIZE - 7);
  const { stamp } = await stampOf(file);
  await file.close();
  const facts = { pkgId: 'large', name: 'large', pkgType: 'application/octet-stream', components: [] };
  const rest = { addedAt: 1, described: 'name', sample: false, stamp } as const;
  shelved.storage.packages.put({ digest, fileName: 'large.bin', size: SIZE, ...facts, ...rest });
  const counted = await counter(shelved);
  const url = counted.origin + counted.delivery.offer({ runId: 'r', devId: 'd', digest });
  return { ...counted, url };
}

test('2 GiB are delivered whole while memory stays flat', async () => {
  const { url, progress } = await largeStand();
  const before = process.memoryUsage();
  let peakOfBuffers = 0;
  let peak = 0;
  const watch = setInterval(() => {
    const now = process.memoryUsage();
    peakOfBuffers = Math.max(peakOfBuffers, now.arrayBuffers - before.arrayBuffers);
    peak = Math.max(peak, now.rss - before.rss);
  }, 20);
  const child = spawn(process.execPath, [fileURLToPath(new URL('./downloader.ts', import.meta.url)), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  clearInterval(watch);
  expect(JSON.parse(said.toString())).toEqual([SIZE, 'the end']);
  expect(peakOfBuffers).toBeLessThan(8 * MIB);
  expect(peak).toBeLessThan(64 * MIB);
  await until(() => progress.at(-1)?.done === true);
}, 120_000);

test('a handset that does not read holds two blocks, not the file', async () => {
  const { url, progress } = await largeStand();
  const before = process.memoryUsage().arrayBuffers;
  const responses = await Promise.all(Array.from({ length: 8 }, async () => paused(url)));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * MIB);
  expect(progress.at(-1)?.sent ?? 0).toBeLessThan(32 * MIB);
  for (const response of responses) response.destroy();
});

test('parts beyond 2 GiB are right', async () => {
  const { url } = await largeStand();
  const end = await fetched(url, { range: 'bytes=-7' });
  expect(end.body.toString()).toBe('the end');
  const from = await fetched(url, { range: `bytes=${SIZE - 10}-` });
  expect(from.headers['content-range']).toBe(`bytes ${SIZE - 10}-${SIZE - 1}/${SIZE}`);
  expect(from.body.toString()).toBe('\0\0\0the end');
});
