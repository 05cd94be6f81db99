import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { handsetOf, needsHandset } from './handset-of.ts';

/** Asks, then removes the handset in focus. */
export const forget: Action = {
  id: 'handsets.forget',
  group: 'Handset',
  label: 'Forget…',
  hint: 'Removes the handset with its tree and its runs from this workbench',
  shortcut: 'Alt+Delete',
  whyNot: (state, at) =>
    needsHandset(state, at) ??
    (handsetOf(state, at)?.state === 'in-session' ? 'Wait until its session has ended.' : undefined),
  run: (_state, at) => {
    if (at.devId !== undefined) openDialog({ kind: 'forget', devId: at.devId });
  },
};
