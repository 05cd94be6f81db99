/** What a virtual handset has counted of its operations, held against what runs have ordered. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastSegment } from '../../shared/dm/uri.ts';
import type { Run } from '../../shared/runbook/run.ts';
import { standardName } from '../../shared/scomo/nodes.ts';
import type { Bench } from '../unit/workbench/bench.ts';

/** Every operation that a run has ordered must have come to its end exactly once, as the handset itself counts. */
export async function miscounted(bench: Bench, devId: string, runs: readonly Run[]): Promise<readonly string[]> {
  const { completed } = await countsOf(bench, devId);
  const twice = Object.entries(completed)
    .filter(([, count]) => count > 1)
    .map(([uri, count]) => `${uri} was done ${count} times`);
  const done = tally(
    Object.entries(completed).map(([uri, count]) => [standardName(lastSegment(uri)) ?? lastSegment(uri), count]),
  );
  const ordered = tally(
    runs.flatMap(({ steps }) =>
      steps.flatMap(({ action, state }) =>
        action.kind === 'execute' && state === 'done' ? [[action.operation, 1] as const] : [],
      ),
    ),
  );
  const names = [...new Set([...done.keys(), ...ordered.keys()])];
  const wrong = names
    .filter((name) => done.get(name) !== ordered.get(name))
    .map((name) => `${name} was ordered ${ordered.get(name) ?? 0} times and done ${done.get(name) ?? 0} times`);
  return [...twice, ...wrong];
}

function tally(rows: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of rows) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

/** How often each operation has ended well on the handset, by its URI. */
async function countsOf(bench: Bench, devId: string) {
  const path = join(bench.folder, 'handsets', encodeURIComponent(devId), 'state.json');
  return JSON.parse(await readFile(path, 'utf8')) as { readonly completed: Readonly<Record<string, number>> };
}
