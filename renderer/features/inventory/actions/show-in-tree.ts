import type { Action } from '../../../app/action.ts';
import { select } from '../../../app/store.ts';
import { whyNoNode } from './tree-of.ts';

/** Shows the package or component in focus in the tree. */
export const showInTree: Action = {
  id: 'inventory.show-in-tree',
  group: 'View',
  label: 'Show in the tree',
  shortcut: 'Alt+Shift+T',
  whyNot: whyNoNode,
  run: (_state, { uri }) => select({ tab: 'tree', uri }),
};
