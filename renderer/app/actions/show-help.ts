import type { Action } from '../action.ts';
import { openDialog } from '../store.ts';

/** Opens the help. */
export const showHelp: Action = {
  id: 'view.help',
  group: 'View',
  label: 'Help',
  hint: 'The words, the keys, and how to connect a handset',
  shortcut: 'F1',
  whyNot: () => undefined,
  run: () => openDialog({ kind: 'help' }),
};
