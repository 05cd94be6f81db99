import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsPackage } from './package-of.ts';

/** Asks, then removes the package in focus from the library. */
export const removePackage: Action = {
  id: 'packages.remove',
  group: 'Package',
  label: 'Remove from the library…',
  hint: 'Removes the file from this workbench; handsets keep what they have',
  whyNot: needsPackage,
  run: (_state, at) => {
    if (at.digest !== undefined) openDialog({ kind: 'remove-package', digest: at.digest });
  },
};
