/** A workbench whose cables and runs are followed by their events, so that nobody asks again and again. */
import type { CableSystem } from '../../electron/links/cable-system.ts';
import type { Cable } from '../../shared/contract/cables.ts';
import type { Run } from '../../shared/runbook/run.ts';
import { type Bench, openBench } from '../unit/workbench/bench.ts';

export interface WatchedBench {
  readonly bench: Bench;
  /** How long it may take until something is so, milliseconds. */
  readonly patienceMs: number;
  /** As the last event told; undefined when none did. */
  cable(port: string): Cable | undefined;
  run(runId: string): Run | undefined;
  /** Resolves when it is so; fails with what was waited for. */
  when(isSo: () => boolean, what: () => string): Promise<void>;
}

/** Opens one over the cables of `system`. */
export async function openWatchedBench(system: CableSystem, patienceMs = 60_000): Promise<WatchedBench> {
  const bench = await openBench(undefined, system);
  const cables = new Map<string, Cable>();
  const runs = new Map<string, Run>();
  const waiting = new Set<() => void>();
  bench.workbench.subscribe((event) => {
    if (event.type === 'cable') cables.set(event.cable.port, event.cable);
    if (event.type === 'run') runs.set(event.run.id, event.run);
    for (const look of waiting) look();
  });
  return {
    bench,
    patienceMs,
    cable: (port) => cables.get(port),
    run: (runId) => runs.get(runId),
    when(isSo, what): Promise<void> {
      return new Promise((resolve, reject) => {
        const end = (then: () => void): void => {
          clearTimeout(limit);
          waiting.delete(look);
          then();
        };
        const limit = setTimeout(() => end(() => reject(new Error(`Waited in vain for ${what()}`))), patienceMs);
        const look = (): void => void (isSo() && end(resolve));
        waiting.add(look);
        look();
      });
    },
  };
}
