import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsAdmitted } from '../../handsets/actions/handset-of.ts';

/** Asks for package and runbook, then plans the run. */
export const pushPackage: Action = {
  id: 'packages.push',
  group: 'Package',
  label: 'Push package…',
  hint: 'Plans a run that brings a package of the library to this handset',
  shortcut: 'Ctrl+P',
  whyNot: (state, at) =>
    needsAdmitted(state, at) ?? (state.packages.size === 0 ? 'Add a package to the library first.' : undefined),
  run: (_state, at) =>
    openDialog({
      kind: 'push',
      ...(at.devId === undefined ? {} : { devId: at.devId }),
      ...(at.digest === undefined ? {} : { digest: at.digest }),
    }),
};
