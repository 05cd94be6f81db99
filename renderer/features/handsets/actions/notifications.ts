import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsAdmitted } from './handset-of.ts';

/** Shows how the handset in focus is woken. */
export const notifications: Action = {
  id: 'handsets.notifications',
  group: 'Handset',
  label: 'Notifications…',
  hint: 'Where and how it is woken, and a notification as a file',
  whyNot: needsAdmitted,
  run: (_state, at) => {
    if (at.devId !== undefined) openDialog({ kind: 'notifications', devId: at.devId });
  },
};
