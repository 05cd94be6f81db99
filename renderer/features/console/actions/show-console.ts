import type { Action } from '../../../app/action.ts';
import { select } from '../../../app/store.ts';

/** Brings the raw console of the selected handset to the front, ready to type. */
export const showConsole: Action = {
  id: 'view.console',
  group: 'View',
  label: 'Show console',
  hint: 'Compose any DM commands, see the message, send it',
  shortcut: 'Alt+K',
  whyNot: (state) => (state.selection.devId === undefined ? 'Select a handset first.' : undefined),
  run: () => {
    select({ tab: 'console' });
    // The tab is drawn after this turn.
    requestAnimationFrame(() => document.getElementById('console-commands')?.focus());
  },
};
