import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { fetchPackage } from '../../../electron/handset/scomo/package-download.ts';
import { newFolder, newPackageServer } from './rig.ts';

const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 11) & 0xff));

interface Desk {
  readonly url: string;
  readonly reports: string[];
}

/** A server with one descriptor that takes reports, answering each with the next of `answers` (then 200). */
async function desk(descriptor: string, answers: number[] = []): Promise<Desk> {
  const reports: string[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      void text(request).then((report) => {
        reports.push(report);
        response.writeHead(answers.shift() ?? 200).end();
      });
    } else response.writeHead(200, { 'Content-Type': 'application/vnd.oma.dd+xml; charset=utf-8' }).end(descriptor);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/package.dd`, reports };
}

function dd(
  objectURI: string,
  more: { readonly size?: number; readonly version?: string; readonly notify?: string } = {},
) {
  const { size = BYTES.length, version = '1.0', notify = '/notify' } = more;
  return `<media xmlns="http://www.openmobilealliance.org/xmlns/dd"><DDVersion>${version}</DDVersion>
    <objectURI>${objectURI}</objectURI><size>${size}</size><type>application/zip</type>
    ${notify === '' ? '' : `<installNotifyURI>${notify}</installNotifyURI>`}</media>`;
}

async function fetch(url: string) {
  const path = join(await newFolder(), 'package');
  const result = await fetchPackage({
    url,
    path,
    onValidator: async () => undefined,
    signal: new AbortController().signal,
    pauseMs: 1,
    tries: 2,
  });
  return { result, path };
}

test('a descriptor is followed, and the outcome reported before the package is used', async () => {
  const packages = await newPackageServer(BYTES);
  packages.faults.push(70_000);
  const { url, reports } = await desk(dd(packages.url), [503]);
  const { result, path } = await fetch(url);
  expect(result).toEqual({ ok: true, value: BYTES.length });
  expect(await readFile(path)).toEqual(BYTES);
  expect(reports).toEqual(['900 Success', '900 Success']);
});

test('without a place to report to nothing is reported', async () => {
  const packages = await newPackageServer(BYTES);
  const { url, reports } = await desk(dd(packages.url, { notify: '' }));
  expect((await fetch(url)).result).toEqual({ ok: true, value: BYTES.length });
  expect(reports).toEqual([]);
});

test('a package whose report is not taken is not used', async () => {
  const packages = await newPackageServer(BYTES);
  const { url, reports } = await desk(dd(packages.url), [404]);
  expect((await fetch(url)).result).toMatchObject({ ok: false, resultCode: 1402 });
  expect(reports).toEqual(['900 Success']);
});

test.each([
  ['another size', (url: string) => dd(url, { size: 7 }), '905 Attribute mismatch', 1402],
  ['no size', (url: string) => dd(url).replace(/<size>.*<\/size>/, ''), '906 Invalid descriptor', 1402],
  ['no type', (url: string) => dd(url).replace(/<type>.*<\/type>/, ''), '906 Invalid descriptor', 1402],
  ['no http URL', () => dd('ftp://a/b'), '906 Invalid descriptor', 1402],
  ['a later version', (url: string) => dd(url, { version: '2.0' }), '951 Invalid DDVersion', 1402],
])('a descriptor with %s is refused and reported', async (_what, make, report, resultCode) => {
  const packages = await newPackageServer(BYTES);
  const { url, reports } = await desk(make(packages.url));
  expect((await fetch(url)).result).toMatchObject({ ok: false, resultCode });
  expect(reports).toEqual([report]);
});

test('a descriptor that is no XML has no place for a report', async () => {
  const { url, reports } = await desk('<media><objectURI>');
  expect((await fetch(url)).result).toMatchObject({ ok: false, resultCode: 1402 });
  expect(reports).toEqual([]);
});

test('a package that cannot be had is reported with its own result', async () => {
  const packages = await newPackageServer(BYTES);
  packages.faults.push({ status: 403 });
  const { url, reports } = await desk(dd(packages.url));
  expect((await fetch(url)).result).toMatchObject({ ok: false, resultCode: 1403 });
  const loop = await desk(dd(url));
  expect((await fetch(loop.url)).result).toMatchObject({ ok: false, resultCode: 1402 });
  expect([reports, loop.reports]).toEqual([['903 Loss of Service'], ['906 Invalid descriptor']]);
});
