import type { Action } from '../../../app/action.ts';
import { heldTreeOf } from '../tree-stores.ts';
import { whyNoTree } from './tree-of.ts';

/** Opens every node. */
export const expandAll: Action = {
  id: 'inventory.expand-all',
  group: 'View',
  label: 'Expand all',
  shortcut: 'Alt+Shift+E',
  whyNot: whyNoTree,
  run: (_state, at) => {
    if (at.devId !== undefined) heldTreeOf(at.devId)?.setRule('all');
  },
};
