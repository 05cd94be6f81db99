import type { Action } from '../action.ts';
import { select } from '../store.ts';

/** Brings what the selected handset told on its own to the front. */
export const showEvents: Action = {
  id: 'view.events',
  group: 'View',
  label: 'Show events',
  shortcut: 'Alt+E',
  whyNot: (state) => (state.selection.devId === undefined ? 'Select a handset first.' : undefined),
  run: () => select({ tab: 'events' }),
};
