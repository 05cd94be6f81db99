import type { Action } from '../../../app/action.ts';
import { tellDone } from '../../../app/store.ts';
import { call } from '../../../app/workbench.ts';
import { handsetOf } from './handset-of.ts';

/** Lets callers with the name of the handset in focus try their credentials again. */
export const unlock: Action = {
  id: 'handsets.unlock',
  group: 'Handset',
  label: 'Unlock',
  hint: 'Callers that showed wrong credentials too often may try again at once',
  whyNot: (state, at) => {
    const handset = handsetOf(state, at);
    if (handset === undefined) return 'Select a handset first.';
    return handset.locks === undefined ? 'Nobody with its name is locked out.' : undefined;
  },
  run: async (state, at) => {
    if (at.devId === undefined) return undefined;
    const result = await call('handsets.unlock', { devId: at.devId });
    if (result.ok) tellDone(`${handsetOf(state, at)?.name ?? at.devId} is unlocked.`);
    return result;
  },
};
