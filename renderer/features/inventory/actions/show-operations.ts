import type { Action } from '../../../app/action.ts';
import { preferTree, treePreferences } from '../tree-preferences.ts';

/** Shows operation nodes as rows, or only as buttons. */
export const toggleOperations: Action = {
  id: 'inventory.show-operations',
  group: 'View',
  label: 'Show operations',
  hint: 'Shows operation nodes as rows of their own, beside the buttons',
  shortcut: 'Alt+Shift+O',
  whyNot: () => undefined,
  run: () => preferTree({ showOperations: !treePreferences.getState().showOperations }),
};
