import { request } from 'node:http';
import { expect, test } from 'vitest';
import { readDescriptor } from '../../../electron/handset/scomo/download-descriptor.ts';
import { writeDescriptor } from '../../../electron/packages/download-descriptor.ts';
import type { Notified } from '../../../electron/packages/delivery.ts';
import { parseInstallNotify } from '../../../shared/scomo/install-notify.ts';
import { bytes, stand } from './stand.ts';
import { added, counter, fetched, pattern, shelf } from './workshop.ts';

/** A package offered by a descriptor. */
async function offered(fileName = 'notes 2.1.zip') {
  const shelved = await shelf();
  const stored = await added(shelved.library, fileName, pattern(5000), { name: 'Notes & more', version: '2.1' });
  const notified: Notified[] = [];
  const counted = await counter(shelved, { onNotified: (one) => notified.push(one) });
  const path = counted.delivery.offer({ runId: 'r1', devId: 'IMEI:35', digest: stored.digest });
  const dd = counted.delivery.pathOf('r1', 'descriptor') ?? '';
  const read = await fetched(counted.origin + dd);
  const descriptor = readDescriptor(read.body.toString(), counted.origin + dd);
  if (!descriptor.ok) throw new Error(String(descriptor.refused));
  return { ...shelved, ...counted, stored, notified, read, path, dd, descriptor: descriptor.value };
}

function post(url: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method: 'POST', headers: { 'content-type': 'text/plain' }, agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

test('the descriptor names size, type, where the package is and where to report', async () => {
  const { origin, path, read, descriptor, served, stored } = await offered();
  expect(read).toMatchObject({ status: 200, headers: { 'content-type': 'application/vnd.oma.dd+xml' } });
  const notify = descriptor.installNotifyURI ?? '';
  expect(read.body.toString()).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<media xmlns="http://www.openmobilealliance.org/xmlns/dd">` +
      `<DDVersion>1.0</DDVersion><name>Notes &amp; more 2.1</name><objectURI>${origin}${path}</objectURI>` +
      `<size>5000</size><type>application/zip</type><installNotifyURI>${notify}</installNotifyURI></media>\n`,
  );
  expect(descriptor).toEqual({ objectURI: origin + path, size: 5000, installNotifyURI: notify });
  expect((await fetched(descriptor.objectURI)).body).toHaveLength(5000);
  expect(served[0]).toMatchObject({ what: 'descriptor', runId: 'r1', digest: stored.digest, status: 200 });
});

test('each part takes its own methods, and ends with the offer', async () => {
  const { origin, dd, descriptor, delivery, library, stored } = await offered('notify');
  const notify = descriptor.installNotifyURI ?? '';
  expect((await fetched(origin + dd, {}, 'HEAD')).body).toHaveLength(0);
  expect(await fetched(notify)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  expect(await post(origin + dd, '900')).toBe(405);
  expect(await post(descriptor.objectURI, '900')).toBe(405);
  // A package whose file has the name of a part is still a package.
  expect((await fetched(descriptor.objectURI)).body).toHaveLength(5000);
  await library.remove(stored.digest, () => undefined);
  expect((await fetched(origin + dd)).status).toBe(410);
  delivery.withdraw('r1');
  expect((await fetched(origin + dd)).status).toBe(404);
  expect(await post(notify, '900 Success')).toBe(404);
});

test.each([
  ['900 Success', 900, undefined],
  ['900 Success \n\r', 900, undefined],
  ['901 Insufficient memory', 901, 1404],
  ['902 User Cancelled', 902, 1401],
  ['903 Loss of Service', 903, 1402],
  ['905 Attribute mismatch', 905, 1402],
  ['906 Invalid descriptor', 906, 1402],
  ['951 Invalid DDVersion', 951, 1402],
  ['952 Device Aborted', 952, 1402],
  ['953 Non-Acceptable Content', 953, 1402],
  ['954 Loader Error', 954, 1405],
  [' 461', 461, 1402],
  ['910', 910, 1404],
  ['955 Object updated', 955, undefined],
  ['981', 981, undefined],
  ['999 nobody knows', 999, 1402],
])('the report “%s” is taken as %i', async (body, code, result) => {
  const { notified, descriptor, stored } = await offered();
  expect(await post(descriptor.installNotifyURI ?? '', body)).toBe(200);
  expect(notified).toEqual([
    { runId: 'r1', devId: 'IMEI:35', digest: stored.digest, notify: parseInstallNotify(body), text: body },
  ]);
  expect(notified[0]?.notify?.code).toBe(code);
  expect(notified[0]?.notify?.result).toBe(result);
});

test('what is no report is told as it came, and what is too long is refused', async () => {
  const { notified, descriptor } = await offered();
  expect(await post(descriptor.installNotifyURI ?? '', 'hello')).toBe(200);
  expect(notified).toMatchObject([{ notify: undefined, text: 'hello' }]);
  expect(await post(descriptor.installNotifyURI ?? '', '9'.repeat(5000))).toBe(413);
  expect(notified).toHaveLength(1);
  expect(['', 'x900', '123456 x'].map(parseInstallNotify)).toEqual([undefined, undefined, undefined]);
});

test('a report that cannot be kept is not answered 200, so that it comes again', async () => {
  const shelved = await shelf();
  const stored = await added(shelved.library, 'a.zip', pattern(10));
  const { delivery, origin } = await counter(shelved, {
    onNotified: () => {
      throw new Error('The disk is full');
    },
  });
  delivery.offer({ runId: 'r1', devId: 'IMEI:35', digest: stored.digest });
  const notify = (delivery.pathOf('r1', 'descriptor') ?? '').replace('package.dd', 'notify');
  expect(await post(origin + notify, '900 Success')).toBe(500);
});

test('a direct URL stays what it was', async () => {
  const { url, delivery } = await stand();
  expect(new URL(url).pathname).toBe(delivery.pathOf('r1'));
  expect((await fetched(url)).body.equals(bytes)).toBe(true);
});

test('a name that XML cannot carry is left out', () => {
  const written = writeDescriptor({ name: '\u0000', objectURI: 'http://a/b?c&d', size: 1, type: 'a/b' });
  expect(written).not.toContain('<name>');
  expect(readDescriptor(written, 'http://a/')).toMatchObject({ ok: true, value: { objectURI: 'http://a/b?c&d' } });
});
