import type { Action } from '../../../app/action.ts';
import { tellDone } from '../../../app/store.ts';
import { call } from '../../../app/workbench.ts';
import { handsetOf, needsAdmitted } from './handset-of.ts';

/** Wakes the handset in focus. */
export const wake: Action = {
  id: 'handsets.wake',
  group: 'Handset',
  label: 'Wake',
  hint: 'Sends a notification, so that the handset calls now',
  shortcut: 'Alt+W',
  whyNot: (state, at) => {
    const missing = needsAdmitted(state, at);
    if (missing !== undefined) return missing;
    const handset = handsetOf(state, at);
    if (handset?.state === 'in-session') return 'It is in session already.';
    if (handset?.virtual?.running === false) return 'It is switched off; switch it on.';
    return handset?.canWake === true ? undefined : 'It gave no address for notifications; wait until it calls.';
  },
  run: async (state, at) => {
    if (at.devId === undefined) return undefined;
    const result = await call('handsets.wake', { devId: at.devId });
    if (result.ok) tellDone(`Notification sent to ${handsetOf(state, at)?.name ?? at.devId}.`);
    return result;
  },
};
