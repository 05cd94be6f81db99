import type { Action } from '../../../app/action.ts';
import { layoutStore, setLayout } from '../../../app/layout.ts';

/** Folds the trace away, or out again. */
export const toggleTrace: Action = {
  id: 'trace.toggle',
  group: 'Trace',
  label: 'Show or hide the trace',
  hint: 'Every message of every session, decoded',
  shortcut: 'Ctrl+J',
  whyNot: () => undefined,
  run: () => setLayout({ traceOpen: !layoutStore.getState().traceOpen }),
};
