import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as yauzl from 'yauzl';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { addSamples } from '../../../electron/packages/samples.ts';
import { shelf, valueOf } from './workshop.ts';

/** These do not change: packages of one workbench are known to another by their digest. */
const digests = {
  'acme-notes-2.0': '90e35dced2ea3ad2b216ca20a12c744cbfe383c3a6866257235b5894a8ba821b',
  'acme-notes-2.1': '40a647b107a97e377d9ccb86f81970711d5944d2fd5e3422d8a0cfc6b781c247',
  'acme-radio-suite-5.0': '95aac14c8579c48472f615b7d3a9a4b3268a7e58a1584732b5e4619ca2fc7570',
};

test('the samples are always the same bytes, described by their manifests', async () => {
  const { library, folder } = await shelf();
  const added = valueOf(await addSamples(library));
  expect(Object.fromEntries(added.map(({ pkgId, digest }) => [pkgId, digest]))).toEqual(digests);
  expect(added.every(({ sample, described }) => sample && described === 'manifest')).toBe(true);
  expect(added.flatMap(({ components }) => components.map(({ id }) => id))).toEqual([
    'com.acme.notes',
    'com.acme.notes',
    'com.acme.radio',
    'com.acme.radio.ui',
    'com.acme.radio.presets',
  ]);
  for (const { digest, size } of added) {
    const bytes = readFileSync(join(folder, 'packages', digest));
    expect(bytes.length).toBe(size);
    expect(size).toBeGreaterThan(100_000);
    expect(size).toBeLessThan(310_000);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest);
  }
});

test('adding the samples twice changes nothing', async () => {
  const { library } = await shelf();
  await addSamples(library);
  const before = library.list();
  valueOf(await addSamples(library));
  expect(library.list()).toEqual(before);
});

test('every component has its file in the zip, intact', async () => {
  const { library, folder } = await shelf();
  const added = valueOf(await addSamples(library));
  for (const { digest, components } of added) {
    const zip = await yauzl.openPromise(join(folder, 'packages', digest), { autoClose: false });
    const names: string[] = [];
    for await (const entry of zip.eachEntry()) {
      names.push(entry.fileName);
      let sum = 0;
      for await (const chunk of await zip.openReadStreamPromise(entry)) sum = crc32(chunk as Buffer, sum);
      expect(sum).toBe(entry.crc32);
    }
    zip.close();
    expect(names).toEqual(['scomo-package.json', ...components.map(({ id }) => `components/${id}.bin`)]);
  }
});

test.each(['Pacific/Auckland', 'America/Los_Angeles', 'UTC'])('the time zone %s does not show in them', (TZ) => {
  const child = spawnSync(process.execPath, [fileURLToPath(new URL('./sample-digests.ts', import.meta.url))], {
    env: { ...process.env, TZ },
    encoding: 'utf8',
  });
  expect(child.stdout.trim().split('\n')).toEqual(Object.values(digests));
});
