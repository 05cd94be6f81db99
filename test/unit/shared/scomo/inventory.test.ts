import { describe, expect, it } from 'vitest';
import { applyReading } from '../../../../shared/dm/tree.ts';
import type { Inventory, InventoryEntry, OperationName } from '../../../../shared/scomo/inventory-types.ts';
import { findComponent, findDelivered, findDownload, readInventory } from '../../../../shared/scomo/inventory.ts';
import { AT, type Branch, NOTES, SYMBIAN, VERIZON, component, delivered, download, scomo, treeOf } from './trees.ts';

function inventoryOf(branch: Branch, uri = './SCM'): Inventory {
  return readInventory(treeOf(uri, branch), { uri, version: '1.0' });
}

function allowed(entry: InventoryEntry | undefined): readonly OperationName[] {
  return (entry?.operations ?? []).filter((operation) => operation.allowed).map(({ name }) => name);
}

function why(entry: InventoryEntry | undefined, operation: OperationName): string | undefined {
  return entry?.operations.find(({ name }) => name === operation)?.why;
}

describe('an object as the standard has it', () => {
  const inventory = inventoryOf(
    scomo({
      Download: {
        pkg42: download({ PkgID: 'acme-notes-2.1', Name: 'Notes 2.1', PkgType: 'application/zip', EnvType: 'Linux' }),
      },
      Delivered: { pkg41: delivered({ PkgID: 'acme-notes-2.0', Name: 'Notes 2.0', InstallParams: '-q' }) },
      Deployed: { C1: component({ ...NOTES, Description: 'Takes notes' }) },
    }),
  );

  it('shows its lists', () => {
    expect(inventory.lists).toEqual({
      Download: './SCM/Download',
      Delivered: './SCM/Inventory/Delivered',
      Deployed: './SCM/Inventory/Deployed',
    });
    expect(inventory.readAt).toBe(AT);
  });

  it('shows a component with state, version and operations', () => {
    expect(inventory.deployed).toHaveLength(1);
    expect(inventory.deployed[0]).toMatchObject({
      subtree: 'Deployed',
      uri: './SCM/Inventory/Deployed/C1',
      nodeName: 'C1',
      id: 'com.acme.notes',
      pkgIdRef: 'acme-notes-2.0',
      name: 'Notes',
      version: '2.0',
      description: 'Takes notes',
      active: true,
      state: { code: 20, word: 'Active', tone: 'ok' },
      status: { code: 10, word: 'Idle', tone: 'ok' },
    });
    expect(allowed(inventory.deployed[0])).toEqual(['Deactivate', 'Remove']);
    expect(inventory.deployed[0]?.operations[0]).toEqual({
      name: 'Activate',
      uri: './SCM/Inventory/Deployed/C1/Operations/Activate',
      present: true,
      allowed: false,
      why: 'Already active',
    });
  });

  it('shows a package to fetch and a delivered one', () => {
    expect(inventory.downloads[0]).toMatchObject({
      pkgId: 'acme-notes-2.1',
      pkgURL: 'http://127.0.0.1/p',
      envType: 'Linux',
      pkgType: 'application/zip',
    });
    expect(allowed(inventory.downloads[0])).toEqual(['Download', 'DownloadInstall', 'DownloadInstallInactive']);
    expect(inventory.delivered[0]).toMatchObject({
      pkgId: 'acme-notes-2.0',
      installParams: '-q',
      state: { word: 'Installed' },
    });
    expect(allowed(inventory.delivered[0])).toEqual(['Remove']);
    expect(why(inventory.delivered[0], 'Install')).toBe('Already installed');
  });

  it('finds by identifier', () => {
    expect(findComponent(inventory, 'com.acme.notes')?.nodeName).toBe('C1');
    expect(findComponent(inventory, 'C1')).toBeUndefined();
    expect(findDelivered(inventory, 'acme-notes-2.0')?.nodeName).toBe('pkg41');
    expect(findDownload(inventory, 'acme-notes-2.1')?.nodeName).toBe('pkg42');
    expect(findDownload(inventory, 'other')).toBeUndefined();
  });
});

describe('handsets of the field', () => {
  it('Verizon: lower-case names are found and kept as the handset spells them', () => {
    const inventory = inventoryOf(VERIZON);
    expect(inventory.lists).toEqual({
      Download: './SCM/download',
      Delivered: './SCM/inventory/delivered',
      Deployed: './SCM/inventory/deployed',
    });
    const dialer = findComponent(inventory, 'com.vz.dialer');
    expect(dialer).toMatchObject({ name: 'Dialer', version: '1.0', pkgIdRef: 'p-1', active: true });
    expect(dialer?.operations.map(({ uri }) => uri)).toContain('./SCM/inventory/deployed/c1/operations/deactivate');
  });

  it('Verizon: Delivered status 70 means that the package is gone', () => {
    const [pkg] = inventoryOf(VERIZON).delivered;
    expect(pkg?.status).toEqual({ code: 70, word: 'Install failed, package deleted', tone: 'failed' });
    expect(allowed(pkg)).toEqual(['Remove']);
    expect(why(pkg, 'Install')).toMatch(/^The package is gone/);
  });

  it('Symbian: states as text, another root, a misspelt operation', () => {
    const inventory = inventoryOf(SYMBIAN, './SCOMO');
    expect(inventory.deployed[0]).toMatchObject({ id: 'maps', active: false, state: { code: 10, word: 'Inactive' } });
    expect(inventory.deployed[0]).not.toHaveProperty('version');
    expect(inventory.delivered[0]?.state).toEqual({ code: 10, word: 'Delivered', tone: 'ok' });
    const inactive = inventory.downloads[0]?.operations.find(({ name }) => name === 'DownloadInstallInactive');
    expect(inactive).toEqual({
      name: 'DownloadInstallInactive',
      uri: './SCOMO/Download/D1/Operations/DownloadInstallInactivate',
      present: true,
      allowed: true,
    });
    expect(why(inventory.downloads[0], 'DownloadInstall')).toBe('The handset has no such operation');
  });

  it('MediaTek: Deactive is Deactivate', () => {
    const inventory = inventoryOf(
      scomo({ Deployed: { C1: { ...component(NOTES), Operations: { Activate: null, Deactive: null } } } }),
    );
    expect(allowed(inventory.deployed[0])).toEqual(['Deactivate']);
    expect(inventory.deployed[0]?.operations[1]?.uri).toBe('./SCM/Inventory/Deployed/C1/Operations/Deactive');
  });

  it('prefers the exact spelling where a handset has both', () => {
    const inventory = inventoryOf(
      scomo({ Deployed: { C1: { ...component(NOTES), Operations: { Deactive: null, Deactivate: null } } } }),
    );
    expect(inventory.deployed[0]?.operations[1]?.uri).toBe('./SCM/Inventory/Deployed/C1/Operations/Deactivate');
  });

  it('prefers the standard name to a draft one', () => {
    const inventory = inventoryOf(
      scomo({ Delivered: { V: delivered({ PkgID: 'p', InstallOpts: 'old', InstallParams: 'new' }) } }),
    );
    expect(inventory.delivered[0]?.installParams).toBe('new');
  });

  it('is as old as its oldest node', () => {
    const tree = treeOf('./SCM', scomo({ Deployed: { C1: component(NOTES), C2: component(NOTES) } }));
    const state = { uri: './SCM/Inventory/Deployed/C1/State', format: 'int', value: '10', readAt: 5 } as const;
    const older = applyReading(tree, { root: state.uri, complete: false, nodes: [state], at: 5 }).tree;
    const inventory = readInventory(older, { uri: './SCM', version: '1.0' });
    expect(inventory.deployed.map(({ readAt }) => readAt)).toEqual([5, AT]);
    expect(inventory.readAt).toBe(5);
  });

  it('vendors may hang their own nodes anywhere', () => {
    const own = { RedBend: { x: '1' } };
    const inventory = inventoryOf({
      ...scomo({ Deployed: { Ext: own, C1: { ...component(NOTES), Ext: own } } }),
      Ext: own,
    });
    expect(inventory.deployed.map(({ nodeName }) => nodeName)).toEqual(['C1']);
  });
});

describe('what is missing', () => {
  it('a handset without Download and Delivered has empty lists and says so', () => {
    const inventory = inventoryOf({ Inventory: { Deployed: { C1: { ID: 'x', Status: 10, State: 10 } } } });
    expect(inventory.lists).toEqual({ Deployed: './SCM/Inventory/Deployed' });
    expect(inventory.downloads).toEqual([]);
    expect(inventory.delivered).toEqual([]);
  });

  it('an entry that shows no operations may be tried: handsets leave out what has no Get right', () => {
    const inventory = inventoryOf(scomo({ Deployed: { C1: { ID: 'x', State: 10 } } }));
    expect(allowed(inventory.deployed[0])).toEqual(['Activate', 'Remove']);
    expect(inventory.deployed[0]?.operations.every(({ present }) => !present)).toBe(true);
    expect(inventory.deployed[0]?.operations[0]?.uri).toBe('./SCM/Inventory/Deployed/C1/Operations/Activate');
  });

  it('a component without ID is known by its node name', () => {
    const inventory = inventoryOf(scomo({ Deployed: { C7: { Status: 10, State: 20 } } }));
    expect(findComponent(inventory, 'C7')?.uri).toBe('./SCM/Inventory/Deployed/C7');
  });

  it('a component without State is neither active nor inactive', () => {
    const inventory = inventoryOf(
      scomo({ Deployed: { C1: { ID: 'x', Operations: { Activate: null, Deactivate: null } } } }),
    );
    expect(inventory.deployed[0]).not.toHaveProperty('active');
    expect(allowed(inventory.deployed[0])).toEqual(['Activate', 'Deactivate']);
  });

  it('an empty tree gives an empty inventory', () => {
    expect(inventoryOf({})).toMatchObject({ root: './SCM', lists: {}, downloads: [], delivered: [], deployed: [] });
  });
});

describe('several of the same', () => {
  it('of two components with one ID the active one is meant', () => {
    const inventory = inventoryOf(
      scomo({ Deployed: { C1: component({ ...NOTES, State: 10 }), C2: component({ ...NOTES, Version: '2.1' }) } }),
    );
    expect(findComponent(inventory, 'com.acme.notes')?.nodeName).toBe('C2');
  });

  it('a node name chooses among the downloads of one package', () => {
    const inventory = inventoryOf(
      scomo({ Download: { old: download({ PkgID: 'p' }), new: download({ PkgID: 'p' }) } }),
    );
    expect(findDownload(inventory, 'p', 'new')?.nodeName).toBe('new');
    expect(findDownload(inventory, 'p')?.nodeName).toBe('old');
  });
});
