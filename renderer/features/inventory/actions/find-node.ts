import type { Action } from '../../../app/action.ts';
import { select } from '../../../app/store.ts';
import { whyNoTree } from './tree-of.ts';

/** Goes to the filter field of the tree. */
export const findNode: Action = {
  id: 'inventory.find-node',
  group: 'View',
  label: 'Find in the tree',
  hint: 'Filters nodes by name, value, meaning or URI',
  shortcut: 'Ctrl+F',
  whyNot: whyNoTree,
  run: () => {
    select({ tab: 'tree' });
    setTimeout(() => {
      const field = document.querySelector<HTMLInputElement>('[data-tree-filter]');
      field?.focus();
      field?.select();
    }, 0);
  },
};
