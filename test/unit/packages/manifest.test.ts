import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MANIFEST_NAME, readManifest } from '../../../electron/packages/manifest.ts';
import { dataFolder } from '../storage/data-folder.ts';
import { zipOf } from './workshop.ts';

const whole = {
  pkgId: 'acme-notes-2.1',
  name: 'Notes',
  version: '2.1',
  envType: 'acme-os',
  components: [{ id: 'com.acme.notes', name: 'Notes', version: '2.1', description: 'd', file: 'c.bin' }],
};

async function read(bytes: Buffer): ReturnType<typeof readManifest> {
  const path = join(dataFolder(), 'package');
  writeFileSync(path, bytes);
  return readManifest(path);
}

test('a manifest is found among other files, stored or compressed', async () => {
  for (const compress of [false, true]) {
    const bytes = await zipOf({ 'c.bin': 'x', [MANIFEST_NAME]: JSON.stringify(whole), 'd.bin': 'y' }, compress);
    expect(await read(bytes)).toEqual({ ok: true, value: whole });
  }
});

test('what is optional may be missing, what is more is left aside', async () => {
  const bytes = await zipOf({
    [MANIFEST_NAME]: '{"pkgId":"p","name":"n","version":"1","components":[],"vendor":"Acme"}',
  });
  expect(await read(bytes)).toEqual({ ok: true, value: { pkgId: 'p', name: 'n', version: '1', components: [] } });
});

test('a file that is no zip, a zip without a manifest, and a manifest further down have none', async () => {
  expect(await read(Buffer.from('no zip at all'))).toEqual({ ok: true, value: undefined });
  expect(await read(await zipOf({ 'a.txt': 'a' }))).toEqual({ ok: true, value: undefined });
  expect(await read(await zipOf({ [`inner/${MANIFEST_NAME}`]: '{}' }))).toEqual({ ok: true, value: undefined });
  const cut = (await zipOf({ [MANIFEST_NAME]: JSON.stringify(whole) })).subarray(0, 100);
  expect(await read(cut)).toEqual({ ok: true, value: undefined });
});

test.each([
  ['no JSON', '{', 'JSON'],
  ['no object', '[]', 'expected object'],
  ['no components', '{"pkgId":"p","name":"n","version":"1"}', 'components'],
  ['a component without ID', '{"pkgId":"p","name":"n","version":"1","components":[{}]}', 'components.0.id'],
  ['an empty PkgID', '{"pkgId":" ","name":"n","version":"1","components":[]}', 'pkgId'],
  ['a number for a version', '{"pkgId":"p","name":"n","version":1,"components":[]}', 'version'],
])('a manifest with %s is refused and says where', async (_, text, where) => {
  const refused = await read(await zipOf({ [MANIFEST_NAME]: text }));
  const detail: unknown = expect.stringContaining(where);
  expect(refused).toMatchObject({ ok: false, error: { code: 'manifest-invalid', detail } });
});

test('a manifest that is too large, unpacks to more than it says, or is no UTF-8 is refused', async () => {
  const large = JSON.stringify({ ...whole, filler: 'x'.repeat(300 * 1024) });
  expect(await read(await zipOf({ [MANIFEST_NAME]: large }, true))).toMatchObject({ ok: false });
  const lying = await zipOf({ [MANIFEST_NAME]: large }, true);
  // The size in the directory (offset 24 of its entry) is made small; the content stays large.
  const entry = lying.lastIndexOf(Buffer.from('504b0102', 'hex'));
  lying.writeUInt32LE(1000, entry + 24);
  expect(await read(lying)).toMatchObject({ ok: false, error: { code: 'manifest-invalid' } });
  expect(await read(await zipOf({ [MANIFEST_NAME]: Buffer.from([0x7b, 0xff, 0x7d]) }))).toMatchObject({ ok: false });
});

test('a byte order mark is allowed', async () => {
  const bytes = await zipOf({ [MANIFEST_NAME]: `\uFEFF${JSON.stringify(whole)}` });
  expect(await read(bytes)).toEqual({ ok: true, value: whole });
});

test('a damaged manifest is refused', async () => {
  const bytes = await zipOf({ [MANIFEST_NAME]: JSON.stringify(whole) }, true);
  bytes.fill(0xff, 60, 90);
  expect(await read(bytes)).toMatchObject({ ok: false, error: { code: 'manifest-invalid' } });
});
