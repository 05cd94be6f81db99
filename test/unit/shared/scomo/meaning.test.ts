import { describe, expect, it } from 'vitest';
import { looksLikeScomo, meaningOf } from '../../../../shared/scomo/inventory.ts';
import { findScomoRoots } from '../../../../shared/scomo/root.ts';
import { applyReading } from '../../../../shared/dm/tree.ts';
import { NOTES, SYMBIAN, VERIZON, component, delivered, download, nodesOf, scomo, treeOf } from './trees.ts';

describe('what a value means', () => {
  const root = { uri: './SCM', version: '1.0' } as const;
  const tree = treeOf(
    './SCM',
    scomo({
      Download: { pkg42: download({ PkgID: 'acme-notes-2.1', Status: 30 }) },
      Delivered: { pkg41: delivered({ PkgID: 'acme-notes-2.0', Name: 'Notes package' }) },
      Deployed: {
        C1: component({ ...NOTES, State: 10 }),
        C2: component({ ID: 'radio', Status: 20, PkgIDRef: 'gone' }),
        C3: { ID: 'odd', Operations: { Remove: null, Ext: { v: '1' } }, Vendor: 'x' },
      },
    }),
  );

  it.each([
    ['./SCM', 'SCOMO 1.0'],
    ['./SCM/Download', '1 package to fetch'],
    ['./SCM/Inventory', undefined],
    ['./SCM/Inventory/Delivered', '1 package'],
    ['./SCM/Inventory/Deployed', '3 components'],
    ['./SCM/Download/pkg42', 'Download progressing'],
    ['./SCM/Download/pkg42/Status', 'Download progressing'],
    ['./SCM/Download/pkg42/PkgURL', undefined],
    ['./SCM/Download/pkg42/Operations', '3 operations'],
    ['./SCM/Download/pkg42/Operations/Download', 'Something is in progress: Download progressing'],
    ['./SCM/Inventory/Delivered/pkg41', 'Installed · Notes package'],
    ['./SCM/Inventory/Delivered/pkg41/State', 'Installed'],
    ['./SCM/Inventory/Delivered/pkg41/Operations/Install', 'Already installed'],
    ['./SCM/Inventory/Deployed/C1', 'Inactive · Notes 2.0'],
    ['./SCM/Inventory/Deployed/C1/State', 'Inactive'],
    ['./SCM/Inventory/Deployed/C1/Version', undefined],
    ['./SCM/Inventory/Deployed/C1/PkgIDRef', 'Notes package'],
    ['./SCM/Inventory/Deployed/C1/Operations/Activate', 'Possible now'],
    ['./SCM/Inventory/Deployed/C1/Operations/Deactivate', 'Already inactive'],
    ['./SCM/Inventory/Deployed/C2', 'Remove failed'],
    ['./SCM/Inventory/Deployed/C2/PkgIDRef', 'The package is no longer on the handset'],
    ['./SCM/Inventory/Deployed/C3', undefined],
    ['./SCM/Inventory/Deployed/C3/Operations', '1 operation'],
    ['./SCM/Inventory/Deployed/C3/Vendor', undefined],
    ['./SCM/Inventory/Deployed/C9/Status', undefined],
    ['./DevInfo/Man', undefined],
    ['.', undefined],
  ])('%s: %s', (uri, meaning) => {
    expect(meaningOf(tree, root, uri)).toBe(meaning);
  });

  it('does not depend on the case of names', () => {
    const verizon = treeOf('./SCM', VERIZON);
    expect(meaningOf(verizon, root, './SCM/inventory/deployed/c1/state')).toBe('Active');
    expect(meaningOf(verizon, root, './SCM/inventory/deployed/c1')).toBe('Active · Dialer 1.0');
    expect(meaningOf(verizon, root, './SCM/inventory/delivered/d1')).toBe('Install failed, package deleted');
  });
});

describe('where the object is', () => {
  it('is told by the MO identifier, whatever the path', () => {
    const first = treeOf('./Vendor/Software', scomo({}), 'urn:oma:mo:oma-scomo:1.1');
    const { tree } = applyReading(first, {
      root: './SCOMO',
      complete: true,
      nodes: [...nodesOf('./SCOMO', SYMBIAN)],
      at: 1,
    });
    expect(findScomoRoots(tree)).toEqual([{ uri: './Vendor/Software', version: '1.1' }]);
  });

  it('is told by its shape where the handset does not answer ?prop=Type', () => {
    expect(findScomoRoots(treeOf('./SCOMO', SYMBIAN))).toEqual([{ uri: './SCOMO', version: '1.0' }]);
    expect(findScomoRoots(treeOf('./SCM', VERIZON))).toEqual([{ uri: './SCM', version: '1.0' }]);
    expect(findScomoRoots(treeOf('./SCM', scomo({})))).toEqual([{ uri: './SCM', version: '1.0' }]);
  });

  it('is not where only the names are alike', () => {
    expect(looksLikeScomo(treeOf('./A', { Inventory: { Things: {} } }), './A')).toBe(false);
    expect(looksLikeScomo(treeOf('./A', { Inventory: { Deployed: { shop: { Address: 'x' } } } }), './A')).toBe(false);
    expect(looksLikeScomo(treeOf('./A', { Inventory: 'full' }), './A')).toBe(false);
    expect(looksLikeScomo(treeOf('./A', {}), './B')).toBe(false);
  });

  it('is nowhere in a tree without one', () => {
    expect(findScomoRoots(treeOf('./DevInfo', { Man: 'Acme', Mod: 'A1' }))).toEqual([]);
  });
});
