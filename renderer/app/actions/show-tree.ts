import type { Action } from '../action.ts';
import { select } from '../store.ts';

/** Brings the tree of the selected handset to the front. */
export const showTree: Action = {
  id: 'view.tree',
  group: 'View',
  label: 'Show tree',
  shortcut: 'Alt+T',
  whyNot: (state) => (state.selection.devId === undefined ? 'Select a handset first.' : undefined),
  run: () => select({ tab: 'tree' }),
};
