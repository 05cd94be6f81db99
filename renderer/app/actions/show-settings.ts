import type { Action } from '../action.ts';
import { openDialog } from '../store.ts';

/** Opens the settings. */
export const showSettings: Action = {
  id: 'view.settings',
  group: 'View',
  label: 'Settings…',
  hint: 'Theme, time limits, enrolment credential',
  shortcut: 'Ctrl+,',
  whyNot: () => undefined,
  run: () => openDialog({ kind: 'settings' }),
};
