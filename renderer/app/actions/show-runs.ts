import type { Action } from '../action.ts';
import { select } from '../store.ts';

/** Brings the runs of the selected handset to the front. */
export const showRuns: Action = {
  id: 'view.runs',
  group: 'View',
  label: 'Show runs',
  shortcut: 'Alt+R',
  whyNot: (state) => (state.selection.devId === undefined ? 'Select a handset first.' : undefined),
  run: () => select({ tab: 'runs' }),
};
