import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanFileName, guessFromName, urlFileName } from '../../../electron/packages/file-name.ts';
import { isMimeType, packageTypeOf } from '../../../electron/packages/package-type.ts';

test.each([
  ['notes-2.1.zip', 'notes-2.1', 'notes', '2.1'],
  ['Radio_Suite_v5.0.jar', 'Radio_Suite_v5.0', 'Radio_Suite', '5.0'],
  ['notes-2.1-beta3.tar.gz', 'notes-2.1-beta3', 'notes', '2.1-beta3'],
  ['app-3d-viewer-2.0.apk', 'app-3d-viewer-2.0', 'app-3d-viewer', '2.0'],
  ['driver_1.2.3-4_arm64.deb', 'driver_1.2.3-4_arm64', 'driver', '1.2.3-4_arm64'],
  ['firmware 17.bin', 'firmware 17', 'firmware', '17'],
  ['notes.zip', 'notes', 'notes', undefined],
  ['2.1.zip', '2.1', '2.1', undefined],
  ['notes', 'notes', 'notes', undefined],
  ['.zip', '.zip', '.zip', undefined],
])('%s is guessed', (fileName, pkgId, name, version) => {
  expect(guessFromName(fileName)).toEqual({ pkgId, name, ...(version === undefined ? {} : { version }) });
});

test.each([
  ['/home/me/a.zip', 'a.zip'],
  ['C:\\Users\\me\\a.zip', 'a.zip'],
  ['../../etc/passwd', 'passwd'],
  ['a\u0000b\n.zip', 'ab.zip'],
  ['..', 'package'],
  ['/', 'package'],
  ['', 'package'],
  ['Zoë’s ノート.zip', 'Zoë’s ノート.zip'],
])('the file name %j becomes %j', (name, clean) => {
  expect(cleanFileName(name)).toBe(clean);
});

test('names stay short, keep their extension, and a URL name needs no decoding', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (name) => {
      const clean = cleanFileName(`${name}.sisx`);
      expect(clean.length).toBeLessThanOrEqual(255);
      expect(clean).not.toMatch(/[/\\]/);
      const forURL = urlFileName(clean);
      expect(forURL.length).toBeLessThanOrEqual(64);
      expect(encodeURIComponent(forURL)).toBe(forURL);
      const guessed = guessFromName(clean);
      expect(guessed.pkgId).not.toBe('');
      expect(guessed.name).not.toBe('');
    }),
  );
  expect(urlFileName(`${'x'.repeat(300)}.zip`)).toMatch(/^x{60}\.zip$/);
  expect(urlFileName('Zoë’s ノート.zip')).toBe('Zo-s-.zip');
  expect(urlFileName('ノート')).toBe('package');
});

test.each([
  ['a.ZIP', '', 'application/zip'],
  ['a.jar', '504b0304', 'application/java-archive'],
  ['a.apk', '504b0304', 'application/vnd.android.package-archive'],
  ['a.sis', '', 'application/vnd.symbian.install'],
  ['a.sisx', '', 'x-epoc/x-sisx-app'],
  ['a.deb', '', 'application/vnd.debian.binary-package'],
  ['a.tar.gz', '', 'application/gzip'],
  ['a.unknown', '504b0304', 'application/zip'],
  ['a', '1f8b08', 'application/gzip'],
  ['a', '213c617263683e0a64656269616e2d', 'application/vnd.debian.binary-package'],
  ['a', '7a1a201000000000', 'x-epoc/x-sisx-app'],
  ['a', '000000000000000019040010', 'application/vnd.symbian.install'],
  ['a', '', 'application/octet-stream'],
  ['a.constructor', '', 'application/octet-stream'],
  ['a.__proto__', '', 'application/octet-stream'],
])('%s beginning with %s', (fileName, start, type) => {
  expect(packageTypeOf(fileName, Buffer.from(start, 'hex'))).toBe(type);
});

test('only what an HTTP header may carry is a MIME type', () => {
  expect(isMimeType('application/vnd.acme+zip')).toBe(true);
  expect(isMimeType('text/plain; charset=utf-8')).toBe(true);
  for (const wrong of ['', 'zip', 'a/b\r\nX: y', 'a/é', 'a/b;', 'a /b', 'a/b/c']) expect(isMimeType(wrong)).toBe(false);
});
