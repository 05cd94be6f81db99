import type { Action } from '../../../app/action.ts';
import { openDialog, select, tellDone, windowStore } from '../../../app/store.ts';
import { call } from '../../../app/workbench.ts';
import { handsetOf, needsHandset } from './handset-of.ts';

/** Admits the handset in focus: at once when it proved who it is, else with a look at its account. */
export const admit: Action = {
  id: 'handsets.admit',
  group: 'Handset',
  label: 'Admit',
  hint: 'Lets this handset in: from then on it is read and can be managed',
  shortcut: 'Alt+Enter',
  whyNot: (state, at) => {
    const missing = needsHandset(state, at);
    if (missing !== undefined) return missing;
    return handsetOf(state, at)?.state === 'new' ? undefined : 'It is admitted already.';
  },
  run: async (state, at) => {
    const handset = handsetOf(state, at);
    if (handset === undefined) return undefined;
    select({ devId: handset.devId });
    // A virtual handset has the credential of this workbench from its start: there is nothing to type into it.
    if (handset.authenticated === 'no' && handset.virtual === undefined) {
      openDialog({ kind: 'admit', devId: handset.devId });
      return undefined;
    }
    const result = await call('handsets.admit', { devId: handset.devId });
    // Its name may have come with its first message after this.
    const { name } = windowStore.getState().handsets.get(handset.devId) ?? handset;
    if (result.ok) tellDone(`${name} is admitted.`);
    return result;
  },
};
