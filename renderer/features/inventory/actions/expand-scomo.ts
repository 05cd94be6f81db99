import type { Action } from '../../../app/action.ts';
import { heldTreeOf } from '../tree-stores.ts';
import { whyNoTree } from './tree-of.ts';

/** Opens the SCOMO object down to its packages and components. */
export const expandScomo: Action = {
  id: 'inventory.expand-scomo',
  group: 'View',
  label: 'Expand the SCOMO object',
  shortcut: 'Alt+Shift+X',
  whyNot: whyNoTree,
  run: (_state, at) => {
    if (at.devId !== undefined) heldTreeOf(at.devId)?.setRule('scomo');
  },
};
