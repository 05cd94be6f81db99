/**
 * A person who leads runs on a handset that something goes wrong with: starts each runbook, reads what a failed step
 * says, retries, and in the end wants every run done.
 */
import type { Run, RunbookId, RunParams, Step } from '../../shared/runbook/run.ts';
import { allowedActions } from '../../shared/runbook/selectors.ts';
import { type Bench, inState, must, start } from '../unit/workbench/bench.ts';

/** How a run went. */
export interface Outcome {
  readonly run: Run;
  /** The failures on the way, in order; empty when it went through at once. */
  readonly failures: readonly { readonly stepId: string; readonly code: string }[];
  /** What nobody could act on; empty when all is well. */
  readonly complaints: readonly string[];
  /** The faults that struck meanwhile: when, and as they are written. */
  readonly struck: readonly { readonly at: number; readonly fault: string }[];
}

export interface Order {
  readonly runbook: RunbookId;
  readonly params: RunParams;
  /** Asked once before each step: the faults with which the handset shall be started for it, if any. */
  readonly aim: (step: Step) => readonly string[] | undefined;
}

/** Longest wait for a run to stop somewhere, milliseconds. */
const STOP_MS = 120_000;
/** Retries of one run before a person gives up. */
const MOST_RETRIES = 4;

/** Leads a run to its end, step by step. */
export async function lead(bench: Bench, devId: string, { runbook, params, aim }: Order): Promise<Outcome> {
  const { call } = bench.workbench;
  const seen = await lastEntry(bench, devId);
  let run = await start(bench, devId, runbook, params);
  const { id: runId } = run;
  const failures: { readonly stepId: string; readonly code: string }[] = [];
  const complaints: string[] = [];
  while (run.state !== 'done' && run.state !== 'aborted') {
    const step = run.steps[run.current];
    if (step === undefined) throw new Error(`${run.title} stands nowhere.`);
    if (run.state !== 'failed') await runStep(bench, run, aim(step));
    else if (failures.length <= MOST_RETRIES) must(await call('runs.retry', { runId }));
    else must(await call('runs.abort', { runId, reason: 'given up', undo: false }));
    run = await inState(bench, runId, ['ready', 'done', 'failed', 'aborted'], STOP_MS);
    if (run.state !== 'failed') continue;
    failures.push({ stepId: step.id, code: run.steps[run.current]?.error?.code ?? 'no error' });
    complaints.push(...complaintsAbout(run));
  }
  if (run.state === 'aborted')
    complaints.push(`${failures.map(({ code }) => code).join(', ')}: retrying does not help`);
  return { run, failures, complaints, struck: await struckSince(bench, devId, seen) };
}

/** The step begins while a handset that is started for it is still off: its first session is that of the step. */
async function runStep({ workbench: { call } }: Bench, run: Run, faults: readonly string[] | undefined): Promise<void> {
  const { id: runId, devId } = run;
  if (faults !== undefined) {
    must(await call('handsets.stopVirtual', { devId }));
    must(await call('handsets.setFaults', { devId, faults: [...faults], seed: 1 }));
  }
  must(await call('runs.runStep', { runId }));
  if (faults !== undefined) must(await call('handsets.startVirtual', { devId }));
}

/** A failed step must say what happened and what to do, and let something be done. */
function complaintsAbout(run: Run): readonly string[] {
  const step = run.steps[run.current];
  const { code = '', message = '', next = '' } = step?.error ?? {};
  const { retry, skip, abort } = allowedActions(run);
  return [
    ...(code !== '' && message !== '' && next !== '' ? [] : [`${step?.title ?? '?'} fails without saying what to do`]),
    ...([retry, skip, abort].every((allowed) => allowed === true)
      ? []
      : [`${step?.title ?? '?'} can not be retried, skipped and given up`]),
  ];
}

async function lastEntry(bench: Bench, devId: string): Promise<number> {
  const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 1 }));
  return entries[0]?.id ?? 0;
}

async function struckSince(bench: Bench, devId: string, seen: number): Promise<Outcome['struck']> {
  const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 500 }));
  return entries.flatMap(({ id, at, summary }) => {
    const fault = /does what was asked for: (\S+)$/.exec(summary)?.[1];
    return id > seen && fault !== undefined ? [{ at, fault }] : [];
  });
}
