import { needsConnection, type Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';

/** Asks for a serial port that a handset hangs on. */
export const addPort: Action = {
  id: 'cables.add',
  group: 'Handset',
  label: 'Add a port…',
  hint: 'A serial port that a handset hangs on, chosen or by its path',
  shortcut: 'Alt+P',
  whyNot: needsConnection,
  run: () => openDialog({ kind: 'add-port' }),
};
