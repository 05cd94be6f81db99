import { describe, expect, it } from 'vitest';
import type { Run } from '../../../../shared/runbook/run.ts';
import { cannotUndo, planUndo } from '../../../../shared/runbook/undo.ts';
import { currentStep } from '../../../../shared/runbook/selectors.ts';
import { DIGEST, NOTES_21, append, createBenchHandset, planned, runAll, runStep } from './bench.ts';

const OLD_NOTES = {
  ID: 'com.acme.notes',
  PkgIDRef: 'acme-notes-2.0',
  Name: 'Notes',
  Version: '2.0',
  Status: 10,
  State: 20,
};

function steps(run: Run, handset: ReturnType<typeof createBenchHandset>, count: number): Run {
  let now = run;
  for (let step = 0; step < count; step++) now = runStep(now, handset);
  return now;
}

function abort(run: Run): Run {
  return append(run, { type: 'aborted', reason: 'wrong build', undo: planUndo(run) });
}

describe('undo', () => {
  it('of a push takes everything back, last first, and leaves nothing on the handset', () => {
    const handset = createBenchHandset(NOTES_21, { keepsDownload: true });
    const run = steps(planned('push-inactive-activate', { digest: DIGEST }, NOTES_21), handset, 6);
    const undo = planUndo(run);
    expect(undo.map(({ id, title, undoes }) => [id, title, undoes])).toEqual([
      ['u1', 'Deactivate Notes', 's6'],
      ['u2', 'Remove Notes', 's4'],
      ['u3', 'Remove package acme-notes-2.1', 's4'],
      ['u4', 'Clean up the download', 's3'],
    ]);
    expect(cannotUndo(run)).toEqual([]);
    const undone = runAll(abort(run), handset);
    expect(undone.state).toBe('aborted');
    expect(undone.steps.slice(-4).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
    expect(handset.downloads.size + handset.delivered.size + handset.deployed.size).toBe(0);
  });

  it('never removes what was there before the run, and says that the earlier version does not come back', () => {
    const handset = createBenchHandset(NOTES_21);
    handset.deployed.set('C1', { ...OLD_NOTES });
    handset.delivered.set('pkg41', { PkgID: 'acme-notes-2.0', Status: 10, State: 20 });
    const params = { digest: DIGEST, componentId: 'com.acme.notes' };
    const run = steps(planned('update-component', params, NOTES_21), handset, 4);
    expect(planUndo(run).map(({ title }) => title)).toEqual(['Remove package acme-notes-2.1', 'Clean up the download']);
    expect(cannotUndo(run)).toEqual([
      'Download and install: com.acme.notes was there before; its earlier version does not come back.',
    ]);
    runAll(abort(run), handset);
    expect([...handset.deployed.keys()]).toEqual(['C1']);
    expect([...handset.delivered.keys()]).toEqual(['pkg41']);
  });

  it('turns Deactivate round', () => {
    const handset = createBenchHandset(NOTES_21);
    handset.deployed.set('C1', { ...OLD_NOTES });
    const params = { digest: DIGEST, componentId: 'com.acme.notes', deactivateFirst: true };
    const run = steps(planned('update-component', params, NOTES_21), handset, 3);
    expect(planUndo(run).map(({ title }) => title)).toEqual(['Activate Notes']);
    runAll(abort(run), handset);
    expect(handset.deployed.get('C1')?.['State']).toBe(20);
  });

  it('takes nothing back that was not sent', () => {
    const handset = createBenchHandset(NOTES_21);
    handset.deployed.set('C1', { ...OLD_NOTES });
    const run = steps(planned('activate', { componentId: 'com.acme.notes' }), handset, 2);
    expect(run.state).toBe('done');
    expect(run.steps[1]?.touched).toBeUndefined();
    expect(planUndo(run)).toEqual([]);
  });

  it('takes a step back that was sent and whose report never came', () => {
    const handset = createBenchHandset(NOTES_21);
    let run = steps(planned('push-install', { digest: DIGEST }, NOTES_21), handset, 3);
    const step = currentStep(run)?.id ?? '';
    run = append(run, { type: 'started', step, mode: 'step' });
    run = append(run, { type: 'sending', step, commands: [{ cmd: 'Exec', uri: './x' }] });
    expect(planUndo(run).map(({ title }) => title)).toEqual([
      'Remove Notes',
      'Remove package acme-notes-2.1',
      'Clean up the download',
    ]);
    expect(runAll(abort(run), handset).state).toBe('aborted');
  });

  it('goes by the changes of the step where no reading has said what was there', () => {
    const handset = createBenchHandset(NOTES_21);
    const run = steps(planned('install-delivered', { pkgId: 'p' }), handset, 0);
    const changes = [
      {
        uri: './SCM/inventory/deployed/C9/id',
        after: { uri: './SCM/inventory/deployed/C9/id', format: 'chr', value: 'new', readAt: 1 },
      },
      {
        uri: './SCM/inventory/deployed/C9/State',
        after: { uri: './SCM/inventory/deployed/C9/State', format: 'int', value: '20', readAt: 1 },
      },
    ] as const;
    const [, install] = run.steps;
    if (install === undefined) throw new Error('no step');
    const done = { ...run, steps: [{ ...install, state: 'done', touched: true, changes }] } as const;
    expect(planUndo(done).map(({ title }) => title)).toEqual(['Remove new']);
  });

  it('removes nothing on the mere hope of a plan', () => {
    const handset = createBenchHandset(NOTES_21);
    const run = steps(planned('push-install', { digest: DIGEST }, NOTES_21), handset, 4);
    expect(planUndo({ ...run, facts: {} }).map(({ title }) => title)).toEqual(['Clean up the download']);
  });

  it('says that removals cannot be taken back', () => {
    const handset = createBenchHandset(NOTES_21);
    handset.deployed.set('C1', { ...OLD_NOTES });
    const run = runAll(planned('remove-component', { componentId: 'com.acme.notes' }), handset);
    expect(planUndo(run)).toEqual([]);
    expect(cannotUndo(run)).toEqual(['Remove com.acme.notes: what was removed must be pushed again.']);
  });

  it('is not planned twice', () => {
    const handset = createBenchHandset(NOTES_21);
    const run = abort(steps(planned('push-install', { digest: DIGEST }, NOTES_21), handset, 4));
    expect(run.state).toBe('undoing');
    expect(planUndo(run)).toEqual([]);
  });
});
