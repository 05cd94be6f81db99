/** Waiting for a workbench without asking it again and again: it is asked once, and once more when it has told something. */
import type { SequencedEvent } from '../../shared/contract/events.ts';
import type { Result } from '../../shared/result.ts';
import type { WorkbenchClient } from './workbench-client.ts';

/**
 * Looks until something is found, anew after each event of these types, for at most `limitMs` milliseconds; undefined
 * when nothing was found by then. Errors: those of `look`.
 */
export async function whenTold<T>(
  client: Pick<WorkbenchClient, 'subscribe'>,
  types: readonly SequencedEvent['type'][],
  look: () => Promise<Result<T | undefined>>,
  limitMs: number,
): Promise<Result<T | undefined>> {
  let isOver = false;
  let told = Promise.withResolvers<void>();
  const stop = client.subscribe(({ type }) => {
    if (types.includes(type)) told.resolve();
  });
  const limit = setTimeout(() => {
    isOver = true;
    told.resolve();
  }, limitMs);
  try {
    for (;;) {
      // What is told while we look may be news.
      told = Promise.withResolvers();
      const found = await look();
      if (!found.ok || found.value !== undefined || isOver) return found;
      await told.promise;
    }
  } finally {
    clearTimeout(limit);
    stop();
  }
}
