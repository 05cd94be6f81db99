import type { Action } from '../../../app/action.ts';
import { askRun, whyNotRun } from '../run-focus.ts';

/** Stops a run-all. */
export const pause: Action = {
  id: 'runs.pause',
  group: 'Run',
  label: 'Pause',
  hint: 'Stops after the step that runs now',
  shortcut: 'Ctrl+F10',
  whyNot: (state, at) => whyNotRun(state, at, 'pause'),
  run: (state, at) => askRun(state, at, 'pause'),
};
