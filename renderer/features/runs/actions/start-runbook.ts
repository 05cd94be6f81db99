import type { Runbook } from '../../../../shared/runbook/built-in.ts';
import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsAdmitted } from '../../handsets/actions/handset-of.ts';
import { startRun, whyNoNewRun } from '../start-run.ts';

/** Makes the action that starts a runbook: at once when it needs nothing, else after asking what it needs. */
export function startRunbook(runbook: Runbook): Action {
  return {
    id: `runs.start-${runbook.id}`,
    group: 'Run',
    label: runbook.needs.length === 0 ? runbook.title : `${runbook.title}…`,
    hint: runbook.hint,
    whyNot: (state, at) => {
      const missing = needsAdmitted(state, at) ?? whyNoNewRun(state, at.devId ?? '');
      if (missing !== undefined) return missing;
      return runbook.needs.includes('digest') && state.packages.size === 0
        ? 'Add a package to the library first.'
        : undefined;
    },
    run: async (_state, at) => {
      if (at.devId === undefined) return undefined;
      if (runbook.needs.length === 0) return startRun(at.devId, runbook.id, {});
      openDialog({
        kind: 'start-run',
        devId: at.devId,
        runbook: runbook.id,
        ...(at.uri === undefined ? {} : { uri: at.uri }),
      });
      return undefined;
    },
  };
}
