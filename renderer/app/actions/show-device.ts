import type { Action } from '../action.ts';
import { select } from '../store.ts';

/** Brings the standard objects of the selected handset to the front. */
export const showDevice: Action = {
  id: 'view.device',
  group: 'View',
  label: 'Show device',
  shortcut: 'Alt+D',
  whyNot: (state) => (state.selection.devId === undefined ? 'Select a handset first.' : undefined),
  run: () => select({ tab: 'device' }),
};
