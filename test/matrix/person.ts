/**
 * A person who leads runs on a handset that something goes wrong with: starts each runbook, reads what a failed step
 * says, retries, and in the end wants every run done.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run, RunbookId, RunParams } from '../../shared/runbook/run.ts';
import { allowedActions } from '../../shared/runbook/selectors.ts';
import { type Bench, inState, must, start } from '../unit/workbench/bench.ts';

/** How a run went. */
export interface Outcome {
  readonly run: Run;
  /** Codes of the failures on the way, in order; empty when it went through at once. */
  readonly failures: readonly string[];
  /** What nobody could act on; empty when all is well. */
  readonly complaints: readonly string[];
  /** The faults that struck meanwhile: when, and as they are written. */
  readonly struck: readonly { readonly at: number; readonly fault: string }[];
}

/** Longest wait for a run to stop somewhere, milliseconds. */
const STOP_MS = 120_000;
/** Retries before a person gives up. */
const MOST_RETRIES = 4;

/** Leads a run to its end. */
export async function lead(bench: Bench, devId: string, runbook: RunbookId, params: RunParams): Promise<Outcome> {
  const { call } = bench.workbench;
  const seen = await lastEntry(bench, devId);
  const { id } = await start(bench, devId, runbook, params);
  must(await call('runs.runAll', { runId: id }));
  const failures: string[] = [];
  const complaints: string[] = [];
  for (;;) {
    const run = await inState(bench, id, ['done', 'failed', 'aborted'], STOP_MS);
    const error = run.steps[run.current]?.error;
    if (run.state !== 'failed') return { run, failures, complaints, struck: await struckSince(bench, devId, seen) };
    failures.push(error?.code ?? 'no error');
    complaints.push(...complaintsAbout(run));
    if (failures.length > MOST_RETRIES) {
      complaints.push(`${failures.join(', ')}: retrying does not help`);
      const aborted = must(await call('runs.abort', { runId: id, reason: 'given up', undo: false }));
      return { run: aborted, failures, complaints, struck: await struckSince(bench, devId, seen) };
    }
    must(await call('runs.retry', { runId: id }));
  }
}

/** How often each operation was executed on the handset, and how often it ended well, by its URI. */
export async function countsOf(bench: Bench, devId: string) {
  const path = join(bench.folder, 'handsets', encodeURIComponent(devId), 'state.json');
  return JSON.parse(await readFile(path, 'utf8')) as {
    readonly executed: Readonly<Record<string, number>>;
    readonly completed: Readonly<Record<string, number>>;
  };
}

/** A failed step must say what happened and what to do, and let something be done. */
function complaintsAbout(run: Run): readonly string[] {
  const step = run.steps[run.current];
  const { code = '', message = '', next = '' } = step?.error ?? {};
  const actions = allowedActions(run);
  return [
    ...(code !== '' && message !== '' && next !== '' ? [] : [`${step?.title ?? '?'} fails without saying what to do`]),
    ...(actions.retry === true && actions.abort === true
      ? []
      : [`${step?.title ?? '?'} can be neither retried nor given up`]),
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
