import type { Action } from '../action.ts';
import { select } from '../store.ts';

/** Brings the components of the selected handset to the front. */
export const showComponents: Action = {
  id: 'view.components',
  group: 'View',
  label: 'Show components',
  shortcut: 'Alt+C',
  whyNot: (state) => (state.selection.devId === undefined ? 'Select a handset first.' : undefined),
  run: () => select({ tab: 'components' }),
};
