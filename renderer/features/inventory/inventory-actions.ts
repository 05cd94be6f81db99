/** Everything that can be done with the tree and the inventory, for menu, palette and shortcuts. */
import type { Action } from '../../app/action.ts';
import { addNode } from './actions/add-node.ts';
import { collapseAll } from './actions/collapse-all.ts';
import { copyTnds } from './actions/copy-tnds.ts';
import { copyURI } from './actions/copy-uri.ts';
import { copyValue } from './actions/copy-value.ts';
import { deleteNode } from './actions/delete-node.ts';
import { expandAll } from './actions/expand-all.ts';
import { expandScomo } from './actions/expand-scomo.ts';
import { findNode } from './actions/find-node.ts';
import { readSubtree } from './actions/read-subtree.ts';
import { saveTnds } from './actions/save-tnds.ts';
import { toggleScomoOnly } from './actions/scomo-only.ts';
import { showInTree } from './actions/show-in-tree.ts';
import { toggleOperations } from './actions/show-operations.ts';
import { writeTnds } from './actions/write-tnds.ts';

/** All actions of this room. */
export const inventoryActions: readonly Action[] = [
  findNode,
  showInTree,
  readSubtree,
  copyURI,
  copyValue,
  copyTnds,
  saveTnds,
  addNode,
  writeTnds,
  deleteNode,
  expandAll,
  collapseAll,
  expandScomo,
  toggleScomoOnly,
  toggleOperations,
];
