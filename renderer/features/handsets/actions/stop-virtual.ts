import type { Action } from '../../../app/action.ts';
import { call } from '../../../app/workbench.ts';
import { handsetOf, needsHandset } from './handset-of.ts';

/** Stops the virtual handset in focus. */
export const stopVirtual: Action = {
  id: 'handsets.stop-virtual',
  group: 'Handset',
  label: 'Switch virtual handset off',
  hint: 'Ends its process; it keeps its state',
  shortcut: 'Alt+S',
  whyNot: (state, at) => {
    const missing = needsHandset(state, at);
    if (missing !== undefined) return missing;
    const virtual = handsetOf(state, at)?.virtual;
    if (virtual === undefined) return 'Only a virtual handset can be switched off from here.';
    return virtual.running ? undefined : 'It is switched off already.';
  },
  run: async (_state, at) => {
    if (at.devId === undefined) return undefined;
    return call('handsets.stopVirtual', { devId: at.devId });
  },
};
