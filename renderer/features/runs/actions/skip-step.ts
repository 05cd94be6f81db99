import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { runOf, whyNotRun } from '../run-focus.ts';

/** Asks for a reason, then skips the current step. */
export const skipStep: Action = {
  id: 'runs.skip-step',
  group: 'Run',
  label: 'Skip…',
  hint: 'Goes on without this step; the reason is kept',
  shortcut: 'Ctrl+Shift+F10',
  whyNot: (state, at) => whyNotRun(state, at, 'skip'),
  run: (state, at) => {
    const run = runOf(state, at);
    if (run !== undefined) openDialog({ kind: 'skip-step', runId: run.id });
  },
};
