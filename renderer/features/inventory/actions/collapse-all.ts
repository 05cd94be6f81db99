import type { Action } from '../../../app/action.ts';
import { heldTreeOf } from '../tree-stores.ts';
import { whyNoTree } from './tree-of.ts';

/** Closes every node. */
export const collapseAll: Action = {
  id: 'inventory.collapse-all',
  group: 'View',
  label: 'Collapse all',
  shortcut: 'Alt+Shift+C',
  whyNot: whyNoTree,
  run: (_state, at) => {
    if (at.devId !== undefined) heldTreeOf(at.devId)?.setRule('none');
  },
};
