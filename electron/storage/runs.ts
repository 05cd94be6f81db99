/**
 * The journal of runs. An event is in the journal before it is acted on, so a run that is folded from it stands
 * exactly where it stood. Its commits are synced to the disk, where the other tables leave that to the next
 * checkpoint: what was sent to a handset must be known even after the power went.
 */
import type { DatabaseSync } from 'node:sqlite';
import { type Result, fail, ok } from '../../shared/result.ts';
import type { RunEvent } from '../../shared/runbook/run.ts';
import { json, transaction, writeFailure } from './sql.ts';

export interface Runs {
  /**
   * Keeps the next event of a run; the first one is `created`. Fails with `journal-gap` when `event.seq` is not the
   * next number, `journal-unknown` when the run or its handset is not there, and with `disk-full` and its kin when
   * it could not be written; then nothing may be done that the event announces.
   */
  appendEvent(runId: string, event: RunEvent): Result<void>;
  /** In order; empty for an unknown run. */
  eventsOf(runId: string): readonly RunEvent[];
  /** Newest first. */
  allRunIds(): readonly string[];
  /** Removes a run with its journal and its offers. */
  remove(runId: string): void;
}

/** Opens the journal. */
export function openRuns(db: DatabaseSync): Runs {
  const next = db.prepare('SELECT coalesce(max(seq) + 1, 0) AS seq FROM run_events WHERE run_id = ?');
  const create = db.prepare(
    'INSERT INTO runs (id, handset, created_at) SELECT ?, id, ? FROM handsets WHERE dev_id = ?',
  );
  const append = db.prepare('INSERT INTO run_events (run_id, seq, event) VALUES (?, ?, ?)');
  const events = db.prepare('SELECT event FROM run_events WHERE run_id = ? ORDER BY seq');
  const all = db.prepare('SELECT id FROM runs ORDER BY created_at DESC, rowid DESC');
  const remove = db.prepare('DELETE FROM runs WHERE id = ?');
  const removeOffers = db.prepare('DELETE FROM offers WHERE run_id = ?');

  function write(runId: string, event: RunEvent): Result<void> {
    const expected = Number(next.get(runId)?.['seq']);
    if (event.seq !== expected) return gap(runId, event.seq, expected);
    if (event.seq === 0) {
      if (event.type !== 'created') return unknown(`run ${runId} does not begin with the event created`);
      if (create.run(runId, event.at, event.devId).changes === 0) return unknown(`handset ${event.devId}`);
    }
    append.run(runId, event.seq, JSON.stringify(event));
    return ok(undefined);
  }

  return {
    appendEvent(runId, event) {
      try {
        db.exec('PRAGMA synchronous = FULL');
        return transaction(db, () => write(runId, event));
      } catch (error) {
        const failure = writeFailure(error);
        if (failure === undefined) throw error;
        return { ok: false, error: failure };
      } finally {
        db.exec('PRAGMA synchronous = NORMAL');
      }
    },
    eventsOf: (runId) => events.all(runId).map((row) => json(row['event']) as RunEvent),
    allRunIds: () => all.all().map((row) => String(row['id'])),
    remove(runId) {
      transaction(db, () => {
        remove.run(runId);
        removeOffers.run(runId);
      });
    },
  };
}

function gap(runId: string, got: number, expected: number): Result<never> {
  return fail(
    'journal-gap',
    'The journal of the run went on elsewhere meanwhile.',
    'Open the run again; it stands where its journal stands.',
    { detail: `run ${runId}: event ${got}, expected ${expected}` },
  );
}

function unknown(detail: string): Result<never> {
  return fail('journal-unknown', 'The run or its handset is no longer known.', 'Start a new run.', { detail });
}
