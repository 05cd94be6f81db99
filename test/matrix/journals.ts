/** The journals of runs as they lie on the disk, held against the runs that the workbench knew. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { reduceRun } from '../../shared/runbook/reducer.ts';
import type { Run, RunEvent } from '../../shared/runbook/run.ts';
import { type Bench, must } from '../unit/workbench/bench.ts';

/** Closes the workbench; answers which of the runs it has lost, or has kept otherwise than they ended. */
export async function closeAndCompare(bench: Bench, runs: readonly Run[]): Promise<readonly string[]> {
  const listed = new Map(must(await bench.workbench.call('runs.list', {})).map((run) => [run.id, run]));
  await bench.workbench.close();
  const db = new DatabaseSync(join(bench.folder, 'workbench.db'), { readOnly: true });
  try {
    const events = db.prepare('SELECT event FROM run_events WHERE run_id = ? ORDER BY seq');
    return runs.flatMap((run) => {
      const journal = events.all(run.id).map(({ event }) => JSON.parse(String(event)) as RunEvent);
      const complaints = [
        ...(isDeepStrictEqual(listed.get(run.id), run) ? [] : ['is not in the list of runs as it ended']),
        ...(journal.every(({ seq }, index) => seq === index) ? [] : ['has a gap in its journal']),
        ...(isDeepStrictEqual(folded(journal), run) ? [] : ['is not what its journal says']),
      ];
      return complaints.map((text) => `${run.devId}, “${run.title}”: ${text}`);
    });
  } finally {
    db.close();
  }
}

function folded(journal: readonly RunEvent[]): Run | undefined {
  let run: Run | undefined;
  for (const event of journal) run = reduceRun(run, event);
  return run;
}
