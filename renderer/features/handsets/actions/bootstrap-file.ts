import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsAdmitted } from './handset-of.ts';

/** Makes a file that sets the handset in focus up. */
export const bootstrapFile: Action = {
  id: 'handsets.bootstrap',
  group: 'Handset',
  label: 'Bootstrap file…',
  hint: 'Its account as a file that sets the handset up (Client Provisioning or DM profile)',
  whyNot: needsAdmitted,
  run: (_state, at) => {
    if (at.devId !== undefined) openDialog({ kind: 'bootstrap', devId: at.devId });
  },
};
