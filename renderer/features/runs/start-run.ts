/** Planning a run from this window. Nothing is sent to the handset before its first step is run. */
import type { Output } from '../../../shared/contract/contract.ts';
import type { Result } from '../../../shared/result.ts';
import type { Run, RunParams, RunbookId } from '../../../shared/runbook/run.ts';
import { isOver, select, windowStore, type WindowState } from '../../app/store.ts';
import { call } from '../../app/workbench.ts';

/** Plans a run and shows it, ready for its first step. */
export async function startRun(
  devId: string,
  runbook: RunbookId,
  params: RunParams,
): Promise<Result<Output<'runs.start'>>> {
  const result = await call('runs.start', { devId, runbook, params });
  if (!result.ok) return result;
  takeRun(result.value);
  select({ devId, runId: result.value.id });
  focusRun();
  return result;
}

/** Puts an answered run into the store; its event may still be on the way, or have been faster. */
export function takeRun(run: Run): void {
  windowStore.setState((state) => {
    const known = state.runs.get(run.id);
    return known !== undefined && known.seq >= run.seq ? {} : { runs: new Map(state.runs).set(run.id, run) };
  });
}

/** The run of this handset that is not over; there is at most one. */
function unfinishedRunOf(state: WindowState, devId: string): Run | undefined {
  for (const run of state.runs.values()) if (run.devId === devId && !isOver(run)) return run;
  return undefined;
}

/** Why no run can be started on this handset now; undefined when one can. */
export function whyNoNewRun(state: WindowState, devId: string): string | undefined {
  const unfinished = unfinishedRunOf(state, devId);
  return unfinished === undefined ? undefined : `Finish or abort “${unfinished.title}” first.`;
}

/** Moves the focus to the run, so that it is read out and the next Tab leads into it. */
function focusRun(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[data-run-title]')?.focus(), 0);
}
