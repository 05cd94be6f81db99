import type { Action } from '../../../app/action.ts';
import { call } from '../../../app/workbench.ts';
import { cableOf, needsCable } from './cable-of.ts';

/** Asks the cable in focus again who hangs on it. */
export const tryCable: Action = {
  id: 'cables.retry',
  group: 'Handset',
  label: 'Try the cable again',
  hint: 'Opens it now and asks who is there',
  shortcut: 'Alt+F5',
  whyNot: (state, at) => {
    const missing = needsCable(state, at);
    if (missing !== undefined) return missing;
    const cable = cableOf(state, at);
    if (cable?.state === 'in-session') return 'It is in session.';
    return cable?.state === 'identifying' ? 'It is being asked right now.' : undefined;
  },
  run: async (state, at) => {
    const cable = cableOf(state, at);
    return cable === undefined ? undefined : call('cables.retry', { port: cable.port });
  },
};
