/** A run as the workbench leads it: planned by the real plans, folded by the real reducer. */
import { planRun } from '../../../../shared/runbook/built-in.ts';
import { reduceRun } from '../../../../shared/runbook/reducer.ts';
import type { Run, RunCommand, RunEvent, RunParams, RunbookId, Step } from '../../../../shared/runbook/run.ts';
import { samplePackage } from '../sample-window.tsx';

/** A step by itself. */
export function sampleStep(id: string, change: Partial<Step> = {}): Step {
  return {
    id,
    title: `Step ${id}`,
    hint: 'What it is for.',
    action: { kind: 'verify', expect: [] },
    timeLimitMs: 600_000,
    state: 'pending',
    attempt: 0,
    commands: [],
    sent: false,
    changes: [],
    ...change,
  };
}

/** A planned run. */
export function plannedRun(runbook: RunbookId, params: RunParams = {}, id = 'run-1', at = AT): Run {
  const { digest, fileName, size, pkgId, name, pkgType, components } = samplePackage();
  const version = '2.1';
  const carried = { digest, fileName, size, pkgId, name, version, pkgType, components };
  const plan = planRun({ runbook, params, nodeName: 'pkg42', package: carried });
  if (!plan.ok) throw new Error(plan.error.message);
  return reduceRun(undefined, {
    seq: 0,
    at,
    type: 'created',
    id,
    devId: 'IMEI:1',
    runbook,
    title: plan.value.title,
    params,
    ...(params.digest === undefined ? {} : { package: carried }),
    steps: plan.value.steps,
  });
}

type EventOf<T> = T extends { readonly seq: number; readonly at: number } ? Omit<T, 'seq' | 'at'> : never;

/** Folds events in, each a second after the one before. */
export function led(run: Run, ...events: readonly EventOf<RunEvent>[]): Run {
  return events.reduce(
    (before, event) => reduceRun(before, { ...event, seq: before.seq, at: AT + before.seq * 1000 }),
    run,
  );
}

export const AT = 1_700_000_000_000;

const exec: RunCommand = {
  cmd: 'Exec',
  uri: './SCM/Inventory/Deployed/Notes/Operations/Activate',
  correlator: 'run-1.s2.1',
};

/** Activating Notes: the inventory is read, the second step stands before its Exec. */
export function beforeActivation(): Run {
  return led(
    plannedRun('activate', { componentId: 'com.acme.notes' }),
    { type: 'started', step: 's1', mode: 'step' },
    { type: 'done', step: 's1', proof: 'SCOMO 1.0 at ./SCM: 2 components', changes: [] },
    { type: 'planned', step: 's2', commands: [exec] },
  );
}

/** The Exec was accepted; its report is awaited. */
export function waitingForReport(): Run {
  const accepted = { ...exec, status: { code: 202, word: 'Accepted' } };
  return led(
    beforeActivation(),
    { type: 'started', step: 's2', mode: 'step' },
    { type: 'sending', step: 's2', commands: [exec] },
    { type: 'answered', step: 's2', commands: [accepted] },
    {
      type: 'waiting',
      step: 's2',
      waiting: {
        what: "the handset's report on Activate",
        kind: 'result',
        since: Date.now() - 8000,
        until: Date.now() + 592_000,
      },
    },
  );
}

/** The report said that it did not work. */
export function failedActivation(): Run {
  return led(waitingForReport(), {
    type: 'failed',
    step: 's2',
    error: {
      code: 'operation-failed',
      message: 'The handset could not activate the component.',
      next: 'Look at the handset, then retry.',
      detail: 'Result 1409',
      retryable: true,
    },
    changes: [],
  });
}

/** The component is active, and a read-back proved it. */
export function provenActivation(): Run {
  const uri = './SCM/Inventory/Deployed/Notes/State';
  const node = (value: string) => ({ uri, format: 'int' as const, value, readAt: AT });
  const done = { ...exec, status: { code: 202, word: 'Accepted' }, result: { code: 1200, word: 'Done' } };
  return led(
    waitingForReport(),
    { type: 'answered', step: 's2', commands: [done] },
    {
      type: 'done',
      step: 's2',
      proof: 'State read back: 10 → 20 Active',
      changes: [{ uri, before: node('10'), after: node('20') }],
    },
  );
}
