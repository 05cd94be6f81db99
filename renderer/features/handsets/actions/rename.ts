import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsHandset } from './handset-of.ts';

/** Gives the handset in focus a name of one's own. */
export const rename: Action = {
  id: 'handsets.rename',
  group: 'Handset',
  label: 'Rename…',
  hint: 'Gives it a name of your own',
  shortcut: 'F2',
  whyNot: needsHandset,
  run: (_state, at) => {
    if (at.devId !== undefined) openDialog({ kind: 'rename', devId: at.devId });
  },
};
