/**
 * All runs, as the fold of their journals. `append` writes the event to the journal first, then folds it in, then
 * tells the windows: what a window shows has always been written.
 */
import { reduceRun } from '../../../shared/runbook/reducer.ts';
import type { Run, RunEvent } from '../../../shared/runbook/run.ts';
import type { Failure } from '../../../shared/result.ts';
import type { Storage } from '../../storage/storage.ts';
import type { EventHub } from '../event-hub.ts';

type WithoutNumber<E> = E extends unknown ? Omit<E, 'seq' | 'at'> : never;
/** An event before it has its number and time. */
export type NewRunEvent = WithoutNumber<RunEvent>;

export interface RunStore {
  get(runId: string): Run | undefined;
  /** Newest first. */
  list(devId?: string): readonly Run[];
  append(runId: string, event: NewRunEvent): Run;
  /** Drops the runs of a forgotten handset from memory; storage has removed them with it. */
  forget(devId: string): void;
  /** Hears of every change of every run. */
  onChange(listener: (run: Run) => void): () => void;
}

/** The journal cannot be written (disk full, database gone): the run stops where it stands. */
export class JournalError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Loads all runs from their journals. */
export function openRunStore(storage: Storage, events: EventHub, now: () => number): RunStore {
  const runs = new Map<string, Run>();
  const listeners = new Set<(run: Run) => void>();
  for (const runId of storage.runs.allRunIds().toReversed()) {
    let run: Run | undefined;
    for (const event of storage.runs.eventsOf(runId)) run = reduceRun(run, event);
    if (run !== undefined) runs.set(runId, run);
  }

  return {
    get: (runId) => runs.get(runId),
    list: (devId) => [...runs.values()].filter((run) => devId === undefined || run.devId === devId).toReversed(),
    append(runId, event): Run {
      const before = runs.get(runId);
      const numbered = { ...event, seq: before?.seq ?? 0, at: now() } as RunEvent;
      const after = reduceRun(before, numbered);
      // Journaled first: what cannot be written does not happen.
      const written = storage.runs.appendEvent(runId, numbered);
      if (!written.ok) throw new JournalError(written.error);
      runs.set(runId, after);
      events.emit({ type: 'run', run: after });
      for (const listener of listeners) listener(after);
      return after;
    },
    forget(devId): void {
      for (const run of runs.values()) {
        if (run.devId !== devId) continue;
        runs.delete(run.id);
        events.emit({ type: 'run-removed', runId: run.id });
      }
    },
    onChange(listener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
