import { describe, expect, it } from 'vitest';
import { RUNBOOKS, planRun, runbookFor } from '../../../../shared/runbook/built-in.ts';
import type { RunPackage, RunParams, RunbookId } from '../../../../shared/runbook/run.ts';
import type { InventoryEntry, OperationName } from '../../../../shared/scomo/inventory-types.ts';
import { DIGEST, NOTES_21, createBenchHandset, planned, runAll, runStep } from './bench.ts';

const SUITE: RunPackage = {
  ...NOTES_21,
  pkgId: 'radio-5',
  name: 'Radio Suite 5',
  version: '5',
  components: [
    { id: 'radio', name: 'Radio', version: '5.0' },
    { id: 'radio.ui', name: 'Radio UI', version: '5.0' },
  ],
};
const UNLISTED: RunPackage = { ...NOTES_21, components: [] };

const OLD_NOTES = {
  ID: 'com.acme.notes',
  PkgIDRef: 'acme-notes-2.0',
  Name: 'Notes',
  Version: '2.0',
  Status: 10,
  State: 20,
};

function withOldNotes(options?: Parameters<typeof createBenchHandset>[1]) {
  const handset = createBenchHandset(NOTES_21, options);
  handset.deployed.set('C1', { ...OLD_NOTES });
  handset.delivered.set('pkg41', { PkgID: 'acme-notes-2.0', Status: 10, State: 20 });
  return handset;
}

describe('the plans', () => {
  it('say in plain words what will happen', () => {
    const handset = withOldNotes();
    const run = planned(
      'update-component',
      { digest: DIGEST, componentId: 'com.acme.notes', deactivateFirst: true },
      NOTES_21,
      handset.inventory(),
    );
    expect(run.title).toBe('Update Notes 2.0 with Notes 2.1');
    expect(run.steps.map(({ title }) => title)).toEqual([
      'Check the file of Notes 2.1',
      'Find Notes 2.0 on the handset',
      'Deactivate Notes 2.0',
      'Describe the download on the handset',
      'Download and install, leave inactive',
      'Activate Notes 2.1',
      'Check version and state of Notes 2.1',
      'Clean up the download',
      'Remove the package that was replaced',
    ]);
    expect(run.steps.map(({ id }) => id)).toEqual(['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9']);
    expect(run.steps.every(({ hint }) => /^[A-Z].*\.$/.test(hint))).toBe(true);
  });

  it('activate one component per step', () => {
    const run = planned('push-inactive-activate', { digest: DIGEST }, SUITE);
    expect(run.steps.map(({ title }) => title).filter((title) => title.startsWith('Activate'))).toEqual([
      'Activate Radio 5.0',
      'Activate Radio UI 5.0',
    ]);
    expect(run.title).toBe('Push Radio Suite 5 inactive, then activate');
  });

  it('take the time limit of the settings', () => {
    const plan = planRun({ runbook: 'read-inventory', params: {}, nodeName: 'n', timeLimitMs: 5000 });
    expect(plan.ok && plan.value.steps[0]?.timeLimitMs).toBe(5000);
  });

  it('exist for every runbook, once', () => {
    expect(new Set(RUNBOOKS.map(({ id }) => id)).size).toBe(RUNBOOKS.length);
    expect(RUNBOOKS).toHaveLength(10);
  });
});

describe('a plan that cannot be made', () => {
  it.each<readonly [RunbookId, RunParams, RunPackage | undefined, string]>([
    ['push-install', {}, undefined, 'package-missing'],
    ['push-install', { digest: DIGEST }, undefined, 'package-unknown'],
    ['push-install', { digest: 'b'.repeat(64) }, NOTES_21, 'package-unknown'],
    ['activate', {}, undefined, 'component-missing'],
    ['activate', { componentId: '' }, undefined, 'component-missing'],
    ['remove-delivered', {}, undefined, 'delivered-missing'],
    ['update-component', { digest: DIGEST }, NOTES_21, 'component-missing'],
    ['update-component', { componentId: 'com.acme.notes' }, NOTES_21, 'package-missing'],
    ['update-component', { digest: DIGEST, componentId: 'other' }, NOTES_21, 'component-not-in-package'],
  ])('%s with %j says what is missing', (runbook, params, pkg, code) => {
    const plan = planRun({ runbook, params, nodeName: 'n', ...(pkg === undefined ? {} : { package: pkg }) });
    expect(!plan.ok && plan.error.code).toBe(code);
    expect(!plan.ok && plan.error.next).toMatch(/^[A-Z].*\.$/);
  });
});

describe('on the bench', () => {
  it('push-install brings the components active and leaves no download behind', () => {
    for (const keepsDownload of [true, false]) {
      const handset = createBenchHandset(SUITE, { keepsDownload });
      const run = runAll(planned('push-install', { digest: DIGEST }, SUITE), handset);
      expect(run.state).toBe('done');
      expect(run.steps[3]?.proof).toBe('Radio 5.0 is there, Active · Radio UI 5.0 is there, Active');
      expect(handset.downloads.size).toBe(0);
    }
  });

  it('push-inactive-activate shows inactive first', () => {
    const handset = createBenchHandset(SUITE);
    const run = runAll(planned('push-inactive-activate', { digest: DIGEST }, SUITE), handset);
    expect(run.state).toBe('done');
    expect(run.steps[4]?.proof).toBe('Radio 5.0 is there, Inactive · Radio UI 5.0 is there, Inactive');
    expect([...handset.deployed.values()].map((values) => values['State'])).toEqual([20, 20]);
  });

  it('push-inactive-activate finds the components of a package that the library does not know', () => {
    const handset = createBenchHandset(SUITE);
    const unlisted = { ...SUITE, components: [] };
    const run = runAll(planned('push-inactive-activate', { digest: DIGEST }, unlisted), handset);
    expect(run.state).toBe('done');
    expect(run.steps.map(({ title }) => title)).toContain('Activate what came with Radio Suite 5');
    expect([...handset.deployed.values()].map((values) => values['State'])).toEqual([20, 20]);
  });

  it('deliver-package delivers, and install-delivered installs', () => {
    const handset = createBenchHandset(NOTES_21, { keepsDownload: true });
    const run = runAll(planned('deliver-package', { digest: DIGEST }, NOTES_21), handset);
    expect(run.state).toBe('done');
    expect(handset.deployed.size).toBe(0);
    expect(handset.downloads.size).toBe(0);
    expect(run.steps[4]?.proof).toBe('Package acme-notes-2.1 is there, Delivered');

    const install = runAll(planned('install-delivered', { pkgId: 'acme-notes-2.1', inactive: true }), handset);
    expect(install.title).toBe('Install acme-notes-2.1, leave inactive');
    expect(install.state).toBe('done');
    expect(install.steps[1]?.proof).toBe('Notes 2.1 is there, Inactive');
  });

  it('install-delivered looks for the components that the library knows', () => {
    const { steps } = planned('install-delivered', { pkgId: 'acme-notes-2.1' }, NOTES_21);
    expect(steps[1]).toMatchObject({
      title: 'Install Notes 2.1',
      action: { expect: [{ id: 'com.acme.notes', version: '2.1' }] },
    });
    const other = planned('install-delivered', { pkgId: 'other' }, NOTES_21);
    expect(other.steps[1]).toMatchObject({ title: 'Install other', action: { expect: [{ what: 'components-of' }] } });
  });

  it.each([true, false])('update-component, deactivate first: %s', (deactivateFirst) => {
    const handset = withOldNotes();
    const params = { digest: DIGEST, componentId: 'com.acme.notes', deactivateFirst };
    const run = runAll(planned('update-component', params, NOTES_21), handset);
    expect(run.state).toBe('done');
    expect(run.facts).toMatchObject({ replacedPkgId: 'acme-notes-2.0', replacedVersion: '2.0' });
    expect([...handset.deployed.values()]).toEqual([expect.objectContaining({ Version: '2.1', State: 20 })]);
    expect([...handset.delivered.values()].map((values) => values['PkgID'])).toEqual(['acme-notes-2.1']);
  });

  it('update-component of a package that lists no components', () => {
    const handset = withOldNotes();
    const params = { digest: DIGEST, componentId: 'com.acme.notes', deactivateFirst: true };
    const run = runAll(planned('update-component', params, UNLISTED), handset);
    expect(run.steps.find(({ state }) => state === 'failed')?.error).toBeUndefined();
    expect(run.state).toBe('done');
  });

  it('update-component keeps the replaced package when told so', () => {
    const handset = withOldNotes();
    const params = { digest: DIGEST, componentId: 'com.acme.notes', removeReplaced: false };
    expect(runAll(planned('update-component', params, NOTES_21), handset).state).toBe('done');
    expect(handset.delivered.size).toBe(2);
  });

  it('update-component never takes the new package for the replaced one', () => {
    const handset = createBenchHandset(NOTES_21);
    handset.deployed.set('C1', { ...OLD_NOTES, PkgIDRef: NOTES_21.pkgId });
    const run = runAll(
      planned('update-component', { digest: DIGEST, componentId: 'com.acme.notes' }, NOTES_21),
      handset,
    );
    expect(run.state).toBe('done');
    expect(run.facts).not.toHaveProperty('replacedPkgId');
    expect(run.steps.at(-1)?.proof).toBe('Nothing to do: (replacedPkgId) is not on the handset');
    expect(handset.delivered.size).toBe(1);
  });

  it('update-component of what is not there stops at once and says what to do', () => {
    const run = runAll(
      planned('update-component', { digest: DIGEST, componentId: 'com.acme.notes' }, NOTES_21),
      createBenchHandset(),
    );
    expect(run.state).toBe('failed');
    expect(run.current).toBe(1);
    expect(run.steps[1]?.error).toMatchObject({
      code: 'component-absent',
      message: 'com.acme.notes is not on this handset.',
    });
  });

  it('activate, deactivate and the removals do what they say', () => {
    const handset = withOldNotes();
    const componentId = 'com.acme.notes';
    const deactivated = runAll(planned('deactivate', { componentId }, undefined, handset.inventory()), handset);
    expect(deactivated.title).toBe('Deactivate Notes 2.0');
    expect(deactivated.steps[1]?.proof).toBe('Notes 2.0 is there, Inactive');
    expect(runAll(planned('activate', { componentId }), handset).state).toBe('done');
    expect(runAll(planned('remove-component', { componentId }), handset).steps[1]?.proof).toBe(
      'com.acme.notes is gone',
    );
    expect(runAll(planned('remove-delivered', { pkgId: 'acme-notes-2.0' }), handset).state).toBe('done');
    expect(handset.deployed.size + handset.delivered.size).toBe(0);
  });

  it('an operation without effect fails the step, whatever status it got', () => {
    const handset = withOldNotes({ fails: 'Deactivate' });
    const run = runAll(planned('deactivate', { componentId: 'com.acme.notes' }), handset);
    expect(run.state).toBe('failed');
    expect(run.steps[1]?.error?.message).toBe('Notes 2.0: State read back: Active');
  });

  it('a component without a version is taken, and the proof says that it was not shown', () => {
    const handset = createBenchHandset(NOTES_21, { hides: ['Version'] });
    const run = runAll(planned('push-install', { digest: DIGEST }, NOTES_21), handset);
    expect(run.state).toBe('done');
    expect(run.steps[3]?.proof).toBe('Notes is there, Active; the handset does not say its version (2.1 expected)');
  });

  it('without PkgIDRef the state of the package is the last proof', () => {
    const handset = createBenchHandset(NOTES_21, { hides: ['PkgIDRef'] });
    const run = runAll(planned('push-install', { digest: DIGEST }, UNLISTED), handset);
    expect(run.steps[3]?.proof).toMatch(/^Package acme-notes-2.1 is installed; the handset does not say/);
  });

  it('stops after each step when run step by step', () => {
    const handset = createBenchHandset();
    const run = runStep(planned('push-install', { digest: DIGEST }, NOTES_21), handset);
    expect([run.state, run.current, run.mode]).toEqual(['ready', 1, 'step']);
  });
});

describe('the runbook behind an operation of the tree', () => {
  const handset = withOldNotes();
  handset.downloads.set('run-9', { PkgID: 'p' });
  const { deployed, delivered, downloads } = handset.inventory();
  const of = (entries: readonly InventoryEntry[], operation: OperationName) =>
    entries.map((entry) => runbookFor(entry, operation));

  it('starts with what it needs', () => {
    const params = { componentId: 'com.acme.notes' };
    expect(of(deployed, 'Activate')).toEqual([{ runbook: 'activate', params }]);
    expect(of(deployed, 'Deactivate')).toEqual([{ runbook: 'deactivate', params }]);
    expect(of(deployed, 'Remove')).toEqual([{ runbook: 'remove-component', params }]);
    const pkgId = 'acme-notes-2.0';
    expect(of(delivered, 'InstallInactive')).toEqual([
      { runbook: 'install-delivered', params: { pkgId, inactive: true } },
    ]);
    expect(of(delivered, 'Remove')).toEqual([{ runbook: 'remove-delivered', params: { pkgId } }]);
  });

  it('is none for a download: it belongs to the run that described it', () => {
    expect(of(downloads, 'Download')).toEqual([undefined]);
  });
});
