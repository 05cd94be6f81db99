import type { Action } from '../../../app/action.ts';
import { call } from '../../../app/workbench.ts';
import { handsetOf, needsHandset } from './handset-of.ts';

/** Starts the virtual handset in focus again. */
export const startVirtual: Action = {
  id: 'handsets.start-virtual',
  group: 'Handset',
  label: 'Switch virtual handset on',
  hint: 'Starts its process again where it stood',
  shortcut: 'Alt+O',
  whyNot: (state, at) => {
    const missing = needsHandset(state, at);
    if (missing !== undefined) return missing;
    const virtual = handsetOf(state, at)?.virtual;
    if (virtual === undefined) return 'Only a virtual handset can be switched on from here.';
    return virtual.running ? 'It is switched on already.' : undefined;
  },
  run: async (_state, at) => {
    if (at.devId === undefined) return undefined;
    return call('handsets.startVirtual', { devId: at.devId });
  },
};
