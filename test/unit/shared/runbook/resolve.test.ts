import { describe, expect, it } from 'vitest';
import { checkPrecondition } from '../../../../shared/runbook/precondition.ts';
import {
  checkExpectation,
  expectationsOf,
  learnFacts,
  planCommands,
  resolveKnown,
  resolveTarget,
  resolveTargets,
} from '../../../../shared/runbook/resolve.ts';
import type { Expectation, StepAction } from '../../../../shared/runbook/run.ts';
import type { Inventory } from '../../../../shared/scomo/inventory-types.ts';
import { readInventory } from '../../../../shared/scomo/inventory.ts';
import { type Branch, NOTES, VERIZON, component, delivered, download, scomo, treeOf } from '../scomo/trees.ts';
import { NOTES_21 } from './bench.ts';

function inventoryOf(branch: Branch): Inventory {
  return readInventory(treeOf('./SCM', branch), { uri: './SCM', version: '1.0' });
}

const FULL = inventoryOf(
  scomo({
    Download: { 'run-1': download({ PkgID: 'acme-notes-2.1' }) },
    Delivered: { pkg41: delivered({ PkgID: 'acme-notes-2.0' }) },
    Deployed: { C1: component(NOTES), C2: component({ ID: 'radio', Status: 50, State: 10 }) },
  }),
);
const EMPTY = inventoryOf(scomo({}));
const DESCRIBE: StepAction = { kind: 'describe-download', nodeName: 'run-1', package: NOTES_21 };
const NOTES_ID = { subtree: 'Deployed', componentId: 'com.acme.notes' } as const;

function execute(
  operation: Extract<StepAction, { kind: 'execute' }>['operation'],
  more: Partial<Extract<StepAction, { kind: 'execute' }>> = {},
) {
  return { kind: 'execute', operation, target: NOTES_ID, expect: [], ...more } as const;
}

describe('what a plan names', () => {
  it('is a text, or a fact that was learnt', () => {
    expect(resolveKnown('x', {})).toBe('x');
    expect(resolveKnown({ fact: 'a' }, { a: '1' })).toBe('1');
    expect(resolveKnown({ fact: 'a' }, {})).toBeUndefined();
    expect(resolveKnown({ fact: 'constructor' }, {})).toBeUndefined();
  });

  it('is looked up in the inventory as it is now', () => {
    expect(resolveTarget(NOTES_ID, {}, FULL)).toMatchObject({ ok: true, value: { nodeName: 'C1' } });
    expect(resolveTarget({ subtree: 'Delivered', pkgId: { fact: 'r' } }, { r: 'acme-notes-2.0' }, FULL)).toMatchObject({
      ok: true,
      value: { nodeName: 'pkg41' },
    });
    expect(resolveTargets({ subtree: 'Deployed', componentsOf: 'acme-notes-2.0' }, {}, FULL)).toMatchObject({
      ok: true,
      value: [{ nodeName: 'C1' }],
    });
  });

  it('or is not there, with what to do next', () => {
    const targets = [
      NOTES_ID,
      { subtree: 'Delivered', pkgId: 'p' },
      { subtree: 'Download', pkgId: 'p' },
      { subtree: 'Deployed', componentsOf: 'p' },
    ] as const;
    const failures = targets.map((target) => resolveTarget(target, {}, EMPTY));
    expect(failures.map((found) => !found.ok && found.error.code)).toEqual(targets.map(() => 'not-there'));
    expect(failures.every((found) => !found.ok && found.error.next.endsWith('.'))).toBe(true);
    expect(resolveTarget({ subtree: 'Delivered', pkgId: { fact: 'r' } }, {}, FULL)).toMatchObject({
      ok: false,
      error: { code: 'fact-missing' },
    });
  });
});

describe('the commands of a step', () => {
  const context = { facts: {}, inventory: FULL, packageURL: 'http://h/p/1', correlator: 'run-1.s3.1' };

  function commands(action: StepAction, more: object = {}) {
    const planned = planCommands({ action }, { ...context, ...more });
    return planned.ok ? planned.value : planned.error.code;
  }

  it('read the object whole', () => {
    expect(commands({ kind: 'read-inventory' })).toEqual([{ cmd: 'Get', uri: './SCM?list=StructData' }]);
    expect(commands({ kind: 'verify', expect: [] }, { root: './Other' })).toEqual([
      { cmd: 'Get', uri: './Other?list=StructData' },
    ]);
    expect(planCommands({ action: { kind: 'read-inventory' } }, { facts: {}, correlator: '' })).toEqual({
      ok: true,
      value: [{ cmd: 'Get', uri: './?list=Struct' }],
    });
  });

  it('describe a download in one Sequence: the node, then its leaves', () => {
    expect(commands(DESCRIBE, { inventory: EMPTY })).toEqual([
      { cmd: 'Sequence', uri: '' },
      ...[
        { cmd: 'Add', uri: './SCM/Download/run-1', format: 'node' },
        { cmd: 'Add', uri: './SCM/Download/run-1/PkgID', value: 'acme-notes-2.1', format: 'chr' },
        { cmd: 'Add', uri: './SCM/Download/run-1/Name', value: 'Notes', format: 'chr' },
        { cmd: 'Add', uri: './SCM/Download/run-1/PkgURL', value: 'http://h/p/1', format: 'chr' },
        { cmd: 'Add', uri: './SCM/Download/run-1/PkgType', value: 'application/zip', format: 'chr' },
        { cmd: 'Add', uri: './SCM/Download/run-1/EnvType', value: 'Linux', format: 'chr' },
      ].map((command) => ({ ...command, within: 'Sequence' })),
    ]);
  });

  it('describe again what an earlier attempt has left: only what differs', () => {
    const values = { PkgID: 'acme-notes-2.1', Name: 'Notes', PkgURL: 'http://old', PkgType: 'application/zip' };
    const inventory = inventoryOf(scomo({ Download: { 'run-1': download(values) } }));
    expect(commands(DESCRIBE, { inventory })).toEqual([
      { cmd: 'Sequence', uri: '' },
      { cmd: 'Replace', uri: './SCM/Download/run-1/PkgURL', value: 'http://h/p/1', format: 'chr', within: 'Sequence' },
      { cmd: 'Add', uri: './SCM/Download/run-1/EnvType', value: 'Linux', format: 'chr', within: 'Sequence' },
    ]);
  });

  it('change a description all at once, or not at all', () => {
    const left = { Name: 'Notes', PkgType: 'application/zip', EnvType: 'Linux' };
    const changed = inventoryOf(
      scomo({ Download: { 'run-1': download({ ...left, PkgID: 'old', PkgURL: 'http://old' }) } }),
    );
    expect(commands(DESCRIBE, { inventory: changed })).toMatchObject([
      { cmd: 'Atomic', uri: '' },
      { cmd: 'Replace', uri: './SCM/Download/run-1/PkgID', within: 'Atomic' },
      { cmd: 'Replace', uri: './SCM/Download/run-1/PkgURL', within: 'Atomic' },
    ]);
    const alone = inventoryOf(
      scomo({ Download: { 'run-1': download({ ...left, PkgID: 'acme-notes-2.1', PkgURL: 'http://old' }) } }),
    );
    expect(commands(DESCRIBE, { inventory: alone })).toEqual([
      { cmd: 'Replace', uri: './SCM/Download/run-1/PkgURL', value: 'http://h/p/1', format: 'chr' },
    ]);
  });

  it('go to the lists as the handset spells them, and add a missing Download list', () => {
    expect(commands(DESCRIBE, { inventory: inventoryOf(VERIZON) })).toContainEqual({
      cmd: 'Add',
      uri: './SCM/download/run-1',
      format: 'node',
      within: 'Sequence',
    });
    const bare = inventoryOf({ Inventory: { Deployed: {} } });
    expect(commands(DESCRIBE, { inventory: bare }).slice(1, 3)).toMatchObject([
      { cmd: 'Add', uri: './SCM/Download', format: 'node' },
      { cmd: 'Add', uri: './SCM/Download/run-1', format: 'node' },
    ]);
  });

  it('execute the operation with its correlator, as the handset spells it', () => {
    expect(commands(execute('Deactivate'))).toEqual([
      { cmd: 'Exec', uri: './SCM/Inventory/Deployed/C1/Operations/Deactivate', correlator: 'run-1.s3.1' },
    ]);
    const target = { subtree: 'Deployed', componentId: 'com.vz.dialer' } as const;
    expect(commands(execute('Remove', { target }), { inventory: inventoryOf(VERIZON) })).toEqual([
      { cmd: 'Exec', uri: './SCM/inventory/deployed/c1/operations/remove', correlator: 'run-1.s3.1' },
    ]);
  });

  it('execute once per component of a package, each with a correlator of its own', () => {
    const inventory = inventoryOf(scomo({ Deployed: { C1: component(NOTES), C2: component({ ...NOTES, ID: 'b' }) } }));
    const target = { subtree: 'Deployed', componentsOf: 'acme-notes-2.0' } as const;
    expect(commands(execute('Activate', { target }), { inventory })).toMatchObject([
      { correlator: 'run-1.s3.1' },
      { correlator: 'run-1.s3.1.2' },
    ]);
  });

  it('show where a download will be executed before it is described', () => {
    const target = { subtree: 'Download', pkgId: 'acme-notes-2.1', nodeName: 'run-1' } as const;
    expect(commands(execute('DownloadInstall', { target }), { inventory: EMPTY })).toEqual([
      { cmd: 'Exec', uri: './SCM/Download/run-1/Operations/DownloadInstall', correlator: 'run-1.s3.1' },
    ]);
  });

  it('are none where there is nothing to send', () => {
    expect(commands({ kind: 'check-package', digest: 'd' })).toEqual([]);
    expect(commands(execute('Remove', { skipIfAbsent: true }), { inventory: EMPTY })).toEqual([]);
    const target = { subtree: 'Download', pkgId: 'other' } as const;
    expect(commands({ kind: 'delete-node', target, skipIfAbsent: true })).toEqual([]);
  });

  it('delete a node by its URI', () => {
    const target = { subtree: 'Download', pkgId: 'acme-notes-2.1' } as const;
    expect(commands({ kind: 'delete-node', target, skipIfAbsent: true })).toEqual([
      { cmd: 'Delete', uri: './SCM/Download/run-1' },
    ]);
  });

  it('cannot be told without a reading, a URL, or a target', () => {
    expect(planCommands({ action: DESCRIBE }, { facts: {}, correlator: '' })).toMatchObject({
      ok: false,
      error: { code: 'not-read' },
    });
    expect(commands(DESCRIBE, { packageURL: '' })).toBe('no-package-url');
    expect(commands(execute('Activate'), { inventory: EMPTY })).toBe('not-there');
    expect(commands(execute('Install'))).toBe('no-such-operation');
  });
});

describe('an expectation', () => {
  const notes = { what: 'component', id: 'com.acme.notes', present: true } as const;

  // oxfmt-ignore
  it.each<readonly [Expectation, boolean, string]>([
    [notes, true, 'Notes 2.0 is there, Active'],
    [{ ...notes, version: '2.0', active: true }, true, 'Notes 2.0 is there, Active'],
    [{ ...notes, version: '2.1' }, false, 'Notes 2.0: Version read back: 2.0, expected 2.1'],
    [{ ...notes, active: false }, false, 'Notes 2.0: State read back: Active'],
    [{ ...notes, version: { fact: 'v' } }, true, 'Notes 2.0 is there, Active'],
    [{ ...notes, id: 'other' }, false, 'other is not on the handset'],
    [{ ...notes, id: 'other', present: false }, true, 'other is gone'],
    [{ ...notes, present: false }, false, 'Notes 2.0 is still there'],
    [{ ...notes, id: 'radio', active: true }, false, 'radio: Activate progressing'],
    [{ ...notes, id: 'radio', present: false }, false, 'radio is still there (Activate progressing)'],
    [{ ...notes, id: { fact: 'none' } }, false, 'The run has not found out which one it is'],
    [{ ...notes, id: { fact: 'none' }, present: false }, true, 'There is none on the handset'],
    [{ what: 'package', pkgId: 'acme-notes-2.0', present: true, state: 'installed' }, true, 'Package acme-notes-2.0 is there, Installed'],
    [{ what: 'package', pkgId: 'acme-notes-2.0', present: true, state: 'delivered' }, true, 'Package acme-notes-2.0 is there, Installed'],
    [{ what: 'package', pkgId: 'acme-notes-2.0', present: true }, true, 'Package acme-notes-2.0 is there'],
    [{ what: 'package', pkgId: 'acme-notes-2.0', present: false }, false, 'Package acme-notes-2.0 is still there'],
    [{ what: 'package', pkgId: 'x', present: true }, false, 'Package x is not on the handset'],
    [{ what: 'package', pkgId: 'x', present: false }, true, 'Package x is gone'],
    [{ what: 'download', pkgId: 'acme-notes-2.1', present: true }, true, 'run-1 describes the download of acme-notes-2.1'],
    [{ what: 'download', pkgId: 'x', present: true }, false, 'No node under Download describes x'],
    [{ what: 'download', pkgId: 'x', present: false }, true, 'The download of x is gone'],
    [{ what: 'components-of', pkgId: 'acme-notes-2.0', active: true }, true, 'Notes 2.0 is there, Active'],
    [{ what: 'components-of', pkgId: 'acme-notes-2.0', active: false }, false, 'Notes 2.0: State read back: Active'],
    [{ what: 'components-of', pkgId: 'x' }, false, 'No component on the handset names package x'],
  ])('%j: %s, %s', (expectation, met, text) => {
    const checked = checkExpectation(expectation, { v: '2.0' }, FULL);
    expect([checked.met, checked.text]).toEqual([met, text]);
  });

  it('names a failed operation beside the state', () => {
    const inventory = inventoryOf(scomo({ Deployed: { C1: component({ ...NOTES, Status: 40, State: 10 }) } }));
    expect(checkExpectation({ ...notes, active: true }, {}, inventory).text).toBe(
      'Notes 2.0: State read back: Inactive (Activate failed)',
    );
  });

  it('of a delivered package is not an installed one', () => {
    const inventory = inventoryOf(scomo({ Delivered: { V: delivered({ PkgID: 'p', State: 10 }) } }));
    const expected = { what: 'package', pkgId: 'p', present: true, state: 'installed' } as const;
    expect(checkExpectation(expected, {}, inventory)).toMatchObject({
      met: false,
      text: 'Package p: State read back: Delivered',
    });
  });

  it('that rests on a missing optional node is met and not proven', () => {
    const { Version: _, ...unversioned } = NOTES;
    const inventory = inventoryOf(
      scomo({ Delivered: { V: { PkgID: 'p', Status: 10 } }, Deployed: { C1: component(unversioned) } }),
    );
    expect(checkExpectation({ ...notes, version: '2.1' }, {}, inventory)).toMatchObject({ met: true, proven: false });
    expect(
      checkExpectation({ what: 'package', pkgId: 'p', present: true, state: 'delivered' }, {}, inventory),
    ).toMatchObject({ met: true, proven: false });
  });

  it('of the components of a package rests on the package only where no component names any', () => {
    const packages = { V: delivered({ PkgID: 'p' }) };
    const { PkgIDRef: _, ...silent } = NOTES;
    const of = (deployed: Branch) =>
      checkExpectation(
        { what: 'components-of', pkgId: 'p' },
        {},
        inventoryOf(scomo({ Delivered: packages, Deployed: { C1: component(deployed) } })),
      );
    expect(of(silent)).toMatchObject({ met: true, proven: false });
    expect(of(NOTES)).toMatchObject({ met: false });
  });

  it('of two versions of a component takes the one that fits', () => {
    const inventory = inventoryOf(
      scomo({ Deployed: { C1: component(NOTES), C2: component({ ...NOTES, Version: '2.1' }) } }),
    );
    expect(checkExpectation({ ...notes, version: '2.1', active: true }, {}, inventory).met).toBe(true);
  });

  it('follows from the action where the plan does not say it', () => {
    expect(expectationsOf(DESCRIBE)).toEqual([
      { what: 'download', pkgId: 'acme-notes-2.1', present: true, nodeName: 'run-1' },
    ]);
    const gone = (target: Extract<StepAction, { kind: 'delete-node' }>['target']) =>
      expectationsOf({ kind: 'delete-node', target, skipIfAbsent: true });
    expect(gone({ subtree: 'Download', pkgId: 'p', nodeName: 'n' })).toEqual([
      { what: 'download', pkgId: 'p', present: false, nodeName: 'n' },
    ]);
    expect(gone({ subtree: 'Delivered', pkgId: 'p' })).toEqual([{ what: 'package', pkgId: 'p', present: false }]);
    expect(gone(NOTES_ID)).toEqual([{ what: 'component', id: 'com.acme.notes', present: false }]);
  });
});

describe('before a step is sent', () => {
  const active = [{ what: 'component', id: 'com.acme.notes', present: true, active: true }] as const;

  it('an effect that is there already is reported as met', () => {
    expect(condition(execute('Activate', { expect: active }))).toEqual({
      kind: 'already-met',
      text: 'Notes 2.0 is there, Active',
    });
    const gone = [{ what: 'component', id: 'com.acme.notes', present: false }] as const;
    expect(condition(execute('Remove', { expect: gone }), EMPTY)).toEqual({
      kind: 'already-met',
      text: 'com.acme.notes is gone',
    });
  });

  it('pushing again what is there is no such effect, unless an attempt of this step is open', () => {
    const target = { subtree: 'Download', pkgId: 'acme-notes-2.1' } as const;
    const push = execute('DownloadInstall', { target, expect: active });
    expect(condition(push)).toEqual({ kind: 'ready' });
    expect(condition(push, FULL, { unknownOutcome: true })).toMatchObject({ kind: 'already-met' });
  });

  it('what a refused push has brought all the same is taken, and only when it was not there before', () => {
    const target = { subtree: 'Download', pkgId: 'acme-notes-2.1' } as const;
    const push = execute('DownloadInstall', { target, expect: active });
    expect(condition(push, FULL, { metBefore: false })).toMatchObject({ kind: 'already-met' });
    expect(condition(push, FULL, { metBefore: true })).toEqual({ kind: 'ready' });
  });

  it('an effect that the handset does not wholly show is none to rely on', () => {
    const { Version: _, ...unversioned } = NOTES;
    const lists = { Download: { n: download({ PkgID: 'p' }) }, Deployed: { C1: component(unversioned) } };
    const expectVersion = [{ what: 'component', id: 'com.acme.notes', present: true, version: '2.0' }] as const;
    const push = execute('DownloadInstall', { target: { subtree: 'Download', pkgId: 'p' }, expect: expectVersion });
    expect(condition(push, inventoryOf(scomo(lists)), { unknownOutcome: true })).toEqual({ kind: 'ready' });
  });

  it('an operation that is not allowed says why and what to do', () => {
    expect(condition(execute('Activate'))).toEqual({
      code: 'not-allowed',
      message: 'Activate of Notes is not possible now: Already active.',
      next: 'Skip this step: there is nothing to do.',
      retryable: false,
    });
    const bare = inventoryOf(scomo({ Deployed: { C1: { ...component(NOTES), Operations: { Remove: null } } } }));
    expect(condition(execute('Deactivate'), bare)).toMatchObject({
      next: 'Choose a runbook whose operations this handset has.',
    });
  });

  it('a handset that is at it is waited for', () => {
    const target = { subtree: 'Deployed', componentId: 'radio' } as const;
    expect(condition(execute('Remove', { target }))).toMatchObject({ code: 'busy', retryable: true });
    const busy = inventoryOf(scomo({ Download: { 'run-1': download({ PkgID: 'p', Status: 30 }) } }));
    expect(condition(DESCRIBE, busy)).toMatchObject({ code: 'busy' });
  });

  it('what is absent may be skipped or not', () => {
    expect(condition(execute('Remove', { skipIfAbsent: true }), EMPTY)).toEqual({
      kind: 'already-met',
      text: 'Nothing to do: com.acme.notes is not on the handset',
    });
    expect(condition(execute('Deactivate'), EMPTY)).toMatchObject({ code: 'not-there' });
    expect(condition({ kind: 'delete-node', target: NOTES_ID, skipIfAbsent: true }, EMPTY)).toMatchObject({
      kind: 'already-met',
    });
    expect(condition({ kind: 'delete-node', target: NOTES_ID, skipIfAbsent: false }, EMPTY)).toMatchObject({
      code: 'not-there',
    });
    expect(condition({ kind: 'delete-node', target: NOTES_ID, skipIfAbsent: false })).toEqual({ kind: 'ready' });
  });

  it('nothing is done to a handset that was never read', () => {
    expect(checkPrecondition({ action: DESCRIBE }, {}, undefined)).toMatchObject({
      ok: false,
      error: { code: 'not-read' },
    });
    expect(condition({ kind: 'read-inventory' })).toEqual({ kind: 'ready' });
  });
});

describe('the facts of a reading', () => {
  it('are what was there before the run', () => {
    const learnt = learnFacts({ kind: 'read-inventory' }, FULL, {});
    expect(learnt).toEqual({
      ok: true,
      value: { deployedBefore: '["com.acme.notes","radio"]', deliveredBefore: '["acme-notes-2.0"]' },
    });
  });

  it('are set by the first reading only', () => {
    const before = { deployedBefore: '[]', deliveredBefore: '[]' };
    expect(learnFacts({ kind: 'read-inventory' }, FULL, before)).toEqual({ ok: true, value: {} });
    expect(learnFacts({ kind: 'verify', expect: [] }, FULL, {})).toEqual({ ok: true, value: {} });
  });

  it('for an update are what is replaced', () => {
    const learn = { componentId: 'com.acme.notes', newPkgId: 'acme-notes-2.1' };
    expect(learnFacts({ kind: 'read-inventory', learn }, FULL, {})).toMatchObject({
      value: { replacedPkgId: 'acme-notes-2.0', replacedVersion: '2.0' },
    });
    const same = { componentId: 'com.acme.notes', newPkgId: 'acme-notes-2.0' };
    expect(learnFacts({ kind: 'read-inventory', learn: same }, FULL, {})).not.toHaveProperty('value.replacedPkgId');
    expect(learnFacts({ kind: 'read-inventory', learn }, EMPTY, {})).toMatchObject({
      error: { code: 'component-absent' },
    });
  });
});

function condition(action: StepAction, inventory: Inventory | undefined = FULL, more: object = {}) {
  const checked = checkPrecondition({ action, ...more }, {}, inventory);
  return checked.ok ? checked.value : checked.error;
}
