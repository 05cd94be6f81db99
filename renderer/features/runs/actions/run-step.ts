import type { Action } from '../../../app/action.ts';
import { askRun, whyNotRun } from '../run-focus.ts';

/** Runs the step that the run stands before. */
export const runStep: Action = {
  id: 'runs.run-step',
  group: 'Run',
  label: 'Run step',
  hint: 'Sends the commands of this step and proves what they did',
  shortcut: 'F10',
  whyNot: (state, at) => whyNotRun(state, at, 'runStep'),
  run: (state, at) => askRun(state, at, 'runStep'),
};
