import type { Action } from '../../../app/action.ts';
import { tellDone } from '../../../app/store.ts';
import { call } from '../../../app/workbench.ts';
import { cableOf, needsCable } from './cable-of.ts';

/** Lets go of the cable in focus. What is known of a handset that hung on it stays. */
export const forgetCable: Action = {
  id: 'cables.forget',
  group: 'Handset',
  label: 'Forget the cable',
  hint: 'Lets go of its port; one that the system finds is back when it is plugged in again',
  whyNot: (state, at) =>
    needsCable(state, at) ??
    (cableOf(state, at)?.state === 'in-session' ? 'Wait until its session has ended.' : undefined),
  run: async (state, at) => {
    const cable = cableOf(state, at);
    if (cable === undefined) return undefined;
    const removed = await call('cables.remove', { port: cable.port });
    if (removed.ok) tellDone(`${cable.where} is let go.`);
    return removed;
  },
};
