import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsAdmitted } from '../../handsets/actions/handset-of.ts';
import { entryInFocus } from '../../inventory/entry-focus.ts';
import { packagesFor } from '../../inventory/newer-version.ts';
import { whyNoNewRun } from '../start-run.ts';

/** Asks for the package, then plans a run that updates the component in focus. */
export const updateComponent: Action = {
  id: 'runs.update-component',
  group: 'Component',
  label: 'Update…',
  hint: 'Pushes a newer package of the library, checks version and state, and removes what it replaced',
  whyNot: (state, at) => {
    const missing = needsAdmitted(state, at);
    if (missing !== undefined) return missing;
    const entry = entryInFocus(at);
    if (entry?.subtree !== 'Deployed') return 'Select a component first.';
    if (packagesFor(entry, state.packages).length === 0)
      return 'No package in the library carries this component: add one first.';
    return whyNoNewRun(state, at.devId ?? '');
  },
  run: (_state, at) => {
    const entry = entryInFocus(at);
    if (at.devId !== undefined && entry !== undefined)
      openDialog({ kind: 'start-run', devId: at.devId, runbook: 'update-component', uri: entry.uri });
  },
};
