import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsAdmitted } from './handset-of.ts';

/** Shows what must be typed into the handset in focus. */
export const showAccount: Action = {
  id: 'handsets.account',
  group: 'Handset',
  label: 'Show account…',
  hint: 'The server address and passwords to type into this handset',
  shortcut: 'Alt+A',
  whyNot: needsAdmitted,
  run: (_state, at) => {
    if (at.devId !== undefined) openDialog({ kind: 'account', devId: at.devId });
  },
};
