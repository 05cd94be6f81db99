import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { downloadPackage } from '../../../electron/handset/scomo/download.ts';
import type { PackageServer } from './package-server.ts';
import { newFolder, newPackageServer } from './rig.ts';

const BYTES = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7 + (index >> 8)) & 0xff));

async function download(server: Pick<PackageServer, 'url'>, more: Partial<Parameters<typeof downloadPackage>[0]> = {}) {
  const path = more.path ?? join(await newFolder(), 'package');
  const validators: (string | undefined)[] = [];
  const result = await downloadPackage({
    url: server.url,
    path,
    onValidator: async (etag) => void validators.push(etag),
    signal: new AbortController().signal,
    pauseMs: 1,
    ...more,
  });
  return { result, path, validators };
}

test('a package is fetched whole', async () => {
  const server = await newPackageServer(BYTES);

  const { result, path, validators } = await download(server);

  expect(result).toEqual({ ok: true, value: BYTES.length });
  expect(await readFile(path)).toEqual(BYTES);
  expect(validators).toEqual(['"one"']);
});

test('a cut connection is taken up where it was cut, as often as it gets further', async () => {
  const server = await newPackageServer(BYTES);
  server.faults.push(100_000, 150_000, 160_000, 200_000, 220_000, 250_000);

  const { result, path } = await download(server, { tries: 2 });

  expect(result).toEqual({ ok: true, value: BYTES.length });
  expect(await readFile(path)).toEqual(BYTES);
  const [first, ...rest] = server.requests;
  expect(first).toEqual({ range: undefined, ifRange: undefined });
  expect(rest).toHaveLength(6);
  for (const { range, ifRange } of rest) {
    expect(range).toMatch(/^bytes=\d+-$/);
    expect(ifRange).toBe('"one"');
  }
});

test('a package that has changed meanwhile is fetched anew', async () => {
  const server = await newPackageServer(Buffer.alloc(200_000, 1));
  server.faults.push(100_000);
  const fetching = download(server, { pauseMs: 50 });
  await expect.poll(() => server.requests.length).toBe(1);
  server.bytes = BYTES;
  server.etag = '"two"';

  const { result, path, validators } = await fetching;

  expect(result).toEqual({ ok: true, value: BYTES.length });
  expect(await readFile(path)).toEqual(BYTES);
  expect(validators).toEqual(['"one"', '"two"']);
});

test('a beginning from before a restart is used when its validator is known, otherwise it is fetched anew', async () => {
  const server = await newPackageServer(BYTES);
  for (const [etag, range] of [
    ['"one"', 'bytes=1000-'],
    [undefined, undefined],
  ] as const) {
    const path = join(await newFolder(), 'package');
    await writeFile(path, etag === undefined ? Buffer.alloc(1000, 9) : BYTES.subarray(0, 1000));

    await download(server, { path, ...(etag === undefined ? {} : { etag }) });

    expect(await readFile(path)).toEqual(BYTES);
    expect(server.requests.at(-1)?.range).toBe(range);
  }
});

test('a package that was complete already is not fetched again (416)', async () => {
  const server = await newPackageServer(BYTES);
  const path = join(await newFolder(), 'package');
  await writeFile(path, BYTES);

  const { result } = await download(server, { path, etag: '"one"' });

  expect(result).toEqual({ ok: true, value: BYTES.length });
  expect((await stat(path)).size).toBe(BYTES.length);
});

test.each([
  [401, 1403, 1],
  [403, 1403, 1],
  [404, 1402, 1],
  [410, 1402, 1],
  [500, 1500, 3],
  [503, 1500, 3],
])('HTTP %i is %i after %i attempts', async (status, resultCode, attempts) => {
  const server = await newPackageServer(BYTES);
  server.faults.push(...Array.from({ length: 5 }, () => ({ status })));

  const { result } = await download(server, { tries: 3 });

  expect(result).toMatchObject({ ok: false, resultCode });
  expect(server.requests).toHaveLength(attempts);
});

test('a server that is not there is 1501, and one that always cuts is 1402', async () => {
  const server = await newPackageServer(BYTES);
  // Without a strong validator each attempt begins anew, and never comes further.
  server.etag = 'W/"weak"';
  server.faults.push(1000, 1000, 1000, 1000, 1000);
  expect((await download(server, { tries: 3 })).result).toMatchObject({ ok: false, resultCode: 1402 });

  await server.close();
  expect((await download(server, { tries: 2 })).result).toMatchObject({ ok: false, resultCode: 1501 });
});

test('redirects are followed, but not for ever, and not away from http', async () => {
  const target = await newPackageServer(BYTES);
  const redirects = createServer((request, response) => {
    const locations: Record<string, string> = { '/ok': target.url, '/loop': '/loop', '/file': 'file:///etc/hosts' };
    response.writeHead(302, { Location: locations[request.url ?? ''] ?? '/' }).end();
  });
  await new Promise<void>((resolve) => redirects.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void redirects.close());
  const base = `http://127.0.0.1:${(redirects.address() as AddressInfo).port}`;

  expect((await download({ url: `${base}/ok` })).result).toEqual({ ok: true, value: BYTES.length });
  expect((await download({ url: `${base}/loop` })).result).toMatchObject({ ok: false, resultCode: 1402 });
  expect((await download({ url: `${base}/file` })).result).toMatchObject({ ok: false, resultCode: 1402 });
});

test('a download that is interrupted throws, and leaves its beginning', async () => {
  const server = await newPackageServer(BYTES);
  server.slowMs = 20;
  const path = join(await newFolder(), 'package');
  const stopping = new AbortController();
  const fetching = download(server, { path, signal: stopping.signal });
  await expect
    .poll(() =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    )
    .toBeGreaterThan(0);
  stopping.abort();

  await expect(fetching).rejects.toThrow('aborted');
  expect((await stat(path)).size).toBeLessThan(BYTES.length);
});
