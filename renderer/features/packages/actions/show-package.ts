import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsPackage } from './package-of.ts';

/** Opens the details of the package in focus. */
export const showPackage: Action = {
  id: 'packages.show',
  group: 'Package',
  label: 'Package details…',
  hint: 'What is known of this package; edit its facts',
  shortcut: 'Alt+I',
  whyNot: needsPackage,
  run: (_state, at) => {
    if (at.digest !== undefined) openDialog({ kind: 'package', digest: at.digest });
  },
};
