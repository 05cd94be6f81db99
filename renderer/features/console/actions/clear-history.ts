import type { Action } from '../../../app/action.ts';
import { needsHandset } from '../../handsets/actions/handset-of.ts';
import { call } from '../../../app/workbench.ts';

/** Forgets what was sent from the console to the handset in focus. */
export const clearHistory: Action = {
  id: 'console.clear-history',
  group: 'Handset',
  label: 'Clear the console’s history',
  hint: 'What was sent to this handset and its answers are forgotten; the trace stays',
  whyNot: needsHandset,
  run: (_state, at) => (at.devId === undefined ? undefined : call('console.clearHistory', { devId: at.devId })),
};
