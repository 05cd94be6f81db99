import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { runOf, whyNotRun } from '../run-focus.ts';

/** Asks how, then gives the run up. */
export const abortRun: Action = {
  id: 'runs.abort-run',
  group: 'Run',
  label: 'Abort…',
  hint: 'Gives the run up, or takes back what it did',
  shortcut: 'Ctrl+Shift+Delete',
  whyNot: (state, at) => whyNotRun(state, at, 'abort'),
  run: (state, at) => {
    const run = runOf(state, at);
    if (run !== undefined) openDialog({ kind: 'abort-run', runId: run.id });
  },
};
