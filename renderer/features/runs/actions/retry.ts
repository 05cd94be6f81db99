import type { Action } from '../../../app/action.ts';
import { askRun, whyNotRun } from '../run-focus.ts';

/** Runs a failed step again. */
export const retry: Action = {
  id: 'runs.retry',
  group: 'Run',
  label: 'Retry',
  hint: 'Reads back what happened, then runs the failed step again',
  shortcut: 'Alt+F10',
  whyNot: (state, at) => whyNotRun(state, at, 'retry'),
  run: (state, at) => askRun(state, at, 'retry'),
};
