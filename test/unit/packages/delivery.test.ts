import { Agent, get } from 'node:http';
import { appendFileSync, readdirSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import {
  type Counter,
  type Shelf,
  added,
  counter,
  ended,
  fetched,
  openFiles,
  pattern,
  paused,
  shelf,
  until,
} from './workshop.ts';

const bytes = pattern(1_000_003);

interface Stand extends Shelf, Counter {
  readonly stored: LibraryPackage;
  readonly url: string;
}

/** A library with one package that is offered to a handset. */
async function stand(content = bytes, stallMs = 120_000): Promise<Stand> {
  const shelved = await shelf();
  const stored = await added(shelved.library, 'notes 2.1.zip', content);
  const counted = await counter(shelved, { stallMs });
  const path = counted.delivery.offer({ runId: 'r1', devId: 'IMEI:35', digest: stored.digest });
  return { ...shelved, ...counted, stored, url: counted.origin + path };
}

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

test('a withdrawn offer is unknown, and what is on its way is cut', async () => {
  const { url, delivery, served, folder } = await stand(pattern(30_000_000));
  const response = await paused(url);
  delivery.withdraw('r1');
  await ended(response);
  expect(response.complete).toBe(false);
  expect((await fetched(url)).status).toBe(404);
  await until(() => openFiles(folder).length === 0);
  expect(served[0]).toMatchObject({ status: 200, end: 'gone' });
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

test('a file that is changed while it is sent never arrives whole', async () => {
  for (const spoil of [(path: string) => truncateSync(path, 20_000_000), (path: string) => appendFileSync(path, 'x')]) {
    const { url, folder, stored, served } = await stand(pattern(30_000_000));
    const response = await paused(url);
    spoil(join(folder, 'packages', stored.digest));
    await ended(response);
    expect(response.complete).toBe(false);
    await until(() => served.length === 1);
    expect(served[0]).toMatchObject({ end: 'changed' });
    expect(openFiles(folder)).toEqual([]);
  }
});

test('a handset that goes away leaves nothing open, and can go on where it was', async () => {
  const content = pattern(30_000_000);
  const { url, folder, served, progress } = await stand(content);
  const response = await paused(url);
  response.destroy();
  await until(() => served.length === 1);
  expect(served[0]).toMatchObject({ status: 200, end: 'gone' });
  expect(openFiles(folder)).toEqual([]);
  expect(progress.every(({ done }) => !done)).toBe(true);
  const rest = await fetched(url, { range: 'bytes=10-' });
  expect(rest.body.equals(content.subarray(10))).toBe(true);
});

test('a handset that takes nothing for too long is cut off', async () => {
  const { url, folder, served } = await stand(pattern(30_000_000), 200);
  const response = await paused(url);
  await until(() => served.length === 1);
  expect(served[0]?.end).toBe('gone');
  expect(openFiles(folder)).toEqual([]);
  response.destroy();
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
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
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
  agent.destroy();
});

test('many at once are served, too many are asked to come back', async () => {
  const { url, served } = await stand(pattern(30_000_000));
  const open = await Promise.all(Array.from({ length: 16 }, async () => paused(url)));
  expect(await fetched(url)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  for (const response of open) response.destroy();
  await until(() => served.length === 17);
  expect((await fetched(url, { range: 'bytes=0-0' })).status).toBe(206);
});

test('several requests on one connection are answered in order, also when they come at once', async () => {
  const { url, origin, stored, served, folder } = await stand();
  const { port, pathname } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  const request = (range: string): string => `GET ${pathname} HTTP/1.1\r\nHost: x\r\nRange: ${range}\r\n\r\n`;
  socket.write(
    `${request('bytes=0-4')}${request('bytes=5-9')}GET ${origin}${pathname} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  );
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks);
  const statuses = all.toString('latin1').match(/HTTP\/1\.1 \d+/g);
  expect(statuses).toEqual(['HTTP/1.1 206', 'HTTP/1.1 206', 'HTTP/1.1 200']);
  expect(all.subarray(-bytes.length).equals(bytes)).toBe(true);
  await until(() => served.length === 3);
  expect(served.every(({ digest }) => digest === stored.digest)).toBe(true);
  expect(openFiles(folder)).toEqual([]);
});

test('requests that wait behind another one leave nothing open when the handset goes away', async () => {
  const { url, served, folder } = await stand(pattern(30_000_000));
  const { port, pathname } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(3));
  await until(() => openFiles(folder).length === 3);
  socket.destroy();
  await until(() => openFiles(folder).length === 0);
  await until(() => served.length === 3);
  expect(served.map(({ end }) => end)).toEqual(['gone', 'gone', 'gone']);
});

test('opened and closed a hundred times, it leaves nothing behind', async () => {
  const { url, delivery, folder, origin, stored } = await stand(pattern(2_000_000));
  const before = readdirSync('/proc/self/fd').length;
  for (let i = 0; i < 100; i += 1) {
    const path = delivery.offer({ runId: `x${i}`, devId: 'd', digest: stored.digest });
    const response = await paused(origin + path);
    if (i % 2 === 0) response.destroy();
    delivery.withdraw(`x${i}`);
    response.destroy();
  }
  await until(() => openFiles(folder).length === 0);
  await until(() => readdirSync('/proc/self/fd').length <= before + 2);
  expect((await fetched(url)).status).toBe(200);
});

test('closing waits for what is on its way, and answers nothing afterwards', async () => {
  const { url, delivery, served, folder } = await stand(pattern(30_000_000));
  const response = await paused(url);
  await delivery.close();
  expect(served).toMatchObject([{ end: 'gone' }]);
  expect(openFiles(folder)).toEqual([]);
  await ended(response);
  expect((await fetched(url)).status).toBe(503);
  await delivery.close();
});
