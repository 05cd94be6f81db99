import { get } from 'node:http';
import { unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bytes, stand } from './stand.ts';
import { counter, fetched, pattern, shelf, until } from './workshop.ts';

test('a package is fetched whole under a URL that cannot be guessed', async () => {
  const { url, stored, served, progress } = await stand();
  expect(new URL(url).pathname).toMatch(/^\/p\/[A-Za-z0-9_-]{43}\/notes-2\.1\.zip$/);
  const answer = await fetched(url);
  expect(answer.status).toBe(200);
  expect(answer.body.equals(bytes)).toBe(true);
  expect(answer.headers).toMatchObject({
    'content-length': '1000003',
    'content-type': 'application/zip',
    etag: `"${stored.digest}"`,
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
  });
  await until(() => served.length === 1);
  const offer = { runId: 'r1', devId: 'IMEI:35', digest: stored.digest };
  expect(served[0]).toMatchObject({
    ...offer,
    method: 'GET',
    status: 200,
    sent: 1_000_003,
    size: 1_000_003,
    end: 'sent',
  });
  expect(progress.at(-1)).toEqual({ ...offer, sent: 1_000_003, size: 1_000_003, done: true });
});

test('HEAD says the same without the octets', async () => {
  const { url, stored, progress } = await stand();
  const answer = await fetched(url, { range: 'bytes=0-1' }, 'HEAD');
  expect(answer).toMatchObject({ status: 200, headers: { 'content-length': '1000003', etag: `"${stored.digest}"` } });
  expect(answer.body).toHaveLength(0);
  expect(progress).toEqual([]);
});

test('a package is fetched in parts', async () => {
  const { url, stored } = await stand();
  const middle = await fetched(url, { range: 'bytes=1000-1999' });
  expect(middle).toMatchObject({
    status: 206,
    headers: { 'content-range': 'bytes 1000-1999/1000003', 'content-length': '1000' },
  });
  expect(middle.body.equals(bytes.subarray(1000, 2000))).toBe(true);
  const rest = await fetched(url, { range: 'bytes=999990-', 'if-range': `"${stored.digest}"` });
  expect(rest).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 999990-1000002/1000003' } });
  expect(rest.body.equals(bytes.subarray(999_990))).toBe(true);
  const end = await fetched(url, { range: 'bytes=-5' });
  expect(end.body.equals(bytes.subarray(-5))).toBe(true);
  const other = await fetched(url, { range: 'bytes=5-', 'if-range': '"something else"' });
  expect([other.status, other.body.length]).toEqual([200, 1_000_003]);
  const several = await fetched(url, { range: 'bytes=0-1,5-6' });
  expect([several.status, several.body.length]).toEqual([200, 1_000_003]);
  const beyond = await fetched(url, { range: 'bytes=1000003-' });
  expect(beyond).toMatchObject({ status: 416, headers: { 'content-range': 'bytes */1000003', 'content-length': '0' } });
});

test('what is not offered does not exist', async () => {
  const { origin, url, delivery } = await stand();
  const token = url.split('/')[4] ?? '';
  const wrong = [
    `/p/${'A'.repeat(43)}/x`,
    '/p/',
    '/p/x/y',
    `/p/${token.slice(1)}/x`,
    `/p/${token.toLowerCase()}/x`,
    '/p/..%2fx/y',
  ];
  for (const path of wrong) expect([path, (await fetched(origin + path)).status]).toEqual([path, 404]);
  for (const path of ['/', '/p', '/q/x', '/dm?/p/x'])
    expect([path, (await fetched(origin + path)).status]).toEqual([path, 418]);
  expect((await fetched(`${origin}/p/${token}`)).status).toBe(200);
  expect((await fetched(`${origin}/p/${token}/other-name.zip?x=1`)).status).toBe(200);
  expect(delivery.pathOf('r2')).toBeUndefined();
});

test('only GET and HEAD are answered', async () => {
  const { url, origin } = await stand();
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect(await fetched(url, {}, method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await fetched(`${origin}/p/unknown/x`, {}, method)).toMatchObject({ status: 405 });
  }
});

test('the same offer has the same URL, another handset or run another one', async () => {
  const { delivery, stored } = await stand();
  const { digest } = stored;
  const first = delivery.offer({ runId: 'r1', devId: 'IMEI:35', digest });
  expect(delivery.pathOf('r1')).toBe(first);
  const paths = [
    first,
    delivery.offer({ runId: 'r1', devId: 'b', digest }),
    delivery.offer({ runId: 'r2', devId: 'IMEI:35', digest }),
  ];
  expect(new Set(paths).size).toBe(3);
  expect(delivery.runsOffering(digest).toSorted()).toEqual(['r1', 'r1', 'r2']);
});

test('a URL goes on working after a restart, and progress goes on with it', async () => {
  const first = await stand();
  const path = new URL(first.url).pathname;
  await fetched(first.url, { range: 'bytes=0-399999' });
  await until(() => first.progress.at(-1)?.sent === 400_000);
  await first.delivery.close();
  await first.library.close();
  first.storage.close();
  const again = await counter(await shelf(first.folder));
  expect(again.delivery.pathOf('r1')).toBe(path);
  const rest = await fetched(again.origin + path, { range: 'bytes=400000-' });
  expect(rest.body.equals(bytes.subarray(400_000))).toBe(true);
  await until(() => again.progress.at(-1)?.done === true);
});

test('a package whose file is gone is refused before anything is sent', async () => {
  const { url, folder, stored, served } = await stand();
  unlinkSync(join(folder, 'packages', stored.digest));
  const answer = await fetched(url);
  expect(answer.status).toBe(410);
  expect(answer.headers.etag).toBeUndefined();
  await until(() => served.length === 1);
  expect(served[0]).toMatchObject({ status: 410, sent: 0, failure: { code: 'package-missing' } });
});

test('a package whose file was changed is refused before anything is sent', async () => {
  const { url, folder, stored, served } = await stand();
  const changed = Buffer.from(bytes);
  changed[500_000] = (changed[500_000] ?? 0) ^ 1;
  writeFileSync(join(folder, 'packages', stored.digest), changed);
  for (const method of ['GET', 'HEAD']) expect((await fetched(url, {}, method)).status).toBe(500);
  await until(() => served.length === 2);
  expect(served[0]).toMatchObject({ status: 500, sent: 0, failure: { code: 'package-changed' } });
});

test('a package whose file only has other times is delivered', async () => {
  const { url, folder, stored } = await stand();
  utimesSync(join(folder, 'packages', stored.digest), 1, 1);
  expect((await fetched(url)).status).toBe(200);
});

test('a package that was removed from the library is refused', async () => {
  const { url, library, stored } = await stand();
  await library.remove(stored.digest, () => undefined);
  expect((await fetched(url)).status).toBe(410);
});

test('progress grows, is told at most five times a second, and ends with done once', async () => {
  const { url, progress } = await stand(pattern(15_000_000));
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      response.on('data', () => {
        response.pause();
        setTimeout(() => response.resume(), 1);
      });
      response.on('end', resolve).on('error', reject);
    });
  });
  await until(() => progress.at(-1)?.done === true);
  const seconds = (performance.now() - started) / 1000;
  expect(progress.length).toBeLessThanOrEqual(seconds * 5 + 2);
  expect(progress.map(({ sent }) => sent)).toEqual(progress.map(({ sent }) => sent).toSorted((a, b) => a - b));
  expect(progress.filter(({ done }) => done)).toHaveLength(1);
  expect(progress.at(-1)?.sent).toBe(15_000_000);
});

test('fetched block by block, in any order, it is done when all blocks were sent', async () => {
  const { url, progress } = await stand();
  const block = 100_000;
  for (const index of [10, 0, 2, 1, 3, 4, 5, 6, 8, 7]) {
    const { status } = await fetched(url, { range: `bytes=${index * block}-${(index + 1) * block - 1}` });
    expect(status).toBe(206);
    expect(progress.some(({ done }) => done)).toBe(false);
  }
  await fetched(url, { range: 'bytes=900000-999999' });
  await until(() => progress.at(-1)?.done === true);
  await fetched(url, { range: 'bytes=0-5' });
  expect(progress.filter(({ done }) => done)).toHaveLength(1);
});
