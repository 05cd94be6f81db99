/** Finding the run that an action is about, and asking the workbench to go on with it. */
import type { Output } from '../../../shared/contract/contract.ts';
import type { Result } from '../../../shared/result.ts';
import type { Run } from '../../../shared/runbook/run.ts';
import { allowedActions, type RunAction } from '../../../shared/runbook/selectors.ts';
import { needsConnection } from '../../app/action.ts';
import type { Focus } from '../../app/selection.ts';
import { latestRunOf, type WindowState } from '../../app/store.ts';
import { call } from '../../app/workbench.ts';
import { takeRun } from './start-run.ts';

/** The run in focus, else the latest of the handset in focus. */
export function runOf(state: WindowState, at: Focus): Run | undefined {
  const run = at.runId === undefined ? undefined : state.runs.get(at.runId);
  return run !== undefined && (at.devId === undefined || run.devId === at.devId)
    ? run
    : latestRunOf(state.runs, at.devId);
}

/** Why this cannot be asked of the run in focus now. */
export function whyNotRun(state: WindowState, at: Focus, action: RunAction): string | undefined {
  const missing = needsConnection(state);
  if (missing !== undefined) return missing;
  const run = runOf(state, at);
  if (run === undefined) return 'Start a runbook first.';
  const allowed = allowedActions(run)[action];
  return allowed === true ? undefined : allowed;
}

/** Asks for one of the plain deeds; the answered run is shown at once. */
export async function askRun(
  state: WindowState,
  at: Focus,
  action: 'runStep' | 'runAll' | 'pause' | 'retry',
): Promise<Result<Output<'runs.get'>> | void> {
  const run = runOf(state, at);
  if (run === undefined) return;
  const result = await call(`runs.${action}`, { runId: run.id });
  if (result.ok) takeRun(result.value);
  return result;
}
