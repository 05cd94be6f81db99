import type { Action } from '../../../app/action.ts';
import { askRun, whyNotRun } from '../run-focus.ts';

/** Runs step after step. */
export const runAll: Action = {
  id: 'runs.run-all',
  group: 'Run',
  label: 'Run all',
  hint: 'Goes on until something needs a person',
  shortcut: 'Shift+F10',
  whyNot: (state, at) => whyNotRun(state, at, 'runAll'),
  run: (state, at) => askRun(state, at, 'runAll'),
};
