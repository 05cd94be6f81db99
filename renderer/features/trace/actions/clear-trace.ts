import { needsConnection, type Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';

/** Asks, then deletes the trace. */
export const clearTrace: Action = {
  id: 'trace.clear',
  group: 'Trace',
  label: 'Clear the trace…',
  hint: 'Deletes every recorded message of every handset',
  whyNot: (state) => needsConnection(state) ?? (state.trace.entries.length === 0 ? 'The trace is empty.' : undefined),
  run: () => openDialog({ kind: 'clear-trace' }),
};
