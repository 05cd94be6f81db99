/**
 * A workbench whose runs are real runs (real plans, the real state machine) led by a script instead of a handset:
 * every step ends at once as the script says, after one wait. What the handset would do is the only made-up part.
 */
import { ok, fail, type Failure, type Result } from '../../../shared/result.ts';
import { planRun } from '../../../shared/runbook/built-in.ts';
import { reduceRun } from '../../../shared/runbook/reducer.ts';
import type { Run, RunEvent, RunPackage, RunParams, RunbookId } from '../../../shared/runbook/run.ts';
import { recordingWorkbench, type RecordingWorkbench } from '../../contract/recording-workbench.ts';

export interface ScriptedWorkbench extends RecordingWorkbench {
  /** Failures of steps by title; a step whose title is in `hangs` waits for ever. */
  readonly failures: Map<string, Failure>;
  readonly hangs: Set<string>;
  readonly run: () => Run;
  /** Names of the calls about runs, in order. */
  readonly runCalls: () => string[];
}

type NewEvent = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'seq' | 'at'> : never) : never;

export const notes: RunPackage & { addedAt: number; described: 'manifest'; sample: boolean } = {
  digest: 'ab'.repeat(32),
  size: 4096,
  fileName: 'notes-2.0.zip',
  pkgId: 'com.example.notes-2.0',
  name: 'Notes',
  version: '2.0',
  pkgType: 'application/zip',
  components: [{ id: 'notes', name: 'Notes', version: '2.0' }],
  addedAt: 0,
  described: 'manifest',
  sample: true,
};

export const library = [
  notes,
  { ...notes, digest: 'cd'.repeat(32), pkgId: 'com.example.notes-2.1', version: '2.1' },
  { ...notes, digest: 'ef'.repeat(32), pkgId: 'com.example.radio', name: 'Radio Suite', version: '5.0' },
];

export function scriptedWorkbench(): ScriptedWorkbench {
  const workbench = recordingWorkbench();
  const failures = new Map<string, Failure>();
  const hangs = new Set<string>();
  let run: Run | undefined;
  let seq = 0;

  function append(event: NewEvent): Run {
    run = reduceRun(run, { ...event, seq: run?.seq ?? 0, at: 1000 });
    workbench.emit({ seq: ++seq, type: 'run', run });
    return run;
  }

  function mustRun(): Run {
    if (run === undefined) throw new Error('no run');
    return run;
  }

  function start(input: { devId: string; runbook: RunbookId; params: RunParams }): Result<Run> {
    const chosen = library.find(({ digest }) => digest === input.params.digest) ?? notes;
    const planned = planRun({ ...input, nodeName: 'n1', package: chosen });
    if (!planned.ok) return planned;
    run = undefined;
    const { title, steps } = planned.value;
    return ok(append({ type: 'created', id: 'run-1', ...input, title, steps }));
  }

  function begin(mode: 'step' | 'all'): Result<Run> {
    const step = mustRun().steps[mustRun().current];
    if (step === undefined) return fail('not-now', 'The run is done.', 'Start another.');
    const started = append({ type: 'started', step: step.id, mode });
    setTimeout(() => work(), 1);
    return ok(started);
  }

  function work(): void {
    const step = mustRun().steps[mustRun().current];
    if (step === undefined) return;
    append({
      type: 'waiting',
      step: step.id,
      waiting: { what: 'the handset to call', kind: 'handset', since: 1000, until: 9000 },
    });
    if (hangs.has(step.title)) return;
    append({ type: 'continued', step: step.id });
    const error = failures.get(step.title);
    if (error === undefined) append({ type: 'done', step: step.id, proof: `read back by ${step.id}`, changes: [] });
    else append({ type: 'failed', step: step.id, error, changes: [] });
    const next = mustRun().steps[mustRun().current];
    if (error === undefined && mustRun().mode === 'all' && next?.state === 'pending') begin('all');
  }

  const last = (): never => workbench.calls.at(-1)?.input as never;
  workbench.answers.set('runs.start', () => start(last()));
  workbench.answers.set('runs.get', () => ok(mustRun()));
  workbench.answers.set('runs.list', () => ok(run === undefined ? [] : [run]));
  workbench.answers.set('runs.runAll', () => begin('all'));
  workbench.answers.set('runs.runStep', () => begin('step'));
  workbench.answers.set('runs.skip', () =>
    ok(
      append({
        type: 'skipped',
        step: mustRun().steps[mustRun().current]?.id ?? '',
        ...(last() as { reason: string }),
      }),
    ),
  );
  workbench.answers.set('runs.abort', () =>
    ok(append({ type: 'aborted', ...(last() as { reason: string }), undo: [] })),
  );
  workbench.answers.set('packages.list', () => ok([notes]));
  workbench.answers.set('packages.add', () => ok(notes));

  return Object.assign(workbench, {
    failures,
    hangs,
    run: mustRun,
    runCalls: () => workbench.calls.map(({ name }) => name).filter((name) => name.startsWith('runs.')),
  });
}
