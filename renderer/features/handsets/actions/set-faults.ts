import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { handsetOf, needsHandset } from './handset-of.ts';

/** Says what shall go wrong with the virtual handset in focus. */
export const setFaults: Action = {
  id: 'handsets.set-faults',
  group: 'Handset',
  label: 'Let something go wrong…',
  hint: 'Chooses faults of a virtual handset, and when they strike',
  whyNot: (state, at) => {
    const missing = needsHandset(state, at);
    if (missing !== undefined) return missing;
    return handsetOf(state, at)?.virtual === undefined ? 'Only a virtual handset goes wrong on demand.' : undefined;
  },
  run: (_state, at) => {
    if (at.devId !== undefined) openDialog({ kind: 'faults', devId: at.devId });
  },
};
