import { describe, expect, it } from 'vitest';
import { compareVersions, newerVersionOf, packagesFor } from '../../../../renderer/features/inventory/newer-version.ts';
import type { LibraryPackage } from '../../../../shared/contract/packages.ts';
import { notes } from '../../sample-inventory.ts';

function library(...versions: readonly (string | undefined)[]): ReadonlyMap<string, LibraryPackage> {
  return new Map(
    versions.map((version, index) => [
      `d${index}`,
      {
        digest: `d${index}`,
        fileName: `notes-${index}.zip`,
        size: 1,
        pkgId: `notes-${index}`,
        name: 'Notes',
        version: '9.9',
        pkgType: 'application/zip',
        components: [{ id: 'com.acme.notes', ...(version === undefined ? {} : { version }) }],
        addedAt: 0,
        described: 'manifest',
        sample: false,
      },
    ]),
  );
}

describe('versions as people write them', () => {
  it.each([
    ['2.0', '2.1', -1],
    ['4.9', '4.10', -1],
    ['1.0', '1', 0],
    ['v1.2', '1.2', 0],
    ['2.0-rc1', '2.0', -1],
    ['2.0-rc1', '2.0-rc2', -1],
    ['10', '9.9.9', 1],
    ['', '0.1', -1],
    ['unknown', 'unknown', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(-sign || 0);
  });
});

describe('what the library has newer', () => {
  it('is the newest package that carries the component in a newer version', () => {
    expect(newerVersionOf(notes, library('1.9', '2.2', '2.1'))).toMatchObject({
      version: '2.2',
      package: { digest: 'd1' },
    });
  });

  it('is nothing when all are as old', () => {
    expect(newerVersionOf(notes, library('1.9', '2.0'))).toBeUndefined();
  });

  it('takes the version of the package where the component has none', () => {
    expect(newerVersionOf(notes, library(undefined))?.version).toBe('9.9');
  });

  it('offers packages that carry the component, newest first', () => {
    expect(packagesFor(notes, library('1.9', '2.2')).map(({ digest }) => digest)).toEqual(['d1', 'd0']);
    expect(packagesFor({ ...notes, id: 'com.other' }, library('3'))).toEqual([]);
  });
});
