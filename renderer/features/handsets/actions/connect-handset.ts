import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';

/** Explains how a real handset gets here. */
export const connectHandset: Action = {
  id: 'handsets.connect',
  group: 'Handset',
  label: 'Connect a real handset…',
  hint: 'What to type into a handset so that it calls this workbench',
  shortcut: 'Alt+H',
  whyNot: () => undefined,
  run: () => openDialog({ kind: 'connect-handset' }),
};
