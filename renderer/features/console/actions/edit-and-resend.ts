import type { Action } from '../../../app/action.ts';
import { needsHandset } from '../../handsets/actions/handset-of.ts';
import { call } from '../../../app/workbench.ts';
import { compose } from '../console-store.ts';
import { showConsole } from './show-console.ts';

/** Takes the commands of a message of the trace into the console of its handset. */
export const editAndResend: Action = {
  id: 'console.from-trace',
  group: 'Trace',
  label: 'Edit and resend',
  hint: 'Takes the commands of the selected message into the console',
  whyNot: (state, at) =>
    needsHandset(state, at) ?? (at.traceId === undefined ? 'Select a message of the trace first.' : undefined),
  run: async (state, at) => {
    const { devId, traceId } = at;
    if (devId === undefined || traceId === undefined) return undefined;
    const taken = await call('console.fromTrace', { id: traceId });
    if (!taken.ok) return taken;
    compose(devId, taken.value.text, taken.value.notes);
    return showConsole.run(state, at);
  },
};
