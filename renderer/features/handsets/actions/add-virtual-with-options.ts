import { needsConnection, type Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';

/** Asks how the virtual handset shall be, then starts it. */
export const addVirtualWithOptions: Action = {
  id: 'handsets.add-virtual-with-options',
  group: 'Handset',
  label: 'Add virtual handset with options…',
  hint: 'Choose its DevId, the size of its tree, how slow it is and what it refuses',
  shortcut: 'Alt+Shift+V',
  whyNot: needsConnection,
  run: () => openDialog({ kind: 'add-virtual' }),
};
