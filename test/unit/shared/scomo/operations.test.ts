import { describe, expect, it } from 'vitest';
import { readInventory } from '../../../../shared/scomo/inventory.ts';
import type { OperationName, Subtree } from '../../../../shared/scomo/inventory-types.ts';
import { OPERATIONS } from '../../../../shared/scomo/operations.ts';
import { STATES } from '../../../../shared/scomo/states.ts';
import { NOTES, component, delivered, download, scomo, treeOf } from './trees.ts';

type Row = readonly [
  status: number | undefined,
  state: number | undefined,
  allowed: readonly OperationName[],
  why: string,
];

const ALL = OPERATIONS.Download;
const INSTALL = ['Install', 'InstallInactive', 'Remove'] as const;

// oxfmt-ignore
const MACHINES: Readonly<Record<Subtree, readonly Row[]>> = {
  Download: [
    [10, undefined, ALL, ''],
    [20, undefined, ALL, ''],
    [30, undefined, [], 'Something is in progress: Download progressing'],
    [40, undefined, [], 'Already downloaded'],
    [50, undefined, [], 'Something is in progress: Install progressing'],
    [60, undefined, ALL, ''],
    [70, undefined, ALL, ''],
    [35, undefined, ALL, ''],
    [undefined, undefined, ALL, ''],
  ],
  Delivered: [
    [10, 10, INSTALL, ''],
    [10, 20, ['Remove'], 'Already installed'],
    [20, 10, INSTALL, ''],
    [30, 10, [], 'Something is in progress: Remove progressing'],
    [40, 10, [], 'Something is in progress: Install progressing'],
    [50, 10, INSTALL, ''],
    [60, 10, ['Remove'], 'The package is gone: it was deleted when its install failed'],
    [70, 10, ['Remove'], 'The package is gone: it was deleted when its install failed'],
    [10, undefined, INSTALL, ''],
  ],
  Deployed: [
    [10, 10, ['Activate', 'Remove'], 'Already inactive'],
    [10, 20, ['Deactivate', 'Remove'], 'Already active'],
    [20, 20, ['Deactivate', 'Remove'], 'Already active'],
    [30, 10, [], 'Something is in progress: Remove progressing'],
    [40, 10, ['Activate', 'Remove'], 'Already inactive'],
    [50, 10, [], 'Something is in progress: Activate progressing'],
    [60, 20, ['Deactivate', 'Remove'], 'Already active'],
    [70, 20, [], 'Something is in progress: Deactivate progressing'],
    [10, undefined, ['Activate', 'Deactivate', 'Remove'], ''],
  ],
};

function operationsAt(subtree: Subtree, status: number | undefined, state: number | undefined) {
  const values = {
    ...(status === undefined ? {} : { Status: status }),
    ...(state === undefined ? {} : { State: state }),
  };
  const bare = { Operations: Object.fromEntries(OPERATIONS[subtree].map((name) => [name, null])) };
  const lists = {
    Download: { Download: { X: { PkgID: 'p', PkgURL: 'http://x', ...bare, ...values } } },
    Delivered: { Delivered: { X: { PkgID: 'p', ...bare, ...values } } },
    Deployed: { Deployed: { X: { ID: 'c', ...bare, ...values } } },
  };
  const inventory = readInventory(treeOf('./SCM', scomo(lists[subtree])), { uri: './SCM', version: '1.0' });
  return [...inventory.downloads, ...inventory.delivered, ...inventory.deployed][0]?.operations ?? [];
}

describe.each(Object.entries(MACHINES))('the state machine of %s (facts 1.5)', (subtree, rows) => {
  it.each(rows)('status %s, state %s allows %j', (status, state, allowed, why) => {
    const operations = operationsAt(subtree as Subtree, status, state);
    expect(operations.filter((operation) => operation.allowed).map(({ name }) => name)).toEqual(allowed);
    const reasons = new Set(operations.flatMap((operation) => operation.why ?? []));
    expect([...reasons]).toEqual(why === '' ? [] : [why]);
  });

  it('has a row for every status of the table', () => {
    const known = STATES.filter((row) => row.subtree === subtree && row.property === 'Status').map(({ code }) => code);
    expect(known.filter((code) => !rows.some(([status]) => status === code))).toEqual([]);
  });
});

describe('preconditions (facts 1.6)', () => {
  it('a download needs PkgID and PkgURL', () => {
    expect(whyNot({ Download: { X: download({ PkgID: 'p', PkgURL: '' }) } }, 'Download')).toBe('PkgURL is not set');
    expect(whyNot({ Download: { X: download({}) } }, 'DownloadInstall')).toBe('PkgID is not set');
  });

  it('an installation needs PkgID', () => {
    expect(whyNot({ Delivered: { X: delivered({ State: 10 }) } }, 'Install')).toBe('PkgID is not set');
  });

  it('a removed component leaves a package that can be installed again', () => {
    const other = component({ ...NOTES, PkgIDRef: 'other' });
    expect(whyNot({ Delivered: { X: delivered({ PkgID: 'p' }) }, Deployed: { C1: other } }, 'Install')).toBeUndefined();
    const own = component({ ...NOTES, PkgIDRef: 'p' });
    expect(whyNot({ Delivered: { X: delivered({ PkgID: 'p' }) }, Deployed: { C1: own } }, 'Install')).toBe(
      'Already installed',
    );
  });

  it('an operation missing beside others is none the handset has, also when something is in progress', () => {
    const operations = { Operations: { Remove: null } };
    expect(whyNot({ Deployed: { X: { ...component(NOTES), Status: 50, ...operations } } }, 'Activate')).toBe(
      'The handset has no such operation',
    );
  });
});

function whyNot(branch: Parameters<typeof scomo>[0], operation: OperationName) {
  const inventory = readInventory(treeOf('./SCM', scomo(branch)), { uri: './SCM', version: '1.0' });
  const [entry] = [...inventory.downloads, ...inventory.delivered, ...inventory.deployed];
  return entry?.operations.find(({ name }) => name === operation)?.why;
}
