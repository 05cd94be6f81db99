import { appendFileSync, readdirSync, truncateSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bytes, stand } from './stand.ts';
import { ended, fetched, openFiles, pattern, paused, until } from './workshop.ts';

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
