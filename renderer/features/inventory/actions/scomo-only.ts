import type { Action } from '../../../app/action.ts';
import { preferTree, treePreferences } from '../tree-preferences.ts';

/** Shows the SCOMO object alone, or the whole tree. */
export const toggleScomoOnly: Action = {
  id: 'inventory.scomo-only',
  group: 'View',
  label: 'SCOMO only',
  hint: 'Shows the SCOMO object alone, or the whole tree',
  shortcut: 'Alt+Shift+S',
  whyNot: () => undefined,
  run: () => preferTree({ scomoOnly: !treePreferences.getState().scomoOnly }),
};
